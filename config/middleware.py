"""What is refused of every request, and which content policy goes with an answer."""

import re
from collections.abc import Callable
from http import HTTPStatus

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from config.problems import is_api, problem

# The admin's theme runs Alpine, which evaluates expressions, and sets styles
# inline. Agents' and clients' words are shown there as text like anywhere else.
_ADMIN_PREFIX = "/admin/"
_ADMIN_ALLOWS = {
    "script-src": ["'unsafe-eval'", "'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
}

_SESSION_KEY = re.compile(r"[a-z0-9]{1,40}")
Respond = Callable[[HttpRequest], HttpResponse]


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; a looser one on the admin alone."""

    def get_policy_parts(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        report_only: bool = False,  # noqa: FBT001, FBT002 - the base class says so
    ) -> PolicyParts:
        """Return the parts of the policy for one answer."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(_ADMIN_PREFIX) and not report_only:
            parts.update = (parts.update or {}) | _ADMIN_ALLOWS
        return parts


def readable_requests(respond: Respond) -> Respond:
    """Refuse requests that could be read in more than one way, or not stored."""

    def middleware(request: HttpRequest) -> HttpResponse:
        _refuse_characters(request)
        _forget_forged_session(request)
        if is_api(request):
            return _refusal_of_body(request) or respond(request)
        return respond(request)

    return middleware


def _refuse_characters(request: HttpRequest) -> None:
    # Other character sets, chosen by the sender, decode to halves of characters.
    if (request.encoding or "utf-8").lower() not in {"utf-8", "utf8"}:
        raise BadRequest("another character set than UTF-8")
    # PostgreSQL's texts hold no NUL, so no question can be about one.
    if "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest("a NUL in the query")


def _forget_forged_session(request: HttpRequest) -> None:
    # A quoted cookie may hold any character, and the key goes to the database.
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if key is not None and not _SESSION_KEY.fullmatch(key):
        del request.COOKIES[settings.SESSION_COOKIE_NAME]


def _refusal_of_body(request: HttpRequest) -> HttpResponse | None:
    if "Transfer-Encoding" in request.headers:
        detail = "Send Content-Length: a body in chunks is not read."
        return problem(HTTPStatus.LENGTH_REQUIRED, "length_required", detail)
    if request.headers.get("Content-Encoding", "identity") != "identity":
        detail = "Send the body as it is: a compressed one is not read."
        unsupported = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        return problem(unsupported, "unsupported_content_encoding", detail)
    return None
