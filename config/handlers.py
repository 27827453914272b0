"""Django's last words, for people as pages and for programs as problem+json.

Reached by what no view answers: a path that does not exist, a host that is not ours, a
request that is no request, an error that nobody foresaw. And the API's page to read,
whose refusals are a program's too.
"""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from config.problems import is_api, problem


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read; which part of it is not repeated."""
    if is_api(request):
        detail = "The request cannot be read: its host, path, query or encoding."
        return problem(HTTPStatus.BAD_REQUEST, "bad_request", detail)
    return defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what somebody may not do."""
    if is_api(request):
        detail = "This is not allowed."
        return problem(HTTPStatus.FORBIDDEN, "not_allowed", detail)
    return defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a path that does not exist."""
    if is_api(request):
        return nothing_here(request)
    return defaults.page_not_found(request, exception)


# By any method and without a token: there is nothing that could be forged.
@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer a path under the API that does not exist."""
    detail = "There is nothing at this path."
    return problem(HTTPStatus.NOT_FOUND, "not_found", detail)


# Read alone, so there is nothing that could be forged.
@csrf_exempt
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show the API to people; refuse every other method as the API does."""
    if request.method in {"GET", "HEAD"}:
        return render(request, "api_docs.html")
    detail = "This page is only read: use GET."
    refused = problem(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed", detail)
    refused.headers["Allow"] = "GET, HEAD"
    return refused


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after an error that nobody foresaw: the log has it, the answer has not."""
    if is_api(request):
        detail = "Something went wrong here. It is on record."
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", detail)
    return defaults.server_error(request)
