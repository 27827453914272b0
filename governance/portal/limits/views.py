"""The page of all limits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.portal.limits.wording import heading, shown
from governance.selectors.limits import limits_now
from tenants.portal.pages import PortalRequest, client_page


@client_page()
@require_safe
def limits(request: PortalRequest) -> HttpResponse:
    """How much of each limit is used, by whom, and until when?"""
    found = [shown(one) for one in limits_now()]
    context = {"section": "boundaries", "heading": heading(found), "limits": found}
    return render(request, "governance/limits.html", context)
