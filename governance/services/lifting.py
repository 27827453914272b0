"""Writes: letting what was halted go on, by one person or by two."""

from audit.events import Event
from audit.ledger import Target, record
from governance.models import Halt, HaltScope, Run
from governance.selectors.halting import WHO, active_halt, any_halt, waits_for_first
from governance.services.stopping import hold_off_intents
from governance.services.trace import record_halt
from tenants.clock import database_now
from tenants.errors import Conflict
from tenants.models import Client, Membership, Role, User
from tenants.selectors import require_role
from tenants.services.inputs import read_reason

_MAY_LIFT = {Role.ADMIN}
_ONE, _TWO = "an admin alone", "another person than who asks for it"


def lift_halt(halt: Halt, *, by: Membership | User, reason: str) -> Halt:
    """Lift a halt, or ask that somebody else does; return it as it is then.

    A deliberate act with its reason, whoever set it. Where the client demands two
    people, the first one asks and another one lifts.

    Raises:
        NotAllowed: only an admin or a governance lead can lift.
        Invalid: the reason is missing.
        Conflict: it is lifted, or it is for somebody else to lift it.
    """
    require_role(by, _MAY_LIFT, refusal="Only an admin can lift a halt.")
    words = read_reason(reason)
    halt = _held(halt)
    if waits_for_first(halt):
        return _ask(halt, by, words)
    askers = {halt.lift_asked_by, halt.lift_asked_by_lead}
    if Client.objects.get().second_lifter and by in askers:
        raise Conflict("You asked for it: another person has to lift it.")
    return _lift(halt, by, words)


def end_rehearsal(run: Run, *, by: Membership) -> None:
    """Lift the halt of a rehearsal, once it has done its work."""
    if not run.rehearsal:
        raise Conflict(f"Run {run.number} is no rehearsal.")
    halt = active_halt(HaltScope.RUN, run.id)
    if halt is not None:
        _lift(_held(halt), by, "The halt drill has stopped the run.")


def demand_second_lifter(*, demanded: bool, by: Membership) -> None:
    """Say whether lifting a halt takes two people from now on.

    Raises:
        NotAllowed: the person is no admin.
        Conflict: it is so already; there is no second admin who could lift; or
            something is halted, and would be lifted by one person then.
    """
    require_role(by, _MAY_LIFT, refusal="Only an admin can change who lifts halts.")
    client = Client.objects.select_for_update(no_key=True).get()
    if client.second_lifter is demanded:
        raise Conflict("It is so already.")
    admins = Membership.objects.filter(is_active=True, role=Role.ADMIN)
    if demanded and admins.count() < 2:
        raise Conflict("There is no second admin, so nobody could lift any more.")
    if not demanded and any_halt():
        raise Conflict("Something is halted: two people lift that first.")
    client.second_lifter = demanded
    client.save(update_fields=["second_lifter"])
    record(
        Event.LIFTER_SET,
        target=Target("client", client.id),
        params={"lifter": _TWO if demanded else _ONE},
    )


def _held(halt: Halt) -> Halt:
    """Return the halt as it is now, while nobody else sets or lifts one of this."""
    hold_off_intents(halt.target_id)
    now = Halt.objects.select_related(*WHO).get(id=halt.id)
    if now.lifted_at is not None:
        raise Conflict(f"{now.label} is no longer halted.")
    return now


def _ask(halt: Halt, by: Membership | User, words: str) -> Halt:
    halt.lift_asked_by, halt.lift_asked_by_lead = _places(by)
    halt.lift_asked_at = database_now()
    halt.lift_asked_reason = words
    halt.save(
        update_fields=[
            "lift_asked_by",
            "lift_asked_by_lead",
            "lift_asked_at",
            "lift_asked_reason",
        ]
    )
    record_halt(Event.HALT_LIFT_ASKED, halt, words)
    return halt


def _lift(halt: Halt, by: Membership | User, words: str) -> Halt:
    halt.lifted_by, halt.lifted_by_lead = _places(by)
    halt.lifted_at = database_now()
    halt.lift_reason = words
    halt.save(update_fields=["lifted_by", "lifted_by_lead", "lifted_at", "lift_reason"])
    record_halt(Event.HALT_LIFTED, halt, words)
    return halt


def _places(by: Membership | User) -> tuple[Membership | None, User | None]:
    return (by, None) if isinstance(by, Membership) else (None, by)
