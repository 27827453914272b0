"""People: their accounts, and where they work."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import admin
from django.db.models import Q

from tenants.admin.base import LeadAdmin
from tenants.admin.columns import text, when
from tenants.admin.filters import ByClient, one_of, question
from tenants.admin.site import site
from tenants.models import Membership, Role, User
from tenants.scoping import Actor, lead_scope

_ACTIVE = question(
    "active", {"active": Q(is_active=True), "inactive": Q(is_active=False)}
)
_LEADS = question(
    "governance lead",
    {"leads": Q(is_governance_lead=True), "others": Q(is_governance_lead=False)},
)


@admin.register(User, site=site)
class UserAdmin(LeadAdmin):
    """Who has an account?"""

    change_form_outer_before_template = None
    ordering = ("name", "email")
    list_display = (
        "name",
        "email",
        "is_active",
        "is_governance_lead",
        when("last_login"),
    )
    list_filter = (_ACTIVE, _LEADS)
    search_fields = ("name", "email")
    fields = list_display

    @contextmanager
    def opened(self, actor: Actor, key: UUID, *, page: str) -> Iterator[None]:
        """Read as in lists: an account belongs to no client, so none is entered."""
        with lead_scope(actor=actor):
            yield


@admin.register(Membership, site=site)
class MembershipAdmin(LeadAdmin):
    """Who works where, and as what?"""

    ordering = ("client__name", "user__name")
    list_display = (
        text("user__name", title="person"),
        "client",
        "role",
        "is_active",
        when("joined_at"),
    )
    list_filter = (ByClient, one_of("role", Role.values), _ACTIVE)
    list_select_related = ("client", "user")
    search_fields = ("user__name", "user__email", "client__name")
    fields = ("user", "client", "role", "is_active", when("joined_at"))
