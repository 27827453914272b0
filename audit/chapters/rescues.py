"""Sentences about runs that stopped midway, and what people decided and did then."""

from audit.chapters.shape import Entry, Outcome
from audit.events import Event

_DONE = Outcome.SUCCESS

RESCUES: dict[Event, Entry] = {
    Event.RUN_RESUMED: Entry(
        "R007",
        _DONE,
        "{actor} let run {run} go on from its last save point, because “{reason}”",
    ),
    Event.RUN_BY_HAND: Entry(
        "R008",
        _DONE,
        "{actor} had people do the rest of run {run}, because “{reason}”",
    ),
    Event.RUN_ABANDONED: Entry(
        "R009",
        _DONE,
        "{actor} left run {run} as it is, for good, because “{reason}”",
    ),
    Event.STEP_BY_HAND: Entry(
        "R010", _DONE, "{actor} did “{step}” of run {run} by hand: {words}"
    ),
    Event.STEP_LEFT_OUT: Entry(
        "R011", _DONE, "{actor} left “{step}” of run {run} out, because “{words}”"
    ),
    Event.RUN_COMPENSATING: Entry(
        "R012",
        _DONE,
        "{actor} had what run {run} did undone, because “{reason}”",
    ),
    Event.UNDOING_BEGUN: Entry(
        "R013", _DONE, "{actor} began to undo this of run {run}: {act}"
    ),
    Event.UNDONE_BY_HAND: Entry(
        "R014", _DONE, "{actor} undid this of run {run} by hand: {act}. “{words}”"
    ),
    Event.UNDOING_LEFT_OUT: Entry(
        "R015",
        _DONE,
        "{actor} left this of run {run} as it is: {act}, because “{words}”",
    ),
    Event.RUN_COMPENSATED: Entry(
        "R016", _DONE, "Nothing is left to be undone of run {run}"
    ),
}
