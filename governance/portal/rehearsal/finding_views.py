"""What is wrong with the drafted rules, and what is odd about them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.portal.rehearsal.wording import (
    findings_heading,
    shown_insights,
    shown_problems,
)
from governance.selectors.findings import draft_findings
from tenants.portal.pages import PortalRequest, client_page


@client_page()
@require_safe
def findings(request: PortalRequest) -> HttpResponse:
    """Can these rules be published, and do they do what was meant?"""
    found = draft_findings()
    context = {
        "section": "boundaries",
        "heading": findings_heading(found),
        "problems": shown_problems(found),
        "insights": shown_insights(found),
        "analysis": found.analysis,
        "checked": len(found.rules),
    }
    return render(request, "governance/rules_findings.html", context)
