"""Sentences about incident tickets: who has one, what was done, what was learnt."""

from audit.chapters.shape import Entry, Outcome
from audit.events import Event

_DONE = Outcome.SUCCESS

TICKETS: dict[Event, Entry] = {
    Event.TICKET_OPENED: Entry(
        "I001", _DONE, "{actor} opened ticket {ticket} for {owner}: {title}"
    ),
    Event.TICKET_NOTED: Entry(
        "I002", _DONE, "{actor} wrote on ticket {ticket}: {text}"
    ),
    Event.TICKET_RESOLVED: Entry(
        "I003", _DONE, "{actor} resolved ticket {ticket}: {reason}"
    ),
    Event.TICKET_ACKNOWLEDGED: Entry(
        "I004", _DONE, "{actor} acknowledged ticket {ticket}."
    ),
    Event.TICKET_LAPSED: Entry(
        "I005",
        Outcome.FAILED,
        "Nothing was done on ticket {ticket} for so long that nobody counts as having "
        "it.",
    ),
    Event.TICKET_MITIGATED: Entry(
        "I006", _DONE, "{actor} kept ticket {ticket} from becoming worse: {words}"
    ),
    Event.TICKET_RATED: Entry(
        "I007",
        _DONE,
        "{actor} changed the severity of ticket {ticket} from {before} to {severity}, "
        "because “{reason}”",
    ),
    Event.TICKET_HANDED_ON: Entry(
        "I008", _DONE, "{actor} gave ticket {ticket} to {person}, because “{reason}”"
    ),
    Event.TICKET_OVERDUE: Entry(
        "I009", Outcome.FAILED, "Nobody resolved ticket {ticket} in time."
    ),
    Event.TICKET_TOLD: Entry(
        "I010", _DONE, "{actor} wrote to {people} about ticket {ticket}: {step}."
    ),
    Event.TICKET_UNTOLD: Entry(
        "I011",
        Outcome.FAILED,
        "A mail to {person} about ticket {ticket} could not be sent.",
    ),
    Event.TICKET_REVIEWED: Entry(
        "I012",
        _DONE,
        "{actor} wrote what was learnt from ticket {ticket}. What contributed: "
        "{factors}",
    ),
    Event.TICKET_DRAFTED: Entry(
        "I013", _DONE, "{actor} drafted rule {rule} because of ticket {ticket}."
    ),
    Event.TASK_ADDED: Entry(
        "I014",
        _DONE,
        "{actor} had {person} see to something by {day}, because of ticket {ticket}: "
        "{task}",
    ),
    Event.TASK_DONE: Entry(
        "I015", _DONE, "{actor} did, because of ticket {ticket}: {task}"
    ),
    Event.ATTESTED: Entry(
        "I016",
        Outcome.PENDING,
        "{actor} found, on ticket {ticket}, that {word}: {evidence} Another person has "
        "to find the same.",
    ),
}
