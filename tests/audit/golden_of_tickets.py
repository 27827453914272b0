"""What the events of incident tickets read as: see ``golden``."""

from audit.events import Event

_17 = {"ticket": "17"}

OF_TICKETS: dict[Event, tuple[dict[str, str], str]] = {
    Event.TICKET_OPENED: (
        {**_17, "owner": "Bo Lindqvist", "title": "Unknown: was it paid?"},
        (
            "I001 success Ada Rossi opened ticket 17 for Bo Lindqvist: Unknown: was it "
            "paid?"
        ),
    ),
    Event.TICKET_NOTED: (
        {**_17, "text": "The bank is asked."},
        "I002 success Ada Rossi wrote on ticket 17: The bank is asked.",
    ),
    Event.TICKET_RESOLVED: (
        {**_17, "reason": "It was paid once."},
        "I003 success Ada Rossi resolved ticket 17: It was paid once.",
    ),
    Event.TICKET_ACKNOWLEDGED: (_17, "I004 success Ada Rossi acknowledged ticket 17."),
    Event.TICKET_LAPSED: (
        _17,
        (
            "I005 failed Nothing was done on ticket 17 for so long that nobody "
            "counts as having it."
        ),
    ),
    Event.TICKET_MITIGATED: (
        {**_17, "words": "The agent is halted."},
        (
            "I006 success Ada Rossi kept ticket 17 from becoming worse: The agent is "
            "halted."
        ),
    ),
    Event.TICKET_RATED: (
        {
            **_17,
            "before": "3, moderate",
            "severity": "1, critical",
            "reason": "Twice now.",
        },
        (
            "I007 success Ada Rossi changed the severity of ticket 17 from 3, "
            "moderate to 1, critical, because “Twice now.”"
        ),
    ),
    Event.TICKET_HANDED_ON: (
        {**_17, "person": "Bo Lindqvist", "reason": "I leave."},
        "I008 success Ada Rossi gave ticket 17 to Bo Lindqvist, because “I leave.”",
    ),
    Event.TICKET_OVERDUE: (_17, "I009 failed Nobody resolved ticket 17 in time."),
    Event.TICKET_TOLD: (
        {**_17, "people": "Bo Lindqvist", "step": "it was opened"},
        "I010 success Ada Rossi wrote to Bo Lindqvist about ticket 17: it was opened.",
    ),
    Event.TICKET_UNTOLD: (
        {**_17, "person": "Bo Lindqvist"},
        "I011 failed A mail to Bo Lindqvist about ticket 17 could not be sent.",
    ),
    Event.TICKET_REVIEWED: (
        {**_17, "factors": "Nobody looked at the account."},
        (
            "I012 success Ada Rossi wrote what was learnt from ticket 17. What "
            "contributed: Nobody looked at the account."
        ),
    ),
    Event.TICKET_DRAFTED: (
        {**_17, "rule": "12"},
        "I013 success Ada Rossi drafted rule 12 because of ticket 17.",
    ),
    Event.TASK_ADDED: (
        {
            **_17,
            "person": "Bo Lindqvist",
            "day": "2026-12-01",
            "task": "Ask the bank for an alarm.",
        },
        (
            "I014 success Ada Rossi had Bo Lindqvist see to something by 2026-12-01, "
            "because of ticket 17: Ask the bank for an alarm."
        ),
    ),
    Event.ATTESTED: (
        {**_17, "word": "it happened", "evidence": "It is on page 4."},
        (
            "I016 pending Ada Rossi found, on ticket 17, that it happened: It is on "
            "page 4. Another person has to find the same."
        ),
    ),
    Event.TASK_DONE: (
        {**_17, "task": "Ask the bank for an alarm."},
        "I015 success Ada Rossi did, because of ticket 17: Ask the bank for an alarm.",
    ),
}
