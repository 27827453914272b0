"""What every page of a client shows around its content."""

from typing import Any

from django.http import HttpRequest

from governance.selectors.attention import counts
from tenants.portal.pages import Visit


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return client, person and counts, on pages of a client only."""
    visit = getattr(request, "visit", None)
    if not isinstance(visit, Visit):
        return {}
    return {
        "client": visit.client,
        "membership": visit.membership,
        "nav": counts(visit.membership),
    }
