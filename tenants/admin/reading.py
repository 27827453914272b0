"""Who may read and act in the admin, and that a page is complete in its scope."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from tenants.models import User
from tenants.scoping import Actor
from tenants.selectors import person

_READING = {"GET", "HEAD"}


def reader(request: HttpRequest) -> Actor:
    """Return the governance lead who reads.

    Raises:
        PermissionDenied: it is nobody of the kind, or more than reading is asked.
    """
    return person(_lead(request, _READING))


def doer(request: HttpRequest) -> User:
    """Return the governance lead who reads a form or sends it.

    Raises:
        PermissionDenied: it is nobody of the kind, or something else is asked.
    """
    return _lead(request, {*_READING, "POST"})


def rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Return the response with its template rendered, while the scope is open."""
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response


def _lead(request: HttpRequest, methods: Collection[str]) -> User:
    user = request.user
    if request.method not in methods:
        raise PermissionDenied
    if not isinstance(user, User) or not user.is_staff:
        raise PermissionDenied
    return user
