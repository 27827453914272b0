"""Writes: undoing what a run did that stopped midway (compensation, as in sagas).

Garcia-Molina and Salem, "Sagas" (SIGMOD 1987). The last effect first, one at a time.
Each is undone by an action of its own, which the gate is asked about and which may
fail or become unknown like any other: then all stops there, since two runs that are
half undone are worse than one, and a person finds out. What nothing is declared for,
or somebody chose so, a person undoes and writes down.

Each step commits what it does together with what comes next, or leaves it to whoever
looks next: workers and sweeper find what is over by itself.
"""

from collections.abc import Collection
from uuid import UUID

from audit.events import Event
from governance.models import (
    Action,
    Compensation,
    Decided,
    Interruption,
    Phase,
    Rescue,
    Run,
)
from governance.selectors.compensating import (
    Plan,
    Undo,
    compensation_under_way,
    plan_of,
)
from governance.services.answering import follow
from governance.services.deciding import (
    REFUSAL,
    close,
    decide,
    require_known,
    undecided,
)
from governance.services.digests import action_digest, digest_of
from governance.services.gate import judge
from governance.services.incidents import interrupt_run
from governance.services.tickets import MAY_WORK_ON_TICKETS, Stop
from governance.services.trace import record_run
from governance.severity import Occasion
from governance.states import ActionStatus, CompensationState, is_final
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership
from tenants.scoping import (
    PLATFORM,
    client_scope,
    current_client_id,
    current_traceparent,
)
from tenants.selectors import require_role
from tenants.services.inputs import read_reason

_WORDS = {
    ActionStatus.REFUSED: "it was refused",
    ActionStatus.FAILED: "it failed",
    ActionStatus.EXPIRED: "nobody answered in time",
    ActionStatus.CANCELLED: "it was withdrawn",
}


def seal_of(plan: Plan) -> str:
    """Return what a plan is recognised by: another one has another seal."""
    return digest_of(
        [
            [str(one.undoes.id), str(one.kind and one.kind.id), one.parameters]
            for one in plan.undos
        ]
    )


def compensate(
    run: Run,
    *,
    by: Membership,
    reason: str,
    seen: str,
    by_hand: Collection[UUID] = (),
) -> None:
    """Undo what a run did, the last thing first, as somebody saw it planned.

    ``seen`` is the seal of the plan that they saw. ``by_hand`` are the actions that a
    person undoes although Remit could. The run's row is locked by the caller.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: the reason is missing.
        Conflict: something is unknown, nothing can be undone, the plan is another one
            by now, or it is decided already.
    """
    found = undecided(run, by)
    words = read_reason(reason)
    require_known(found)
    plan = plan_of(run)
    if not plan.undos:
        raise Conflict("There is nothing that could be undone.")
    if seal_of(plan) != seen:
        raise Conflict("What there is to undo has changed: look at it again.")
    rescue = decide(run, found, Decided.COMPENSATE, by, words)
    for position, undo in enumerate(plan.undos, start=1):
        _planned(rescue, position, undo, by_hand).save(force_insert=True)
    _begin_next(rescue, run)


def write_compensation(
    run: Run, compensation_id: UUID, *, done: bool, words: str, by: Membership
) -> None:
    """Write that a person undid something, or why it is left as it is; then go on.

    The run's row is locked by the caller.

    Raises:
        NotAllowed: an auditor or member cannot.
        NotFound: there is no such thing in this run.
        Invalid: the words are missing.
        Conflict: it is not its turn, or Remit undoes it.
    """
    require_role(by, MAY_WORK_ON_TICKETS, refusal=REFUSAL)
    row = compensation_under_way(compensation_id, run=run)
    if row.state != CompensationState.UNDER_WAY or row.kind is not None:
        raise Conflict("Nobody has to undo this by hand now.")
    if not words.strip():
        told = "Write what you did and where one sees it, or why it is left as it is."
        raise Invalid(told, field="words")
    state = CompensationState.DONE if done else CompensationState.LEFT_OUT
    row.words, row.by = words.strip(), by
    _end(row, state)
    event = Event.UNDONE_BY_HAND if done else Event.UNDOING_LEFT_OUT
    record_run(event, run, private={"act": row.undoes.act, "words": row.words})
    _go_on(row, run)


