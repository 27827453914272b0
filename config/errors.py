"""What goes wrong, as an answer: problem+json (RFC 9457) for the API."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from psycopg import errors as database
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from tenants.errors import DomainError
from tenants.portal.statuses import status_of

CONTENT_TYPE = "application/problem+json"


def problem_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer for an error, or None for one that nobody foresaw (500)."""
    if isinstance(exc, DomainError):
        set_rollback()
        return _problem(status_of(exc), exc.code, exc.message, _field_errors(exc))
    if isinstance(exc, OperationalError) and isinstance(
        exc.__cause__, database.LockNotAvailable
    ):
        set_rollback()
        return _problem(
            HTTPStatus.CONFLICT,
            "in_progress",
            "The same thing is being worked on now: try again in a moment.",
        )
    answer = exception_handler(exc, context)
    return None if answer is None else _from_framework(exc, answer)


def not_found(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - a view
    """Answer a path under the API that does not exist."""
    return JsonResponse(
        _body(HTTPStatus.NOT_FOUND, "not_found", "There is nothing at this path.", []),
        status=HTTPStatus.NOT_FOUND,
        content_type=CONTENT_TYPE,
    )


def _from_framework(exc: Exception, answer: Response) -> Response:
    status = HTTPStatus(answer.status_code)
    if isinstance(exc, ValidationError):
        errors = _flatten(exc.detail)
        made = _problem(status, "invalid", "Some fields are not acceptable.", errors)
    elif isinstance(exc, APIException):
        code = str(getattr(exc.detail, "code", exc.default_code))
        made = _problem(status, code, str(exc.detail))
    else:
        named = {Http404: "not_found", PermissionDenied: "not_allowed"}
        made = _problem(status, named.get(type(exc), "refused"), status.phrase)
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in answer.headers:
            made.headers[name] = answer.headers[name]
    return made


def _problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    return Response(
        _body(status, code, detail, errors or []),
        status=status,
        content_type=CONTENT_TYPE,
    )


def _body(
    status: HTTPStatus, code: str, detail: str, errors: list[dict[str, str]]
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": f"urn:remit:problem:{code}",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
    }
    return body | ({"errors": errors} if errors else {})


def _field_errors(error: DomainError) -> list[dict[str, str]]:
    return [{"field": error.field, "detail": error.message}] if error.field else []


def _flatten(detail: Any, path: str = "") -> list[dict[str, str]]:
    if isinstance(detail, Mapping):
        parts = [(f"{path}.{name}".lstrip("."), part) for name, part in detail.items()]
        return [error for name, part in parts for error in _flatten(part, name)]
    if isinstance(detail, list):
        return [error for part in detail for error in _flatten(part, path)]
    return [{"field": path.replace(".non_field_errors", ""), "detail": str(detail)}]
