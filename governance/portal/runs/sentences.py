"""The first line of a run's and of a ticket's page: a sentence that answers it."""

from collections.abc import Sequence

from governance.models import (
    Action,
    Compensation,
    Decided,
    Interruption,
    Outcome,
    Run,
    Source,
    Ticket,
)
from governance.portal.runs.verbs import past
from governance.procedure import read_procedure
from governance.selectors.rescues import Rescuing
from governance.severity import Occasion
from governance.states import ActionStatus, CompensationState, RefusedBy, RunState

NOTHING_NAMED = "nothing in particular"
_SETTLED = {ActionStatus.SUCCEEDED, ActionStatus.FAILED}
_UNDER_WAY = {ActionStatus.AUTHORIZED, ActionStatus.RUNNING}


def run_sentence(
    run: Run,
    actions: Sequence[Action],
    interruptions: Sequence[Interruption],
    *,
    name: str = "",
) -> str:
    """Return in a sentence or two where a run is, and what became of it.

    ``name`` is what the run is called, by default "Run 12".
    """
    name = name or f"Run {run.number}"
    main = main_action(run, actions)
    if main is not None and main.status == ActionStatus.UNKNOWN:
        happened = f"Nobody knows yet whether it {past(main.act)}."
        if run.state == RunState.RUNNING:
            return f"{name} got no answer. {happened} Its target is being asked."
        return f"{name} stopped after the request was sent. {happened}"
    if run.state == RunState.INTERRUPTED:
        return _stopped(name, main, interruptions)
    if run.state == RunState.COMPLETED:
        return f"{_ended(name, main)} It is complete."
    return _running(name, run, main)


def rescued_sentence(run: Run, found: Rescuing, rows: Sequence[Compensation]) -> str:
    """Return what was decided about a run that stopped, and what is left of it.

    ``rows`` are what was planned to be undone of it.
    """
    if run.state == RunState.COMPLETED:
        return f"Run {run.number} stopped midway, and people did the rest."
    if found.decided is not None and found.decided.decided == Decided.COMPENSATE:
        return _undone(run, rows)
    if found.decided is None or found.decided.decided != Decided.BY_HAND:
        return f"Run {run.number} stopped midway, and is left as it is."
    count = len(found.left)
    left = "1 step is" if count == 1 else f"{count} steps are"
    return f"Run {run.number} stopped midway, and people do the rest: {left} left."


def _undone(run: Run, rows: Sequence[Compensation]) -> str:
    over = [one for one in rows if one.ended_at is not None]
    if len(over) < len(rows):
        count = f"{len(over)} of {len(rows)} is done"
        return f"Run {run.number} stopped midway, and is being undone: {count}."
    left = [one for one in rows if one.state != CompensationState.DONE]
    if left:
        return f"Run {run.number} stopped midway, and was undone but for {len(left)}."
    return f"Run {run.number} stopped midway, and what it did was undone."


def run_lead(
    run: Run, actions: Sequence[Action], interruptions: Sequence[Interruption]
) -> str:
    """Return what else matters about a run: who worked on what, and why it is there."""
    main = main_action(run, actions)
    subject = run.subject or NOTHING_NAMED
    if run.state == RunState.COMPLETED:
        wrote = f" and wrote: “{run.summary}”" if run.summary else "."
        return f"{run.agent.name} worked on {subject}{wrote}"
    if run.state == RunState.INTERRUPTED:
        return f"{run.agent.name} was working on {subject}. {_why(main, interruptions)}"
    if main is None:
        return f"{run.agent.name} has not asked for anything yet."
    asked = f"{run.agent.name} asked to {main.act}, because “{main.reason}”"
    if main.status == ActionStatus.WAITING:
        return f"{asked} If nobody answers in time, that counts as no."
    return f"{asked} {main.explanation}".strip()


def ticket_sentence(ticket: Ticket) -> str:
    """Return in a sentence or two what a ticket is about and who has it."""
    owner, action = ticket.owner.user.name, ticket.action
    if not ticket.is_open:
        return f"{_found(ticket)} {owner} had it, and it is {ticket.state}."
    if action is not None and action.status == ActionStatus.UNKNOWN:
        return f"Nobody knows whether Remit {past(action.act)}. {owner} finds out."
    settled = action is not None and action.status in _SETTLED
    return f"{_found(ticket)} {owner} {'resolves' if settled else 'has'} it."


