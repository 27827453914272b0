"""What the events of who answers read as: see ``golden``."""

from audit.events import Event

AGENT = "Invoice agent"
_SPAN = {"since": "2026-12-01 08:00", "until": "2026-12-24 18:00"}

OF_ACCOUNTABILITY: dict[Event, tuple[dict[str, str], str]] = {
    Event.OWNER_REPLACED: (
        {"agent": AGENT, "role": "responsible owner", "owner": "Bo Lindqvist"},
        (
            "O001 success Bo Lindqvist is responsible owner of Invoice agent no "
            "longer: Ada Rossi is from now on."
        ),
    ),
    Event.OWNER_ENDS: (
        {
            "agent": AGENT,
            "role": "responsible owner",
            "owner": "Bo Lindqvist",
            "until": "2026-12-24 18:00",
        },
        (
            "O002 success Ada Rossi said that Bo Lindqvist is responsible owner of "
            "Invoice agent until 2026-12-24 18:00."
        ),
    ),
    Event.OWNER_ATTESTED: (
        {"agent": AGENT, "found": "Still mine."},
        (
            "O003 success Ada Rossi said once more that they answer for Invoice "
            "agent: “Still mine.”"
        ),
    ),
    Event.ABSENCE_PLANNED: (
        {"person": "Bo Lindqvist", **_SPAN},
        (
            "O004 success Ada Rossi said that Bo Lindqvist is away from "
            "2026-12-01 08:00 until 2026-12-24 18:00."
        ),
    ),
    Event.ABSENCE_WITHDRAWN: (
        {"person": "Bo Lindqvist", **_SPAN},
        (
            "O005 success Ada Rossi said that Bo Lindqvist is not away from "
            "2026-12-01 08:00 until 2026-12-24 18:00 after all."
        ),
    ),
    Event.HANDOVER_OPENED: (
        {"agent": AGENT, "person": "Bo Lindqvist"},
        (
            "O006 refused Invoice agent is stopped, because nobody answers for it: "
            "Bo Lindqvist is to see to it."
        ),
    ),
    Event.HANDOVER_ENDED: (
        {"agent": AGENT, "person": "Bo Lindqvist"},
        "O007 success Invoice agent may go on: Bo Lindqvist answers for it.",
    ),
}
