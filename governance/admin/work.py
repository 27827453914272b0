"""What agents do: runs, actions, and the checkpoints that a person answers."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest

from governance.admin.telling import SHADES, told
from governance.models import Action, Checkpoint, CheckpointKind, Run
from governance.selectors import oversight
from governance.states import ActionStatus, CheckpointState, RefusedBy, RunState
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import NOTHING, as_list, badge, document, text, when, words
from tenants.admin.filters import ByClient, one_of, question
from tenants.admin.site import site
from tenants.models import Membership


@admin.register(Run, site=site)
class RunAdmin(LeadAdmin):
    """What is being worked on, and what stopped?"""

    known_by = "number"
    ordering = ("-opened_at",)
    list_display = (
        "number",
        "client",
        text("agent__name", title="agent"),
        "workflow_version",
        badge("state", SHADES),
        when("opened_at"),
        when("ended_at"),
    )
    list_filter = (ByClient, one_of("state", RunState))
    list_select_related = ("agent", "client", "workflow_version__workflow")
    search_fields = ("client__name", "agent__name", "number__exact")
    fields = (
        "number",
        "client",
        "agent",
        "workflow_version",
        "state",
        words("subject"),
        text("ownership__membership__user__name", title="answered for by"),
        "clearance",
        when("opened_at"),
        when("heartbeat_at"),
        when("lease_until"),
        when("ended_at"),
        words("summary"),
        told("run_id"),
    )


@admin.register(Action, site=site)
class ActionAdmin(LeadAdmin):
    """What was asked for, and what became of it?"""

    ordering = ("-asked_at",)
    list_display = (
        text("type_name", title="action"),
        "client",
        text("agent__name", title="agent"),
        text("run_number", title="run"),
        badge("status", SHADES),
        "refused_by",
        when("asked_at"),
        when("changed_at"),
    )
    list_filter = (
        ByClient,
        one_of("status", ActionStatus),
        one_of("refused_by", RefusedBy),
    )
    list_select_related = ("agent", "client")
    search_fields = (
        "action_type__name",
        "client__name",
        "agent__name",
        "run__number__exact",
    )
    fields = (
        words("act", title="would"),
        "client",
        "agent",
        "run",
        "action_type",
        "step",
        words("resource_type"),
        words("resource_id"),
        document("parameters"),
        words("reason"),
        "status",
        "refused_by",
        words("explanation"),
        words("detail"),
        when("asked_at"),
        when("changed_at"),
        "digest",
        "decided",
        told("target_id"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with the name of its type and number of its run."""
        named = {"type_name": F("action_type__name"), "run_number": F("run__number")}
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**named)
        return rows

    @admin.display(description="decisions")
    def decided(self, row: Action) -> str:
        """Return what the gate answered, each time it was asked."""
        found = row.decisions.select_related("boundary_version").order_by("decided_at")
        lines = [
            (one.get_phase_display(), one.effect, one.code, one.boundary_version or "")
            for one in found
        ]
        return as_list(lines, layout="{}: {} ({}) {}")


@admin.register(Checkpoint, site=site)
class CheckpointAdmin(LeadAdmin):
    """What waits for a person, until when?"""

    # Of the states' names "waiting" is the last one.
    ordering = ("-state", "deadline")
    list_display = (
        text("group__name", title="group"),
        "client",
        text("agent_name", title="agent"),
        "kind",
        badge("state", SHADES),
        when("asked_at"),
        when("deadline"),
        when("answered_at"),
    )
    list_filter = (
        ByClient,
        one_of("state", CheckpointState),
        question("age", oversight.CHECKPOINT_AGE),
        question("deadline", oversight.CHECKPOINT_DEADLINE),
        one_of("kind", CheckpointKind.values),
    )
    list_select_related = ("client", "group")
    search_fields = ("group__name", "client__name", "action__agent__name")
    fields = (
        "action",
        "client",
        "group",
        "kind",
        "quorum",
        "state",
        when("asked_at"),
        when("deadline"),
        "barred_by_name",
        "answered_by",
        when("answered_at"),
        words("reason"),
        when("used_at"),
        "digest",
        "rules_hash",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with the name of the agent that asked."""
        named = {"agent_name": F("action__agent__name")}
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**named)
        return rows

    @admin.display(description="can never answer")
    def barred_by_name(self, row: Checkpoint) -> str:
        """Return the people whom four eyes keep from answering."""
        if row.kind != CheckpointKind.FOUR_EYES:
            return NOTHING
        barred = Membership.objects.filter(id__in=row.barred).select_related("user")
        return as_list([(one.user.name,) for one in barred], layout="{}")
