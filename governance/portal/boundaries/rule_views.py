"""Writing a rule, changing it, and saying what it will be in the next version."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from governance.models import BoundaryRule, RuleStatus
from governance.portal.boundaries.forms import StatusForm
from governance.portal.boundaries.pages import ADMINS, may_write, problems_of
from governance.portal.boundaries.rule_forms import Choices, RuleForm
from governance.portal.boundaries.wording import STATUSES
from governance.selectors.boundaries import (
    LATELY_DAYS,
    Nameable,
    nameable,
    part_of_rule,
    rule_by_id,
)
from governance.selectors.lessons import ticket_of_rule
from governance.services.boundaries import change_rule, draft_rule, set_rule_status
from tenants.portal.pages import PortalRequest, client_page
from tenants.portal.submitting import submit

_ROW = "row"


@client_page(roles=ADMINS)
@require_safe
def new(request: PortalRequest) -> HttpResponse:
    """Offer to write a rule."""
    known = nameable()
    return _page(request, known, RuleForm(choices=_choices(known)))


@client_page(roles=ADMINS)
@require_POST
def write(request: PortalRequest) -> HttpResponse:
    """Write a rule, or show one more row for a condition."""
    known = nameable()
    more = request.POST.get(_ROW, "")
    form = RuleForm(request.POST, choices=_choices(known), more=more)
    if more:
        return _page(request, known, form)
    made: list[BoundaryRule] = []

    def act() -> None:
        given = form.cleaned_data
        named = {name: given[name] for name in ("key", "title")}
        status = RuleStatus(given["status"])
        made.append(draft_rule(**named, status=status, **form.members()))

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, known, form, status=status)
    told = f"Rule {made[0].number} is written. Nothing changes until it is published."
    messages.success(request, told)
    return redirect("portal:boundaries", client=request.visit.client.slug)


@client_page()
@require_safe
def rule(request: PortalRequest, rule_id: UUID) -> HttpResponse:
    """What does this rule say, and what will it be in the next version?"""
    found, known = rule_by_id(rule_id), nameable()
    return _page(request, known, RuleForm(choices=_choices(known), rule=found), found)


@client_page(roles=ADMINS)
@require_POST
def change(request: PortalRequest, rule_id: UUID) -> HttpResponse:
    """Change what a rule says, or show one more row for a condition."""
    found, known = rule_by_id(rule_id), nameable()
    more = request.POST.get(_ROW, "")
    form = RuleForm(request.POST, choices=_choices(known), rule=found, more=more)
    if more:
        return _page(request, known, form, found)

    def act() -> None:
        change_rule(found, title=form.cleaned_data["title"], **form.members())

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, known, form, found, status=status)
    told = f"Rule {found.number} is changed. Nothing changes until it is published."
    messages.success(request, told)
    return _back(request, rule_id)


@client_page(roles=ADMINS)
@require_POST
def status(request: PortalRequest, rule_id: UUID) -> HttpResponse:
    """Say what a rule will be in the next version."""
    found, form = rule_by_id(rule_id), StatusForm(request.POST)

    def act() -> None:
        set_rule_status(found, status=form.chosen)

    answered = submit(form, act)
    if answered is not HTTPStatus.OK:
        known = nameable()
        shown = RuleForm(choices=_choices(known), rule=found)
        return _page(request, known, shown, found, answered, problems_of(form))
    told = f"In the next version, rule {found.number} is: {form.chosen.label}."
    messages.success(request, told)
    return _back(request, rule_id)


def _choices(known: Nameable) -> Choices:
    return Choices(known.agents, known.groups, known.lists)


def _back(request: PortalRequest, rule_id: UUID) -> HttpResponse:
    slug = request.visit.client.slug
    return redirect("portal:boundary-rule", client=slug, rule_id=rule_id)


def _page(
    request: PortalRequest,
    known: Nameable,
    form: RuleForm,
    found: BoundaryRule | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    problems: list[str] | None = None,
) -> HttpResponse:
    now = RuleStatus(found.status) if found else RuleStatus.DRAFT
    context = {
        "section": "boundaries",
        "form": form,
        "known": known,
        "rule": found,
        "shade": STATUSES[now][0],
        "word": STATUSES[now][1],
        "others": [one for one in RuleStatus if one is not now],
        "may": may_write(request),
        "part": part_of_rule(found.key) if found else None,
        "lately": LATELY_DAYS,
        "incident": ticket_of_rule(found.key) if found else None,
        "problems": problems or [],
    }
    return render(request, "governance/boundaries_rule.html", context, status=status)
