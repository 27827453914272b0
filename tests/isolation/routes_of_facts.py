"""The routes of facts, as what ``routes.Call`` is made of."""

from datetime import UTC, datetime, timedelta
from typing import Any

_SOON = str((datetime.now(UTC) + timedelta(days=30)).date())
_ONE = "facts/<uuid:register_id>/"
_RECORD = "facts/records/<uuid:record_id>/"
_UPLOAD = "facts/uploads/<uuid:upload_id>/"


def _posts(**body: str) -> dict[str, Any]:
    return {"method": "POST", "body": body}


OF_FACTS: dict[str, dict[str, Any]] = {
    "facts/": {},
    "facts/new/": {},
    "facts/create/": _posts(title="Cities", name="cities"),
    _ONE: {"query": {"q": "client", "page": "number"}},
    f"{_ONE}settings/": {},
    f"{_ONE}change/": _posts(title="Renamed"),
    f"{_ONE}upload/": _posts(text="id,name\nU-1,Uma"),
    f"{_ONE}new/": {},
    f"{_ONE}add/": _posts(key="A-1", more="zip: 20095"),
    f"{_ONE}keys/": {},
    f"{_ONE}keys/issue/": _posts(name="ERP", expires=_SOON, issued="0"),
    "facts/keys/<uuid:feed_id>/revoke/": _posts(reason="It leaked."),
    _RECORD: {},
    f"{_RECORD}change/": _posts(more="zip: 1", sure="yes"),
    f"{_RECORD}remove/": _posts(sure="yes"),
    _UPLOAD: {},
    f"{_UPLOAD}apply/": _posts(sure="yes"),
}
