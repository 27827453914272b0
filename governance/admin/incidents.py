"""What stopped, and who has it: tickets and halts."""

from django.contrib import admin

from governance.admin.halting import lifting
from governance.admin.telling import SHADES, told
from governance.models import Halt, HaltScope, Ticket
from governance.selectors import oversight
from governance.states import TicketState
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import NOTHING, alarm, badge, text, when, words
from tenants.admin.filters import ByClient, one_of, question
from tenants.admin.site import site


@admin.register(Ticket, site=site)
class TicketAdmin(LeadAdmin):
    """What is open, who has it, by when?"""

    known_by = "number"
    # Descending, so those that are not resolved come first.
    ordering = ("-resolved_at", "deadline")
    list_display = (
        "number",
        "client",
        badge("state", SHADES),
        "severity",
        text("owner__user__name", title="owner"),
        when("deadline"),
        when("opened_at"),
        when("resolved_at"),
    )
    list_filter = (
        ByClient,
        one_of("state", TicketState),
        question("progress", oversight.TICKET_PROGRESS),
        question("deadline", oversight.TICKET_DEADLINE),
        question("about", oversight.TICKET_ABOUT),
    )
    list_select_related = ("client", "owner__user")
    search_fields = ("client__name", "owner__user__name", "number__exact")
    fields = (
        "number",
        "client",
        words("title"),
        "state",
        "severity",
        "owner",
        when("opened_at"),
        "reason",
        when("acknowledge_by"),
        when("acknowledged_at"),
        when("deadline"),
        words("at_deadline"),
        "run",
        "action",
        when("mitigated_at"),
        words("mitigation"),
        when("resolved_at"),
        words("resolution"),
        when("review_by"),
        when("reviewed_at"),
        told("target_id"),
    )


@admin.register(Halt, site=site)
class HaltAdmin(LeadAdmin):
    """What is stopped now?"""

    acts = lifting()
    # Descending, so those in force (never lifted) come first.
    ordering = ("-lifted_at", "-set_at")
    list_display = (
        "label",
        "client",
        "scope",
        "set_by_name",
        when("set_at"),
        when("lifted_at", nothing=alarm("in force")),
    )
    list_filter = (
        ByClient,
        one_of("scope", HaltScope.values),
        question("state", oversight.HALT),
    )
    list_select_related = ("client", "set_by__user", "set_by_lead", "set_by_agent")
    search_fields = ("label", "client__name")
    fields = (
        "label",
        "client",
        "scope",
        words("reason"),
        "set_by_name",
        when("set_at"),
        "lifted_by_name",
        when("lifted_at"),
        words("lift_reason"),
    )

    @admin.display(description="set by", ordering="set_by__user__name")
    def set_by_name(self, halt: Halt) -> str:
        """Return who set it."""
        return halt.setter()

    @admin.display(description="lifted by")
    def lifted_by_name(self, halt: Halt) -> str:
        """Return who lifted it, if anybody has."""
        return halt.lifter() if halt.lifted_at else NOTHING
