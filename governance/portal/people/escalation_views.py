"""Who is told of what waits for a group, and when: read on its page, written here."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.escalation import USUAL
from governance.portal.people.escalation_forms import EscalationForm
from governance.portal.people.views import ADMINS
from governance.selectors.escalation import newest_escalation
from governance.services.escalating import write_escalation
from tenants.models import Group
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import active_people, group_by_id, groups_by_name


@client_page(roles=ADMINS)
@require_safe
def page(request: PortalRequest, group_id: UUID) -> HttpResponse:
    """Show the steps as they are written, to write them anew."""
    group = group_by_id(group_id)
    return _page(request, group, _form(group))


@client_page(roles=ADMINS)
@require_POST
def write(request: PortalRequest, group_id: UUID) -> HttpResponse:
    """Write the steps; they count for what is asked from now on."""
    group = group_by_id(group_id)
    form, by = _form(group, request.POST), request.visit.membership

    def act() -> None:
        seen = form.cleaned_data["seen"]
        write_escalation(group, steps=form.steps, seen=seen, by=by)

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, group, form, status)
    messages.success(request, "Written. It counts for what is asked from now on.")
    slug = request.visit.client.slug
    return redirect("portal:group", client=slug, group_id=group_id)


def _form(group: Group, typed: QueryDict | None = None) -> EscalationForm:
    newest = newest_escalation(group.id)
    return EscalationForm(
        typed,
        group=group,
        people=list(active_people()),
        groups=list(groups_by_name()),
        steps=newest.read if newest else USUAL,
        seen=newest.number if newest else 0,
    )


def _page(
    request: PortalRequest,
    group: Group,
    form: EscalationForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "section": "people",
        "group": group,
        "form": form,
        "problems": form.non_field_errors(),
    }
    return render(request, "governance/escalation.html", context, status=status)
