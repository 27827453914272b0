"""The sentences of being ready, and staying so: see ``audit.catalogue``."""

from audit.chapters.shape import Entry, Outcome
from audit.events import Event

_DONE = Outcome.SUCCESS

READINESS: dict[Event, Entry] = {
    Event.WORKFLOW_STARTED: Entry(
        "Y013", _DONE, "{actor} began to write down {workflow}."
    ),
    Event.WORKFLOW_DISCARDED: Entry(
        "Y014", _DONE, "{actor} threw the draft of {workflow} away."
    ),
    Event.QUESTIONNAIRE_STARTED: Entry(
        "Y015", _DONE, "{actor} began to ask whether {process} is ready at all."
    ),
    Event.QUESTIONNAIRE_ANSWERED: Entry(
        "Y016", _DONE, "{actor} answered whether {process} is ready at all."
    ),
    Event.CLEARANCE_COUNTERSIGNED: Entry(
        "Y001",
        _DONE,
        "{actor} signed the clearance of {agent} for {workflow} as well, since it is "
        "critical.",
    ),
    Event.CLEARANCE_FELL: Entry(
        "Y002",
        Outcome.REFUSED,
        "The clearance of {agent} for {workflow} fell, because {cause}.",
    ),
    Event.READINESS_LOST: Entry(
        "Y003",
        Outcome.REFUSED,
        "{workflow} is not ready for {agent} any more: {gaps}.",
    ),
    Event.READINESS_FOUND: Entry("Y004", _DONE, "{workflow} is ready for {agent}."),
    Event.READINESS_SETTLED: Entry(
        "Y005", _DONE, "{actor} settled what holds for every process: {settled}."
    ),
    Event.GAP_WAIVED: Entry(
        "Y006",
        _DONE,
        "{actor} answers until {until} for a gap of {workflow}: “{gap}”, "
        "because “{reason}”",
    ),
    Event.WAIVER_WITHDRAWN: Entry(
        "Y007", _DONE, "{actor} no longer answers for a gap of {workflow}: “{gap}”."
    ),
    Event.REVIEW_DONE: Entry(
        "Y008",
        _DONE,
        "{actor} looked at {what} again, next by {until}: “{found}”",
    ),
    Event.DRILL_STARTED: Entry(
        "Y009",
        _DONE,
        "{actor} had {agent} stopped in a rehearsal of {workflow}, before {step}.",
    ),
    Event.DRILL_HANDED_OVER: Entry(
        "Y010",
        _DONE,
        "The rehearsal of {workflow} by {agent} stopped {took} ms after the halt and "
        "was handed over to {person}.",
    ),
    Event.DRILL_PASSED: Entry(
        "Y011",
        _DONE,
        "{actor} has the rehearsal of {workflow} by {agent}, {took} after it was "
        "handed over. The halt drill passed.",
    ),
    Event.DRILL_FAILED: Entry(
        "Y012",
        Outcome.FAILED,
        "The halt drill of {agent} in {workflow} failed: {cause}.",
    ),
}
