"""What the pages of facts have in common: who may do what, and the way back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from tenants.models import Role
from tenants.portal.pages import PortalRequest

# Records may hold accounts and names: who only answers checkpoints sees in each what
# the platform looked up, and no more.
MAY_READ = (Role.ADMIN, Role.OPERATOR, Role.AUDITOR)
MAY_WRITE = (Role.ADMIN,)


def context_of(request: PortalRequest, **more: Any) -> dict[str, Any]:
    """Return what every page of facts shows around its own."""
    may = request.visit.membership.role in MAY_WRITE
    return {"section": "facts", "may": may, **more}


def to_register(request: PortalRequest, register_id: UUID) -> HttpResponse:
    """Go to a register's page."""
    slug = request.visit.client.slug
    return redirect("portal:register", client=slug, register_id=register_id)