def ticket_lead(ticket: Ticket, interruption: Interruption | None) -> str:
    """Return what else matters about a ticket: what was found, or how it came."""
    if not ticket.is_open:
        return ticket.resolution
    found = ticket.action.detail if ticket.action else ""
    if not found and interruption is not None:
        found = f"It stopped, because: “{interruption.cause}”"
    run = ticket.run
    if run is None:
        return found
    subject = run.subject or NOTHING_NAMED
    return f"{run.agent.name} was working on {subject}. {found}".strip()


def main_action(run: Run, actions: Sequence[Action]) -> Action | None:
    """Return the action that a run is about: what is unknown, waits or is critical."""
    for status in (ActionStatus.UNKNOWN, ActionStatus.WAITING):
        found = [one for one in actions if one.status == status]
        if found:
            return found[-1]
    steps = read_procedure(run.workflow_version.steps).steps
    critical = {step.key for step in steps if step.critical}
    weighty = [one for one in actions if one.step in critical] or list(actions)
    return weighty[-1] if weighty else None


def attested(outcomes: Sequence[Outcome]) -> Outcome | None:
    """Return what a person found out about an unknown effect, if anybody has."""
    said = [one for one in outcomes if one.source == Source.ATTESTED]
    return said[-1] if said else None


def _running(name: str, run: Run, main: Action | None) -> str:
    if main is None:
        return f"{name} is at work on {run.subject or NOTHING_NAMED}."
    status = ActionStatus(main.status)
    if status is ActionStatus.WAITING:
        return f"{name} waits for a person{_of_group(main)}."
    if status in _UNDER_WAY:
        return f"{name} is about to {main.act}."
    return f"{_ended(name, main)} It is still running."


def _of_group(action: Action) -> str:
    waiting = list(action.checkpoints.all())
    return f" of {waiting[-1].group.name}" if waiting else ""


def _ended(name: str, main: Action | None) -> str:
    if main is None:
        return f"{name} did nothing outside Remit."
    told = {
        ActionStatus.SUCCEEDED: f"{name} {past(main.act)}.",
        ActionStatus.FAILED: f"{name} tried to {main.act}, and nothing happened.",
        ActionStatus.EXPIRED: f"Nobody answered, so {_lower(name)} did not {main.act}.",
        ActionStatus.CANCELLED: f"{name} did not {main.act}.",
        ActionStatus.REFUSED: _refused(name, main),
    }
    return told.get(ActionStatus(main.status), f"{name} asked to {main.act}.")


def _refused(name: str, main: Action) -> str:
    by = "A person" if main.refused_by == RefusedBy.PERSON else "Remit"
    return f"{by} refused to let {_lower(name)} {main.act}."


def _lower(name: str) -> str:
    return f"{name[:1].lower()}{name[1:]}"


def _stopped(
    name: str, main: Action | None, interruptions: Sequence[Interruption]
) -> str:
    open_ones = [one for one in interruptions if one.ticket.is_open]
    if open_ones and open_ones[-1].code == Occasion.COMPENSATION_FAILED:
        name = f"{name} was being undone, and that stopped midway."
        return f"{name} {open_ones[-1].person.user.name} decides what happens now."
    name = f"{name} stopped midway."
    if main is not None and _is_about(main, interruptions):
        return f"{name} {_settled(main)}"
    if open_ones:
        return f"{name} {open_ones[-1].person.user.name} decides what happens now."
    if main is not None and main.status == ActionStatus.CANCELLED:
        return f"{name} It did not {main.act}."
    return f"{name} Nothing more happens in it."


def _settled(main: Action) -> str:
    if main.status == ActionStatus.SUCCEEDED:
        return f"It is settled now: it {past(main.act)}."
    return f"It is settled now: it did not {main.act}."


def _why(main: Action | None, interruptions: Sequence[Interruption]) -> str:
    if main is not None and main.status == ActionStatus.UNKNOWN:
        return f"{main.detail} Nothing is sent again until somebody finds out.".strip()
    if main is not None and main.detail and _is_about(main, interruptions):
        return main.detail
    return f"It says why: “{interruptions[-1].cause}”" if interruptions else ""


def _is_about(main: Action, interruptions: Sequence[Interruption]) -> bool:
    return any(one.action_id == main.id for one in interruptions)


def _found(ticket: Ticket) -> str:
    action = ticket.action
    if action is None or ticket.reason == Occasion.COMPENSATION_FAILED:
        return _sentence(ticket.title)
    if action.status == ActionStatus.SUCCEEDED:
        return f"It is settled: Remit {past(action.act)}."
    if action.status == ActionStatus.FAILED:
        return f"It is settled: Remit did not {action.act}."
    return _sentence(ticket.title)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", "”")) else f"{text}."
