"""Writing a guardrail, or its next revision, with every revision there was."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from governance.admin.guardrails.forms import GuardrailForm
from governance.engine.differences import rule_differences
from governance.models import Guardrail, RuleStatus
from governance.selectors.boundaries import guardrail_revisions
from governance.services.boundaries import write_guardrail
from tenants.admin.reading import doer
from tenants.models import User
from tenants.portal.submitting import submit

_ROW = "row"


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision, and what it changed about the one before."""

    row: Guardrail
    differences: list[str]


def new(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Offer to write a guardrail; or write it."""
    return _written(request, site, [], doer(request))


def guardrail(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show a guardrail with its revisions; or write the next one."""
    lead = doer(request)
    found = guardrail_revisions(request.GET.get("key", ""))
    if not found:
        raise Http404
    return _written(request, site, found, lead)


def _written(
    request: HttpRequest,
    site: AdminSite,
    found: Sequence[Guardrail],
    lead: User,
) -> HttpResponse:
    newest = next(iter(found), None)
    if request.method != "POST":
        return _page(request, site, GuardrailForm(row=newest), found, HTTPStatus.OK)
    more = request.POST.get(_ROW, "")
    form = GuardrailForm(request.POST, row=newest, more=more)
    if more:
        return _page(request, site, form, found, HTTPStatus.OK)
    status = submit(form, lambda: _write(form, lead))
    if status is not HTTPStatus.OK:
        return _page(request, site, form, found, status)
    told = "It is written. It binds nobody until the guardrails are published."
    messages.success(request, told)
    return redirect("admin:governance_guardrails")


def _write(form: GuardrailForm, lead: User) -> None:
    given = form.cleaned_data
    write_guardrail(
        key=given["key"],
        title=given["title"],
        status=RuleStatus(given["status"]),
        rule=form.members(),
        by=lead,
        reason=given["why"],
        revision=given["revision"],
    )


def _page(
    request: HttpRequest,
    site: AdminSite,
    form: GuardrailForm,
    found: Sequence[Guardrail],
    status: HTTPStatus,
) -> HttpResponse:
    title = f"Guardrail “{found[0].title}”" if found else "Write a guardrail"
    context = {
        **site.each_context(request),
        "title": title,
        "form": form,
        "revisions": _revisions(found),
    }
    return TemplateResponse(request, "admin/guardrail.html", context, status=status)


def _revisions(found: Sequence[Guardrail]) -> list[Revision]:
    told = [
        Revision(after, _changed(before, after)) for after, before in pairwise(found)
    ]
    return [*told, *(Revision(first, []) for first in found[-1:])]


def _changed(before: Guardrail, after: Guardrail) -> list[str]:
    sentences = list(rule_differences(_whole(before), _whole(after)))
    if before.status != after.status:
        was, is_now = before.get_status_display(), after.get_status_display()
        sentences.append(f"In the next version it was “{was}” and is “{is_now}”.")
    return sentences


def _whole(row: Guardrail) -> dict[str, Any]:
    # What the status says is told beside: it is more than whether it observes.
    return {**row.rule, "title": row.title, "number": 0, "observe": False}
