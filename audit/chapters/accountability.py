"""The sentences of who answers for what, and when: see ``audit.catalogue``."""

from audit.chapters.shape import Entry, Outcome
from audit.events import Event

_DONE = Outcome.SUCCESS

ACCOUNTABILITY: dict[Event, Entry] = {
    Event.OWNER_REPLACED: Entry(
        "O001", _DONE, "{owner} is {role} of {agent} no longer: {actor} is from now on."
    ),
    Event.OWNER_ENDS: Entry(
        "O002", _DONE, "{actor} said that {owner} is {role} of {agent} until {until}."
    ),
    Event.OWNER_ATTESTED: Entry(
        "O003", _DONE, "{actor} said once more that they answer for {agent}: “{found}”"
    ),
    Event.ABSENCE_PLANNED: Entry(
        "O004", _DONE, "{actor} said that {person} is away from {since} until {until}."
    ),
    Event.ABSENCE_WITHDRAWN: Entry(
        "O005",
        _DONE,
        "{actor} said that {person} is not away from {since} until {until} after all.",
    ),
    Event.HANDOVER_OPENED: Entry(
        "O006",
        Outcome.REFUSED,
        "{agent} is stopped, because nobody answers for it: {person} is to see to it.",
    ),
    Event.HANDOVER_ENDED: Entry(
        "O007", _DONE, "{agent} may go on: {person} answers for it."
    ),
}
