"""So many people approve as were asked for, and counters are counted again.

Who approves below the quorum decides nothing. Which checkpoint is approved or refused
therefore hangs on its answers, for every role: the trigger sees them and the
checkpoint in one transaction, and an answer locks the checkpoint before it counts.
"""

from django.db import migrations

from tenants.isolation import resolver_reads

_ANSWERS = """
CREATE FUNCTION remit_checkpoint_answer() RETURNS trigger
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
    IF asked.kind = 'four_eyes' AND NEW.person_id = ANY (asked.barred) THEN
        RAISE EXCEPTION 'checkpoint_answer_four_eyes: this person is barred'
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER checkpoint_answer BEFORE INSERT ON governance_checkpointanswer
    FOR EACH ROW EXECUTE FUNCTION remit_checkpoint_answer();
ALTER TABLE governance_checkpointanswer ENABLE ALWAYS TRIGGER checkpoint_answer;
"""

# After the row is written, so that what a constraint forbids is said by its name.
_QUORUM = """
CREATE FUNCTION remit_checkpoint_quorum() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE given record;
BEGIN
    SELECT count(*) FILTER (WHERE answer = 'approved') AS approvals,
           count(*) FILTER (WHERE answer = 'refused') AS refusals,
           bool_or(person_id = NEW.answered_by_id AND answer = NEW.state) AS named
      INTO given FROM governance_checkpointanswer
     WHERE client_id = NEW.client_id AND checkpoint_id = NEW.id;
    IF given.named IS NOT TRUE
        OR (NEW.state = 'approved'
            AND (given.approvals < NEW.quorum OR given.refusals > 0)) THEN
        RAISE EXCEPTION 'checkpoint_quorum: % of % have approved, and % refused',
              given.approvals, NEW.quorum, given.refusals
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER checkpoint_quorum AFTER UPDATE ON governance_checkpoint
    FOR EACH ROW
    WHEN (OLD.state = 'waiting' AND NEW.state IN ('approved', 'refused'))
    EXECUTE FUNCTION remit_checkpoint_quorum();
ALTER TABLE governance_checkpoint ENABLE ALWAYS TRIGGER checkpoint_quorum;
"""

# The clients whose counters are to be counted again; a new one has a day's time.
_DUE = """
CREATE FUNCTION remit_recounts_due(most integer)
RETURNS TABLE (client_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT c.id, c.id
      FROM tenants_client c LEFT JOIN governance_recount n ON n.client_id = c.id
     WHERE coalesce(n.due_at, c.created_at + interval '1 day') <= remit_now()
     ORDER BY n.due_at NULLS FIRST, c.id LIMIT most
$$;
ALTER FUNCTION remit_recounts_due(integer) OWNER TO remit_resolver;
"""

_NEVER = """
DROP FUNCTION remit_recounts_due(integer);
DROP TRIGGER checkpoint_quorum ON governance_checkpoint;
DROP FUNCTION remit_checkpoint_quorum();
DROP TRIGGER checkpoint_answer ON governance_checkpointanswer;
DROP FUNCTION remit_checkpoint_answer();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("governance", "0014_limits_and_quorum"),
        ("tenants", "0002_isolation"),
    ]

    operations = [
        migrations.RunSQL(
            [
                _ANSWERS,
                _QUORUM,
                *resolver_reads("governance_recount", ["client_id", "due_at"]),
                "GRANT SELECT (created_at) ON tenants_client TO remit_resolver",
                _DUE,
            ],
            _NEVER,
        )
    ]
