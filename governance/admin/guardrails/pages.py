"""The guardrails as they are written and as they bind, and publishing them."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from governance.admin.guardrails.forms import WhyForm
from governance.engine.differences import differences
from governance.engine.document import content_hash
from governance.selectors.boundaries import (
    guardrail_document,
    guardrail_drafts,
    guardrail_versions,
)
from governance.services.boundaries import publish_guardrails
from tenants.admin.reading import doer, reader
from tenants.portal.submitting import submit

_PAGE = "admin:governance_guardrails"


def guardrails(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show what binds every client and what may be next; or publish that."""
    lead = doer(request)
    if request.method != "POST":
        return _page(request, site, None, HTTPStatus.OK)
    form = WhyForm(request.POST)

    def act() -> None:
        given = form.cleaned_data
        publish_guardrails(by=lead, reason=given["why"], shown=given["shown"])

    status = submit(form, act)
    if status is not HTTPStatus.OK:
        return _page(request, site, form, status)
    messages.success(request, "You published the guardrails. They bind every client.")
    return redirect(_PAGE)


def version(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show one version: its rules, who published it and why, and what it changed."""
    reader(request)
    known = guardrail_versions()
    asked = request.GET.get("number", "")
    found = next((one for one in known if str(one.number) == asked), None)
    if found is None:
        raise Http404
    before = next((one for one in known if one.number < found.number), None)
    context = {
        **site.each_context(request),
        "title": f"Guardrails, version {found.number}",
        "shown": found,
        "changes": differences(before.document if before else None, found.document),
    }
    return TemplateResponse(request, "admin/guardrail_version.html", context)


def _page(
    request: HttpRequest, site: AdminSite, form: WhyForm | None, status: HTTPStatus
) -> HttpResponse:
    known, document = guardrail_versions(), guardrail_document()
    current = known[0] if known else None
    changes = differences(current.document if current else None, document)
    rows = guardrail_drafts().select_related("written_by").order_by("key")
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": "Guardrails",
        "current": current,
        "versions": known,
        "rows": rows,
        "changes": changes,
        "form": form or WhyForm(initial={"shown": content_hash(document)}),
    }
    return TemplateResponse(request, "admin/guardrails.html", context, status=status)
