"""How well incidents are seen to, in figures."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.portal.halts.wording import spell
from governance.selectors.ticket_numbers import DAYS, Rated, ticket_numbers
from tenants.models import Role
from tenants.portal.pages import PortalRequest, client_page

_WHO = (Role.ADMIN, Role.OPERATOR, Role.AUDITOR)


@require_safe
@client_page(roles=_WHO)
def numbers(request: PortalRequest) -> HttpResponse:
    """Show how fast, how late, how settled, and how often again."""
    found = ticket_numbers()
    context = {
        "section": "incidents",
        "found": found,
        "days": DAYS,
        "detect": _spelt(found.detect),
        "lines": [_line(one) for one in found.rated],
        "settled": list(found.settled.items()),
    }
    return render(request, "governance/incident_numbers.html", context)


def _line(one: Rated) -> dict[str, Any]:
    return {
        "severity": one.severity.wording,
        "count": one.count,
        "acknowledge": _spelt(one.acknowledge),
        "late_acknowledged": one.late_acknowledged,
        "resolve": _spelt(one.resolve),
        "late_resolved": one.late_resolved,
    }


def _spelt(span: timedelta | None) -> str:
    return "none" if span is None else spell(span)
