"""Writes: what a person decides about a run that stopped midway, and does then."""

from datetime import timedelta

from django.conf import settings

from audit.events import Event
from governance.models import Decided, HandedStep, Run
from governance.selectors.rescues import required_rescuing
from governance.selectors.standing import standing
from governance.services.deciding import (
    REFUSAL,
    close,
    decide,
    require_known,
    undecided,
)
from governance.services.endings import end_well
from governance.services.tickets import MAY_WORK_ON_TICKETS
from governance.services.trace import record_run
from governance.states import RunState
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership
from tenants.selectors import require_role
from tenants.services.inputs import read_reason

# How long its agent has to take up a run that goes on.
TAKE_UP_WITHIN = timedelta(minutes=15)
_GOES_ON = ["state", "ended_at", "fence", "sequence", "lease_until"]


def resume(run: Run, *, by: Membership, reason: str) -> None:
    """Let a run go on from its save point, under a new fence.

    Its agent takes it up within a quarter of an hour, or it stops again. The run's row
    is locked by the caller.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: the reason is missing.
        Conflict: something is unknown, it cannot go on, or it is decided already.
    """
    found = undecided(run, by)
    words = read_reason(reason)
    require_known(found)
    stands = standing(run.agent, run.workflow_version.workflow, run=run)
    against = found.against or "; ".join(stands.reasons)
    if against:
        raise Conflict(f"It cannot go on. {against}")
    now = database_now()
    run.state, run.ended_at = RunState.RUNNING, None
    # Whoever takes it up counts anew; whoever had it is told apart by the fence.
    run.fence, run.sequence = run.fence + 1, 0
    lease = timedelta(seconds=settings.RUN_LEASE_SECONDS)
    run.lease_until = now + max(TAKE_UP_WITHIN, lease)
    run.save(update_fields=_GOES_ON)
    decide(run, found, Decided.RESUME, by, words)
    close(run, f"{by.user.name} let it go on from its save point: {words}")


def have_done_by_hand(run: Run, *, by: Membership, reason: str) -> None:
    """Have people do what is left of a run, step by step.

    The run is complete once something is written about each of these steps.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: the reason is missing.
        Conflict: it is decided already, or nothing is left.
    """
    found = undecided(run, by)
    if not found.left:
        raise Conflict("Nothing is left to be done by hand.")
    decide(run, found, Decided.BY_HAND, by, read_reason(reason))


def abandon(run: Run, *, by: Membership, reason: str) -> None:
    """Leave a run as it is: nothing more is done in it, by anybody.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: the reason is missing.
        Conflict: something is unknown, or it is decided already.
    """
    found = undecided(run, by)
    words = read_reason(reason)
    require_known(found)
    decide(run, found, Decided.ABANDON, by, words)
    close(run, f"{by.user.name} left it as it is: {words}")


def write_step(
    run: Run, key: str, *, done: bool, words: str, by: Membership
) -> HandedStep:
    """Write that a step was done by hand, or left out; the last one ends the run.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: the words are missing.
        Conflict: the rest is not done by people, this step is written about, or it is
            the last one and something is still unknown.
    """
    require_role(by, MAY_WORK_ON_TICKETS, refusal=REFUSAL)
    found = required_rescuing(run)
    if found.decided is None or found.decided.decided != Decided.BY_HAND:
        raise Conflict("The rest of this run is not done by people.")
    item = next((one for one in found.left if one.step.key == key), None)
    if item is None:
        raise Conflict("Something is written about this step already.")
    if not words.strip():
        told = "Write what you did and where one sees it, or why it is left out."
        raise Invalid(told, field="words")
    if len(found.left) == 1:
        require_known(found)
    row = HandedStep(
        rescue=found.decided,
        key=key,
        done=done,
        words=words.strip(),
        by=by,
        at=database_now(),
    )
    row.save(force_insert=True)
    event = Event.STEP_BY_HAND if done else Event.STEP_LEFT_OUT
    record_run(event, run, private={"step": item.step.title, "words": row.words})
    if len(found.left) == 1:
        _finish(run, by)
    return row


def _finish(run: Run, by: Membership) -> None:
    summary = f"The rest was done by hand; {by.user.name} wrote about the last step."
    end_well(run, summary=summary)
    close(run, summary)
