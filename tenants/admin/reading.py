"""Who may read in the admin, and that a page is complete before its scope closes."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from tenants.models import User
from tenants.scoping import Actor
from tenants.selectors import person


def reader(request: HttpRequest) -> Actor:
    """Return the governance lead who reads.

    Raises:
        PermissionDenied: it is nobody of the kind, or more than reading is asked.
    """
    user = request.user
    if request.method not in {"GET", "HEAD"}:
        raise PermissionDenied
    if not isinstance(user, User) or not user.is_staff:
        raise PermissionDenied
    return person(user)


def rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Return the response with its template rendered, while the scope is open."""
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response
