"""The lists of runs and tickets: their first line, and one row of each."""

from dataclasses import dataclass

from governance.models import Run, Ticket
from governance.portal.runs.sentences import main_action, run_sentence, ticket_sentence
from governance.selectors.run_pages import Totals
from governance.selectors.tickets import OpenTickets
from governance.states import ActionStatus, RunState

_STATES = {
    RunState.RUNNING: "Running",
    RunState.INTERRUPTED: "Stopped",
    RunState.COMPLETED: "Complete",
}
# What became of the action that a run is about, where that says more than the state.
_TELLING = {
    ActionStatus.UNKNOWN,
    ActionStatus.WAITING,
    ActionStatus.REFUSED,
    ActionStatus.EXPIRED,
    ActionStatus.FAILED,
}


_RUN = "Each is one piece of work of an agent, told step by step."


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the list: its state, what it is called, and whether it is shown."""

    state: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownRun:
    """A run as a row: its badge (kind and word) and what became of it."""

    run: Run
    kind: str
    word: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownTicket:
    """A ticket as a row."""

    ticket: Ticket
    sentence: str
    is_unknown: bool


def shown_run(run: Run) -> ShownRun:
    """Return a run as a row; its actions and interruptions are loaded."""
    actions, stops = list(run.actions.all()), list(run.interruptions.all())
    main = main_action(run, actions)
    status = ActionStatus(main.status) if main else None
    told = status in _TELLING and (
        run.state != RunState.INTERRUPTED or status is ActionStatus.UNKNOWN
    )
    over = run.state == RunState.INTERRUPTED and not any(
        one.ticket.is_open for one in stops
    )
    return ShownRun(
        run=run,
        kind=str(status) if told else "none" if over else run.state,
        word="" if told else _STATES[RunState(run.state)],
        sentence=run_sentence(run, actions, stops, name="It"),
    )


def shown_ticket(ticket: Ticket) -> ShownTicket:
    """Return a ticket as a row; its action and owner are loaded."""
    return ShownTicket(
        ticket=ticket,
        sentence=ticket_sentence(ticket),
        is_unknown=is_unknown(ticket),
    )


def is_unknown(ticket: Ticket) -> bool:
    """Return whether nobody knows yet if the ticket's action happened."""
    action = ticket.action
    return action is not None and action.status == ActionStatus.UNKNOWN


def run_tabs(totals: Totals, state: str) -> list[Tab]:
    """Return the parts of the list, with how many runs each holds."""
    counts = {
        RunState.RUNNING: totals.running,
        RunState.INTERRUPTED: totals.interrupted,
        RunState.COMPLETED: totals.completed,
    }
    parts = [
        Tab(one.value, _STATES[one], count, one == state)
        for one, count in counts.items()
    ]
    return [Tab("", "All", totals.total, not state), *parts]


def runs_sentence(totals: Totals) -> str:
    """Return in a sentence whether anything stands still."""
    if not totals.total:
        return "There has been no run yet."
    if totals.stopped:
        stopped = _counted(totals.stopped, "run")
        needs = "needs" if totals.stopped == 1 else "need"
        return f"{stopped} stopped midway and {needs} somebody."
    if totals.waiting:
        waits = "waits" if totals.waiting == 1 else "wait"
        return f"{_counted(totals.waiting, 'run')} {waits} for a person."
    if totals.running:
        are = "is" if totals.running == 1 else "are"
        return f"{_counted(totals.running, 'run')} {are} at work."
    return "Nothing is running, and nothing has stopped."


def runs_lead(totals: Totals) -> str:
    """Return what else matters about the runs."""
    if totals.stopped and totals.waiting:
        waits = "waits" if totals.waiting == 1 else "wait"
        return f"{_counted(totals.waiting, 'run')} {waits} for a person. {_RUN}"
    return _RUN


def tickets_sentence(tickets: OpenTickets) -> str:
    """Return in a sentence whether any ticket is open, and who has the next one."""
    if not tickets.total:
        return "No incident is open."
    overdue = sum(1 for one in tickets.rows if one.deadline <= tickets.now)
    late = f" {overdue:,} past the deadline." if overdue else ""
    if tickets.total == 1:
        return f"1 incident is open, and {_owner(tickets)} has it.{late}"
    return (
        f"{tickets.total:,} incidents are open. {_owner(tickets)} has the next.{late}"
    )


def _owner(tickets: OpenTickets) -> str:
    name: str = tickets.rows[0].owner.user.name
    return name


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
