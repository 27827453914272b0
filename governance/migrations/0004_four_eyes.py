"""A checkpoint is answered once, by somebody else, and its approval is used once.

The application's role may change the state of a checkpoint, who answered, and when
it was used. What remains is which of these changes are lawful, for every role.
"""

from django.db import migrations, models

# Without a snapshot, or with a gap in it, four eyes would bar nobody and say nothing.
_BARRED = """
ALTER TABLE governance_checkpoint ADD CONSTRAINT checkpoint_four_eyes_bars_somebody
    CHECK (array_position(barred, NULL) IS NULL
           AND (kind <> 'four_eyes' OR cardinality(barred) > 0))
"""

_ONCE = """
CREATE FUNCTION remit_checkpoint_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' THEN
            RAISE EXCEPTION 'a checkpoint begins as a question'
                  USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    ELSIF OLD.state <> 'waiting'
        AND (NEW.state, NEW.answered_by_id, NEW.answered_at, NEW.reason)
            IS DISTINCT FROM
            (OLD.state, OLD.answered_by_id, OLD.answered_at, OLD.reason) THEN
        RAISE EXCEPTION 'this checkpoint is % and stays so', OLD.state
              USING ERRCODE = 'integrity_constraint_violation';
    ELSIF NEW.used_at IS DISTINCT FROM OLD.used_at
        AND (OLD.used_at IS NOT NULL OR OLD.state <> 'approved') THEN
        RAISE EXCEPTION 'an approval is used once, and nothing else is'
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER checkpoint_once BEFORE INSERT OR UPDATE ON governance_checkpoint
    FOR EACH ROW EXECUTE FUNCTION remit_checkpoint_once();
ALTER TABLE governance_checkpoint ENABLE ALWAYS TRIGGER checkpoint_once;
"""

_NEVER = """
DROP TRIGGER checkpoint_once ON governance_checkpoint;
DROP FUNCTION remit_checkpoint_once();
ALTER TABLE governance_checkpoint DROP CONSTRAINT checkpoint_four_eyes_bars_somebody;
"""

_ANSWERED = models.Q(state__in=["approved", "refused"])
_BY_NOBODY = models.Q(answered_by__isnull=True, answered_at__isnull=True)
_BY_SOMEBODY = models.Q(answered_by__isnull=False, answered_at__isnull=False)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0003_recovery")]

    operations = [
        migrations.RemoveConstraint("checkpoint", "checkpoint_answers_have_a_person"),
        migrations.AddConstraint(
            "checkpoint",
            models.CheckConstraint(
                condition=(_ANSWERED & _BY_SOMEBODY) | (~_ANSWERED & _BY_NOBODY),
                name="checkpoint_answers_have_a_person",
            ),
        ),
        migrations.AddConstraint(
            "checkpoint",
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(state="approved"),
                name="checkpoint_used_is_approved",
            ),
        ),
        migrations.RunSQL([_BARRED, _ONCE], _NEVER),
    ]
