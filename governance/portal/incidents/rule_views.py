"""Turning an incident into a boundary rule."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.engine.suggesting import suggestions
from governance.models import BoundaryRule, Effect, Ticket
from governance.portal.incidents.rule_forms import RuleFromTicketForm
from governance.selectors.tickets import ticket_by_number
from governance.services.tickets import Wanted, draft_from
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit
from tenants.selectors import groups_by_name

_ADMINS = (Role.ADMIN,)


@require_safe
@client_page(roles=_ADMINS)
def rule(request: PortalRequest, number: int) -> HttpResponse:
    """Offer to draft a rule that would have met it."""
    ticket = ticket_by_number(number)
    return _page(request, ticket, _form(request, ticket))


@require_POST
@client_page(roles=_ADMINS)
def draft(request: PortalRequest, number: int) -> HttpResponse:
    """Draft the rule, and try it on the past."""
    ticket = ticket_by_number(number, lock=True)
    form, made = _form(request, ticket), list[BoundaryRule]()

    def act() -> None:
        given = form.cleaned_data
        wanted = Wanted(
            effect=Effect(given["effect"]),
            title=given["title"],
            reason=given["reason"],
            fields=given["fields"],
            group=given["group"],
            agent=given["agent"],
        )
        made.append(draft_from(ticket, wanted, by=request.visit.membership))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, ticket_by_number(number), form, status=status)
    told = f"Rule {made[0].number} is drafted. It counts once it is published."
    messages.success(request, told)
    slug = request.visit.client.slug
    return redirect("portal:incident", client=slug, number=number)


def _form(request: PortalRequest, ticket: Ticket) -> RuleFromTicketForm:
    sent = request.POST if request.method == "POST" else None
    groups = [one.name for one in groups_by_name()]
    action = ticket.action
    offered = suggestions(action.parameters) if action else []
    return RuleFromTicketForm(sent, ticket=ticket, groups=groups, offered=offered)


def _page(
    request: PortalRequest,
    ticket: Ticket,
    form: RuleFromTicketForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "section": "incidents",
        "ticket": ticket,
        "form": form,
        # By its name it would be all the fields of the form.
        "offered": form["fields"],
    }
    return render(request, "governance/incident_rule.html", context, status=status)
