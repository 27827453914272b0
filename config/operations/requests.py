"""Every request gets a number, a line in the log, and its place in the metrics."""

import logging
import re
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from config.operations.logs import request_id
from tenants.identifiers import uuid7

HEADER = "X-Request-ID"
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

logger = logging.getLogger("remit.requests")
Respond = Callable[[HttpRequest], HttpResponse]

seconds = Histogram(
    "remit_http_request_seconds",
    "How long requests took, by route and status.",
    ["method", "route", "status"],
    # A waiting agent is answered after 25 seconds at most.
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def counted(respond: Respond) -> Respond:
    """Number, time and log each request.

    The path is told as its route: what stands in its place may be a secret, such
    as a link from a mail. So may the query, which is not told at all.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        number = _number(request)
        held = request_id.set(number)
        began = time.perf_counter()
        try:
            response = respond(request)
            _tell(request, response, time.perf_counter() - began)
        finally:
            request_id.reset(held)
        response.headers[HEADER] = number
        return response

    return middleware


def _number(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    return given if _ACCEPTED.fullmatch(given) else str(uuid7())


def _tell(request: HttpRequest, response: HttpResponse, took: float) -> None:
    method = request.method if request.method in _METHODS else "other"
    match = request.resolver_match
    route = f"/{match.route}" if match else "nothing"
    seconds.labels(method, route, response.status_code).observe(took)
    told = (method, route, response.status_code, took * 1000)
    logger.info("%s %s %d %.0f ms", *told)
