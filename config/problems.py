"""An error as the API says it: problem+json (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

CONTENT_TYPE = "application/problem+json"
# What repeats the input must not become larger than it.
_MOST_ERRORS = 20
_LONGEST_DETAIL = 500

Errors = Sequence[dict[str, str]]


def is_api(request: HttpRequest) -> bool:
    """Return whether whoever asks is a program, and reads no pages."""
    return request.path_info.startswith("/api/")


def body_of(
    status: HTTPStatus, code: str, detail: str, errors: Errors = ()
) -> dict[str, Any]:
    """Return a problem's members; ``errors`` name the fields: of many, the first."""
    body: dict[str, Any] = {
        "type": f"urn:remit:problem:{code}",
        "title": status.phrase,
        "status": int(status),
        "detail": shortened(detail),
    }
    named = [{**one, "detail": shortened(one["detail"])} for one in errors]
    return body | ({"errors": named[:_MOST_ERRORS]} if named else {})


def problem(status: HTTPStatus, code: str, detail: str) -> JsonResponse:
    """Return a problem, where no view of the API has been reached."""
    return JsonResponse(
        body_of(status, code, detail), status=status, content_type=CONTENT_TYPE
    )


def shortened(text: str) -> str:
    """Return a text that somebody may have sent, at most so long as people read."""
    return text if len(text) <= _LONGEST_DETAIL else f"{text[:_LONGEST_DETAIL]}…"
