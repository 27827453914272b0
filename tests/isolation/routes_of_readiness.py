"""The routes of processes and their readiness, as what ``routes.Call`` is made of."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.cast import PASSWORD

_SOON = str((datetime.now(UTC) + timedelta(days=30)).date())
TITLE = "Petty cash"
_ASKED = "questionnaires/<uuid:questionnaire_id>/"
_ONE = "workflows/<uuid:workflow_id>/"
_DRAFT = f"{_ONE}draft/"
_AGENT = {"agent": "agent_id"}
_FOUND = {"found": "Nothing has changed.", "days": "30"}
_STEP = {
    "seen": "1",
    "title": "Read it",
    "failures-TOTAL_FORMS": "0",
    "failures-INITIAL_FORMS": "0",
    "ways-TOTAL_FORMS": "0",
    "ways-INITIAL_FORMS": "0",
}
_GAP = {"check": "recovery.drill", "about": "", "reason": "Planned.", "until": _SOON}


def _posts(**body: str) -> dict[str, Any]:
    return {"method": "POST", "body": body}


OF_READINESS: dict[str, dict[str, Any]] = {
    "workflows/": {},
    _ONE: {"query": {"version": "number"}},
    f"{_ONE}differences/": {"query": {"old": "number", "new": "number"}},
    f"{_ONE}readiness/": {"query": _AGENT},
    f"{_ONE}roles/": {"query": _AGENT},
    f"{_ONE}waive/": {**_posts(**_GAP), "refers": _AGENT},
    "waivers/<uuid:waiver_id>/withdraw/": _posts(),
    f"{_ONE}drill/": {**_posts(), "refers": _AGENT},
    "drills/<uuid:drill_id>/": {},
    "drills/<uuid:drill_id>/answer/": _posts(),
    "workflows/new/": {},
    "workflows/start/": _posts(title=TITLE),
    _DRAFT: {},
    f"{_DRAFT}begin/": _posts(),
    f"{_DRAFT}step/": {"query": {"key": "step"}},
    f"{_DRAFT}write/": _posts(**_STEP),
    f"{_DRAFT}move/": _posts(seen="1", key="read", by="1"),
    f"{_DRAFT}remove/": _posts(seen="1", key="read"),
    f"{_DRAFT}publish/": _posts(seen="1"),
    f"{_DRAFT}discard/": _posts(seen="1"),
    "questionnaires/": {},
    "questionnaires/start/": _posts(title=TITLE),
    _ASKED: {},
    f"{_ASKED}answer/": _posts(seen="1", owner="yes"),
    f"{_ASKED}report/": {},
    "reviews/": {},
    "reviews/boundaries/": _posts(**_FOUND),
    "reviews/clearances/<uuid:clearance_id>/": _posts(**_FOUND),
    "reviews/owners/<uuid:ownership_id>/": _posts(**_FOUND, password=PASSWORD),
    "reviews/policy/": _posts(grace_days="14", kept_days="3650"),
}
