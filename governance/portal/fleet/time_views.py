"""When somebody's place ends, and who answered for an agent at a moment."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from agents.selectors import ownership_by_id
from agents.services import end_ownership
from governance.portal.fleet.forms import LastDayForm
from governance.portal.fleet.owner_views import owners_page
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit


@client_page()
@require_POST
def end(request: PortalRequest, ownership_id: UUID) -> HttpResponse:
    """Let somebody's place end on a day; who follows has to accept until then."""
    held = ownership_by_id(ownership_id)
    form, by = LastDayForm(request.POST), request.visit.membership
    status = submit(form, lambda: end_ownership(held, at=form.ends, by=by))
    if status is not HTTPStatus.OK:
        return owners_page(request, held.agent, ending=form, status=status)
    name = held.membership.user.name
    told = f"{name} is {held.get_role_display()} until then. Name who follows."
    messages.success(request, told)
    slug = request.visit.client.slug
    return redirect("portal:owners", client=slug, agent_id=held.agent_id)
