"""The sentences of who people are and how they are reached: see ``audit.catalogue``."""

from audit.chapters.shape import Entry, Outcome
from audit.events import Event

_DONE = Outcome.SUCCESS

ACCOUNTS: dict[Event, Entry] = {
    Event.SECOND_FACTOR_SET: Entry("T019", _DONE, "{person} set up a second factor."),
    Event.SECOND_FACTOR_REMOVED: Entry(
        "T020", _DONE, "{actor} removed the second factor of {person}."
    ),
    Event.RECOVERY_CODES_RENEWED: Entry(
        "T021", _DONE, "{person} made new recovery codes."
    ),
    Event.DELEGATED: Entry(
        "T024",
        _DONE,
        "{actor} had {to} answer in the place of {person} from {since} until {until}.",
    ),
    Event.DELEGATION_WITHDRAWN: Entry(
        "T025",
        _DONE,
        "{actor} let {person} answer again, in whose place {to} was to answer from "
        "{since} until {until}.",
    ),
    Event.SUPPORT_OPENED: Entry(
        "T030",
        _DONE,
        "{lead}, governance lead, may look in for {span}, because “{reason}”",
    ),
    Event.SUPPORT_ENDED: Entry(
        "T031", _DONE, "{actor} had {lead}, governance lead, look in no longer."
    ),
    Event.HOURS_SET: Entry(
        "T026",
        _DONE,
        "{actor} set the working hours: {hours}, with {holidays}.",
    ),
    Event.GROUP_IN_HOURS: Entry(
        "T027",
        _DONE,
        "{actor} had the time of {group} to answer count only in working hours.",
    ),
    Event.GROUP_ANY_TIME: Entry(
        "T028",
        _DONE,
        "{actor} had the time of {group} to answer count around the clock.",
    ),
    Event.ESCALATION_WRITTEN: Entry(
        "T029",
        _DONE,
        "{actor} wrote who is told of what {group} has to decide. {steps}",
    ),
    Event.SECOND_FACTOR_DEMANDED: Entry(
        "T022", _DONE, "{actor} demanded a second factor of whoever may decide here."
    ),
    Event.SECOND_FACTOR_WAIVED: Entry(
        "T023", _DONE, "{actor} stopped demanding a second factor here."
    ),
}
