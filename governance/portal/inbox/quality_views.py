"""How people decide, for those who see to it that they can."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.portal.inbox.quality_wording import advice, heading, lead, line
from governance.quality import HASTY
from governance.selectors.quality import deciding
from tenants.clock import database_now
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page

DAYS = 90


@client_page(roles=(Role.ADMIN, Role.AUDITOR))
@require_safe
def quality(request: PortalRequest) -> HttpResponse:
    """Do people decide, or do they wave through?"""
    found = deciding(since=database_now() - timedelta(days=DAYS))
    context = {
        "section": "inbox",
        "heading": heading(found.whole, days=DAYS),
        "lead": lead(found.whole),
        "advice": [told for one in found.rules if (told := advice(one))],
        "rules": [
            line(one.quality, name=f"Rule {one.number}: {one.title}")
            for one in found.rules
        ],
        "hasty": int(HASTY.total_seconds()),
        "people": [
            line(one.quality, name=one.person.user.name) for one in found.people
        ],
    }
    return render(request, "governance/deciding.html", context)
