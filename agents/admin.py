"""Who was named, and who accepted to answer for an agent.

The agents themselves are in ``governance.admin``, which also knows what clears and
what halts them.
"""

from django.contrib import admin
from django.db.models import Q

from agents.models import OwnerRole, Ownership
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import text, when, words
from tenants.admin.filters import ByClient, one_of, question
from tenants.admin.site import site
from tenants.clock import RemitNow

_OVER = Q(until__lte=RemitNow())
_ACCEPTED = Q(accepted_at__isnull=False)


@admin.register(Ownership, site=site)
class OwnershipAdmin(LeadAdmin):
    """Who answers for what, since when?"""

    ordering = ("client__name", "agent__name", "-named_at")
    list_display = (
        text("agent__name", title="agent"),
        "client",
        text("membership__user__name", title="person"),
        "role",
        when("named_at"),
        when("accepted_at"),
        when("until"),
    )
    list_filter = (
        ByClient,
        one_of("role", OwnerRole.values),
        question(
            "state",
            {
                "accepted": _ACCEPTED & ~_OVER,
                "named only": ~_ACCEPTED & ~_OVER,
                "over": _OVER,
            },
        ),
    )
    list_select_related = ("agent", "client", "membership__user")
    search_fields = ("agent__name", "client__name", "membership__user__name")
    fields = (
        "agent",
        "client",
        "membership",
        "role",
        when("named_at"),
        words("duty"),
        when("accepted_at"),
        when("until"),
    )
