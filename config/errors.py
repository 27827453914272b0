"""What goes wrong in a call of the API, as an answer."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404
from psycopg import errors as database
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from config.problems import CONTENT_TYPE, Errors, body_of
from tenants.errors import DomainError
from tenants.portal.statuses import status_of

logger = logging.getLogger(__name__)

_AGAIN = "Retry-After"


def problem_response(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer for an error, or None for one that nobody foresaw (500)."""
    made = _from_domain(exc) or _from_database(exc)
    if made is not None:
        set_rollback()
        return made
    answer = exception_handler(exc, context)
    return None if answer is None else _from_framework(exc, answer)


def _from_domain(exc: Exception) -> Response | None:
    if not isinstance(exc, DomainError):
        return None
    status = status_of(exc)
    again = 1 if status is HTTPStatus.SERVICE_UNAVAILABLE else None
    return _problem(status, exc.code, exc.message, _field_errors(exc), again=again)


def _from_database(exc: Exception) -> Response | None:
    if isinstance(exc, DataError):
        # Every field has its bounds at the door: whichever let this in lacks one.
        logger.error("A value reached the database that it cannot hold", exc_info=exc)
        return _problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "unstorable",
            "A text is too long, or a number too large, to be kept.",
        )
    if not isinstance(exc, OperationalError | InterfaceError):
        return None
    if isinstance(exc.__cause__, database.LockNotAvailable):
        return _problem(
            HTTPStatus.CONFLICT,
            "in_progress",
            "The same thing is being worked on now: try again in a moment.",
            again=1,
        )
    logger.warning("The database did not answer in time", exc_info=exc)
    return _problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "unavailable",
        "The database does not answer in time; nothing was done. Try again.",
        again=2,
    )


def _from_framework(exc: Exception, answer: Response) -> Response:
    status = HTTPStatus(answer.status_code)
    if isinstance(exc, ValidationError):
        errors = _flatten(exc.detail)
        made = _problem(status, "invalid", "Some fields are not acceptable.", errors)
    elif isinstance(exc, APIException):
        code = str(getattr(exc.detail, "code", exc.default_code))
        again = getattr(exc, "retry_after", None)
        made = _problem(status, code, str(exc.detail), again=again)
    else:
        named = {Http404: "not_found", PermissionDenied: "not_allowed"}
        made = _problem(status, named.get(type(exc), "refused"), status.phrase)
    if "WWW-Authenticate" in answer.headers:
        made.headers["WWW-Authenticate"] = answer.headers["WWW-Authenticate"]
    return made


def _problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    errors: Errors = (),
    *,
    again: int | None = None,
) -> Response:
    return Response(
        body_of(status, code, detail, errors),
        status=status,
        content_type=CONTENT_TYPE,
        headers=None if again is None else {_AGAIN: str(again)},
    )


def _field_errors(error: DomainError) -> list[dict[str, str]]:
    return [{"field": error.field, "detail": error.message}] if error.field else []


def _flatten(detail: Any, path: str = "") -> list[dict[str, str]]:
    if isinstance(detail, Mapping):
        parts = [(f"{path}.{name}".lstrip("."), part) for name, part in detail.items()]
        return [error for name, part in parts for error in _flatten(part, name)]
    if isinstance(detail, list):
        return [error for part in detail for error in _flatten(part, path)]
    return [{"field": path.replace(".non_field_errors", ""), "detail": str(detail)}]
