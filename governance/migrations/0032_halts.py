"""Halts of one action type and by the agent itself, and lifting that takes two people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tenants.isolation import APP_ROLE

_SCOPES = [
    ("client", "the whole client"),
    ("agent", "one agent"),
    ("workflow", "one workflow"),
    ("run", "one run"),
    ("action_type", "one action type"),
]
_TARGET = "The client, agent, workflow or run; of an action type see targets."

_KEYS = """
ALTER TABLE governance_halt ADD FOREIGN KEY (client_id, lift_asked_by_id)
    REFERENCES tenants_membership (client_id, id);
ALTER TABLE governance_halt ADD FOREIGN KEY (client_id, set_by_agent_id)
    REFERENCES agents_agent (client_id, id);
"""
_GRANT = f"""
GRANT UPDATE (lift_asked_by_id, lift_asked_by_lead_id, lift_asked_at,
              lift_asked_reason) ON governance_halt TO {APP_ROLE};
"""
# The service says so too, early and in words. A drill ends what it began.
_SECOND = """
CREATE FUNCTION remit_second_lifter() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.lift_asked_at IS NOT NULL
            AND (NEW.lifted_by_id = NEW.lift_asked_by_id) IS NOT TRUE
            AND (NEW.lifted_by_lead_id = NEW.lift_asked_by_lead_id) IS NOT TRUE THEN
        RETURN NEW;
    END IF;
    PERFORM FROM governance_run WHERE id = NEW.target_id AND rehearsal;
    IF FOUND THEN
        RETURN NEW;
    END IF;
    PERFORM FROM tenants_client WHERE id = NEW.client_id AND second_lifter;
    IF FOUND THEN
        RAISE EXCEPTION 'another person than who asked for it lifts this halt'
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_lifter BEFORE UPDATE ON governance_halt FOR EACH ROW
    WHEN (OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL)
    EXECUTE FUNCTION remit_second_lifter();
ALTER TABLE governance_halt ENABLE ALWAYS TRIGGER second_lifter;
"""
_NEVER = """
DROP TRIGGER second_lifter ON governance_halt;
DROP FUNCTION remit_second_lifter();
"""


def _to(model: str, *, kept: bool = False) -> models.ForeignKey:
    """Return a key to a row of the client's, or to one as it is kept in history."""
    kept_so = {"blank": True, "on_delete": django.db.models.deletion.DO_NOTHING}
    now = {"on_delete": django.db.models.deletion.PROTECT}
    return models.ForeignKey(
        to=model,
        db_constraint=False,
        null=True,
        related_name="+",
        **(kept_so if kept else now),
    )


def _lead() -> models.ForeignKey:
    return models.ForeignKey(
        to=settings.AUTH_USER_MODEL,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
    )


def _fields(model: str, *, kept: bool) -> list[migrations.AddField]:
    fields = {
        "set_by_agent": _to("agents.agent", kept=kept),
        "lift_asked_by": _to("tenants.membership", kept=kept),
        "lift_asked_by_lead": (
            _to(settings.AUTH_USER_MODEL, kept=True) if kept else _lead()
        ),
        "lift_asked_at": models.DateTimeField(null=True),
        "lift_asked_reason": models.TextField(blank=True, default="", db_default=""),
    }
    return [migrations.AddField(model, name, field) for name, field in fields.items()]


def _widened(model: str) -> list[migrations.AlterField]:
    scope = models.CharField(choices=_SCOPES, max_length=12)
    target = models.UUIDField(help_text=_TARGET)
    return [
        migrations.AlterField(model, "scope", scope),
        migrations.AlterField(model, "target_id", target),
    ]


def _one_of(*fields: str) -> models.Q:
    found = models.Q()
    for one in fields:
        found |= models.Q(**{f"{name}__isnull": name != one for name in fields})
    return found


def _none_of(*fields: str) -> models.Q:
    return models.Q(**{f"{name}__isnull": True for name in fields})


def _checks() -> list[migrations.AddConstraint]:
    asked, askers = (
        models.Q(lift_asked_at__isnull=False),
        ("lift_asked_by", "lift_asked_by_lead"),
    )
    setters = ("set_by", "set_by_lead", "set_by_agent")
    checks = {
        "halt_scope_known": models.Q(scope__in=[value for value, _ in _SCOPES]),
        "halt_set_by_one": _one_of(*setters),
        "halt_lift_asked_by_one_person": (asked & _one_of(*askers))
        | (~asked & _none_of(*askers)),
    }
    return [
        migrations.AddConstraint(
            "halt", models.CheckConstraint(condition=condition, name=name)
        )
        for name, condition in checks.items()
    ]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("agents", "0007_accountability"),
        ("governance", "0031_announcements"),
        ("tenants", "0013_second_lifter"),
    ]

    operations = [
        migrations.RemoveConstraint("halt", "halt_scope_known"),
        migrations.RemoveConstraint("halt", "halt_set_by_one_person"),
        *_fields("halt", kept=False),
        *_fields("historicalhalt", kept=True),
        *_widened("halt"),
        *_widened("historicalhalt"),
        *_checks(),
        migrations.RunSQL([_KEYS, _GRANT], migrations.RunSQL.noop),
        migrations.RunSQL(_SECOND, _NEVER),
    ]
