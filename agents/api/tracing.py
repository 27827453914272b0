"""Which trace a request belongs to: its ``traceparent``, as of W3C Trace Context.

https://www.w3.org/TR/trace-context/. What does not fit is ignored, as it says there:
nobody's request fails because something on its way wrote a wrong header.
"""

import re

from rest_framework.request import Request

TRACEPARENT = "traceparent"
# What version 00 consists of; later versions begin with it and may go on after a dash.
_KNOWN = re.compile(
    r"(?P<version>[0-9a-f]{2})-(?P<trace>[0-9a-f]{32})-(?P<parent>[0-9a-f]{16})"
    r"-[0-9a-f]{2}"
)


def traceparent_of(request: Request) -> str:
    """Return what version 00 knows of the header, or "" without a valid one."""
    told = request.headers.get(TRACEPARENT, "").strip(" \t")
    found = _KNOWN.match(told)
    if found is None or not _goes_on_well(found["version"], told[found.end() :]):
        return ""
    # An id of zeros is none.
    is_told = found["trace"].strip("0") and found["parent"].strip("0")
    return found[0] if is_told else ""


def _goes_on_well(version: str, rest: str) -> bool:
    if version == "ff":
        return False
    return not rest or (version != "00" and rest.startswith("-"))
