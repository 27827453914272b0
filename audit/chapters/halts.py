"""Sentences about what was stopped, and let go again."""

from audit.chapters.shape import Entry, Outcome
from audit.events import Event

_DONE = Outcome.SUCCESS

HALTS: dict[Event, Entry] = {
    Event.HALT_SET: Entry("H001", _DONE, "{actor} halted {what}, because “{reason}”"),
    Event.HALT_LIFTED: Entry(
        "H002", _DONE, "{actor} lifted the halt of {what}, because “{reason}”"
    ),
    Event.HALT_LIFT_ASKED: Entry(
        "H003",
        _DONE,
        "{actor} asked that the halt of {what} be lifted by another person, because "
        "“{reason}”",
    ),
    Event.LIFTER_SET: Entry(
        "H004", _DONE, "{actor} said that from now on {lifter} lifts a halt."
    ),
}
