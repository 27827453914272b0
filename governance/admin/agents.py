"""Agents across clients: who answers for them, and may they act?"""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import HttpRequest

from agents.models import Agent
from agents.selectors import answering
from governance.models import Clearance, Halt, HaltScope
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import alarm, column, text, when, words
from tenants.admin.filters import ByClient, question
from tenants.admin.site import site
from tenants.clock import RemitNow

_REVOKED = Q(revoked_at__isnull=False)
_LIVE = ~_REVOKED & Q(signed_at__lte=RemitNow(), expires_at__gt=RemitNow())


@admin.register(Agent, site=site)
class AgentAdmin(LeadAdmin):
    """Who answers for each agent, until when is it cleared, is it halted?"""

    known_by = "name"
    ordering = ("client__name", "name")
    list_display = (
        "name",
        "client",
        text("owner", title="answers for it", nothing=alarm("nobody")),
        when("cleared_until", nothing=alarm("not cleared")),
        column("halt", alarm, title="halted", nothing="no"),
    )
    list_filter = (
        ByClient,
        question(
            "owner",
            {"accepted": Q(owner__isnull=False), "nobody": Q(owner__isnull=True)},
        ),
        question(
            "clearance",
            {
                "live": Q(cleared_until__isnull=False),
                "none": Q(cleared_until__isnull=True),
            },
        ),
        question("halted", {"yes": Q(halt="halted"), "no": Q(halt="")}),
    )
    list_select_related = ("client",)
    search_fields = ("name", "client__name")
    fields = (
        "name",
        "client",
        words("purpose"),
        when("registered_at"),
        *list_display[2:],
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with owner, end of clearance and halt as of now."""
        now = {"owner": _owner(), "cleared_until": _cleared_until(), "halt": _halt()}
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**now)
        return rows


@admin.register(Clearance, site=site)
class ClearanceAdmin(LeadAdmin):
    """Which agent may work on what, until when?"""

    ordering = ("expires_at",)
    list_display = (
        text("agent__name", title="agent"),
        "client",
        "workflow_version",
        when("signed_at"),
        when("expires_at"),
        when("revoked_at"),
    )
    list_filter = (
        ByClient,
        question(
            "state",
            {
                "live": _LIVE,
                "expired": ~_REVOKED & Q(expires_at__lte=RemitNow()),
                "revoked": _REVOKED,
            },
        ),
    )
    list_select_related = ("agent", "client", "workflow_version__workflow")
    search_fields = (
        "agent__name",
        "client__name",
        "workflow_version__workflow__title",
    )
    fields = (
        "agent",
        "client",
        "workflow_version",
        words("statement"),
        "signed_by",
        when("signed_at"),
        when("expires_at"),
        when("revoked_at"),
    )


def _owner() -> Subquery:
    rows = answering().filter(agent=OuterRef("pk"))
    return Subquery(rows.values("membership__user__name")[:1])


def _cleared_until() -> Subquery:
    rows = Clearance.objects.filter(_LIVE, agent=OuterRef("pk"))
    return Subquery(rows.order_by("-expires_at").values("expires_at")[:1])


def _halt() -> Case:
    reach = Q(scope=HaltScope.CLIENT, client=OuterRef("client")) | Q(
        scope=HaltScope.AGENT, target_id=OuterRef("pk")
    )
    halts = Halt.objects.filter(reach, lifted_at__isnull=True)
    return Case(When(Exists(halts), then=Value("halted")), default=Value(""))
