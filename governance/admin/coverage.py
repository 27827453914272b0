"""What the clients' rules cover, and which of them nobody has used."""

from functools import partial

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from governance.selectors.boundaries.coverage import (
    UNUSED_DAYS,
    coverage,
    rule_uses,
)
from tenants.admin.reading import reader
from tenants.models import Client
from tenants.scoping import lead_scope


def coverage_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show for each client its version, its rules, and what no rule speaks of."""
    with lead_scope(actor=reader(request)):
        lines = coverage()
    context = {**site.each_context(request), "title": "Coverage", "lines": lines}
    return TemplateResponse(request, "admin/coverage.html", context)


def uses_view(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show how often each rule of one client was used in the last 90 days."""
    with lead_scope(actor=reader(request)):
        client = Client.objects.filter(slug=request.GET.get("client", "")).first()
        if client is None:
            raise Http404
        uses = rule_uses(client)
    context = {
        **site.each_context(request),
        "title": f"Use of the rules of {client.name}",
        "uses": uses,
        "days": UNUSED_DAYS,
    }
    return TemplateResponse(request, "admin/rule_uses.html", context)


def coverage_paths(site: AdminSite) -> list[URLPattern]:
    """Return the paths, below those of rules."""
    pages = {
        "coverage/": ("governance_coverage", coverage_view),
        "uses/": ("governance_rule_uses", uses_view),
    }
    return [
        path(where, site.admin_view(partial(view, site=site)), name=name)
        for where, (name, view) in pages.items()
    ]
