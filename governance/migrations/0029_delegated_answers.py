"""In whose place somebody answered, and that a barred place answers nothing."""

import django.db.models.deletion
from django.db import migrations, models

_KEY = """
ALTER TABLE governance_checkpointanswer ADD FOREIGN KEY (client_id, delegated_by_id)
    REFERENCES tenants_membership (client_id, id);
"""
# As in 0015; and who is barred does not get around that by delegating.
_ANSWERS = """
CREATE OR REPLACE FUNCTION remit_checkpoint_answer() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE asked record;
BEGIN
    SELECT * INTO asked FROM governance_checkpoint
     WHERE client_id = NEW.client_id AND id = NEW.checkpoint_id
       FOR NO KEY UPDATE;
    -- By the moment of the answer: the deadline may pass while it is written down.
    IF asked.state IS DISTINCT FROM 'waiting'
       OR NEW.answered_at >= asked.deadline
       OR NEW.answered_at < remit_now() - interval '1 minute' THEN
        RAISE EXCEPTION 'only a question that waits is answered'
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF asked.kind = 'four_eyes' AND (NEW.person_id = ANY (asked.barred)
                                     OR NEW.delegated_by_id = ANY (asked.barred)) THEN
        RAISE EXCEPTION 'checkpoint_answer_four_eyes: this person is barred'
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('governance', '0028_stepping_up'),
        ('tenants', '0010_delegations'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkpointanswer',
            name='delegated_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership'),
        ),
        migrations.RunSQL([_KEY, _ANSWERS], migrations.RunSQL.noop),
    ]
