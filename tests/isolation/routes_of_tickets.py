"""The routes of incident tickets, as what ``routes.Call`` is made of."""

from datetime import UTC, datetime, timedelta
from typing import Any

_ONE = "incidents/<int:number>/"
_SOON = str((datetime.now(UTC) + timedelta(days=30)).date())
_REASON = {"reason": "The supplier was called."}
_SEEN = {"evidence": "Seen in the bank's own list.", "happened": "yes"}
_WRONG = {"title": "A supplier called", "found": "It was paid twice.", "severity": "3"}
_LEARNT = {"happened": "It was paid twice.", "factors": "Nobody looked."}
_RULE = {
    **_REASON,
    "title": "Never again",
    "effect": "deny",
    "fields": "parameters.invoice",
}
_PAGED = {"before": "number", "after": "number"}


def _posts(**body: str) -> dict[str, Any]:
    return {"method": "POST", "body": body}


OF_TICKETS: dict[str, dict[str, Any]] = {
    "incidents/": {"query": _PAGED},
    "incidents/numbers/": {},
    "incidents/new/": {},
    "incidents/report/": {
        **_posts(**_WRONG),
        "refers": {"owner": "membership_id", "run": "number"},
    },
    _ONE: {},
    f"{_ONE}file/": {},
    f"{_ONE}rule/": {},
    f"{_ONE}draft/": {**_posts(**_RULE), "refers": {"agent": "agent_id"}},
    f"{_ONE}acknowledge/": _posts(),
    f"{_ONE}note/": _posts(text="The bank is asked."),
    f"{_ONE}attest/": _posts(**_SEEN),
    f"{_ONE}mitigate/": _posts(words="The agent is halted."),
    f"{_ONE}resolve/": _posts(resolution="It was paid once."),
    f"{_ONE}severity/": _posts(**_REASON, severity="2"),
    f"{_ONE}hand-on/": {**_posts(**_REASON), "refers": {"to": "to_id"}},
    f"{_ONE}duplicate/": {**_posts(), "refers": {"of": "other_number"}},
    f"{_ONE}task/": {
        **_posts(text="Ask the bank.", due_on=_SOON),
        "refers": {"owner": "membership_id"},
    },
    f"{_ONE}task-done/": {**_posts(), "refers": {"task": "task_id"}},
    f"{_ONE}review/": _posts(**_LEARNT),
}