def go_on(compensation_id: UUID) -> None:
    """Go on with undoing, once it is known what became of an action that undoes."""
    action = Action.objects.get(compensation=compensation_id)
    run = Run.objects.select_for_update(of=("self",), no_key=True).get(id=action.run_id)
    row = compensation_under_way(compensation_id, run=run)
    action.refresh_from_db(fields=["status", "explanation", "detail"])
    over = is_final(ActionStatus(action.status))
    if over and row.state == CompensationState.UNDER_WAY:
        _settle(row, action, run)


def _planned(
    rescue: Rescue, position: int, undo: Undo, by_hand: Collection[UUID]
) -> Compensation:
    by_remit = undo.by_remit and undo.undoes.id not in by_hand
    return Compensation(
        rescue=rescue,
        position=position,
        undoes=undo.undoes,
        kind=undo.kind if by_remit else None,
        parameters=undo.parameters if by_remit else {},
        act=undo.act,
    )


def _begin_next(rescue: Rescue, run: Run) -> None:
    # Remit does it, whoever decided it or wrote about the one before.
    trace = current_traceparent()
    with client_scope(current_client_id(), actor=PLATFORM, traceparent=trace):
        _begin(rescue, run)


def _begin(rescue: Rescue, run: Run) -> None:
    rows = Compensation.objects.filter(rescue=rescue, state=CompensationState.PLANNED)
    row = rows.order_by("position").select_related("undoes", "kind__runner").first()
    if row is None:
        record_run(Event.RUN_COMPENSATED, run)
        close(run, "What the run had done was undone, or left with a reason.")
        return
    row.rescue = rescue
    row.state = CompensationState.UNDER_WAY
    row.save(update_fields=["state"])
    if row.kind is not None:
        action = _asked(row, run)
        if is_final(ActionStatus(action.status)):
            _settle(row, action, run)


def _asked(row: Compensation, run: Run) -> Action:
    done, kind = row.undoes, row.kind
    assert kind is not None  # noqa: S101 - a person has the others
    now = database_now()
    action = Action(
        run=run,
        agent=run.agent,
        action_type=kind,
        step=done.step,
        resource_type=done.resource_type,
        resource_id=done.resource_id,
        parameters=row.parameters,
        reason=f"To undo this: {done.act}. {row.rescue.reason}",
        act=row.act,
        # Until the gate has answered, the answer is no.
        status=ActionStatus.REFUSED,
        asked_at=now,
        changed_at=now,
        traceparent=current_traceparent(),
        compensation=row,
    )
    action.digest = action_digest(action)
    action.save(force_insert=True)
    record_run(Event.UNDOING_BEGUN, run, private={"act": done.act})
    follow(action, judge(action, phase=Phase.ASKED))
    return action


def _settle(row: Compensation, action: Action, run: Run) -> None:
    done = action.status == ActionStatus.SUCCEEDED
    _end(row, CompensationState.DONE if done else CompensationState.FAILED)
    if done:
        _go_on(row, run)
    elif not _has_stopped_again(row.rescue, run):
        interrupt_run(run, _stopped(row, action))


def _go_on(row: Compensation, run: Run) -> None:
    # Where it stopped meanwhile, somebody decides anew.
    if not _has_stopped_again(row.rescue, run):
        _begin_next(row.rescue, run)


def _end(row: Compensation, state: CompensationState) -> None:
    row.state, row.ended_at = state, database_now()
    row.save(update_fields=["state", "words", "by", "ended_at"])


def _has_stopped_again(rescue: Rescue, run: Run) -> bool:
    stops = Interruption.objects.filter(run=run)
    last = stops.order_by("-interrupted_at", "-id").first()
    return last is not None and last.id != rescue.interruption_id


def _stopped(row: Compensation, action: Action) -> Stop:
    rows = Compensation.objects.filter(rescue=row.rescue).select_related("undoes")
    done = rows.filter(state=CompensationState.DONE).order_by("position")
    left = rows.filter(state=CompensationState.PLANNED).order_by("position")
    status = ActionStatus(action.status)
    refused = status == ActionStatus.REFUSED
    told = (action.explanation if refused else action.detail).strip()
    return Stop(
        code=Occasion.COMPENSATION_FAILED.value,
        cause=f"undoing stopped midway: {row.act}: {_WORDS[status]}. {told}".strip(),
        last_safe_point="before this was to be undone",
        side_effects="done",
        action=action,
        title=f"Undoing stopped midway: {row.act}",
        known=[
            *(f"Undone: {one.undoes.act}." for one in done),
            f"Not undone: {row.undoes.act}.",
            *(f"Not undone yet: {one.undoes.act}." for one in left),
        ],
    )
