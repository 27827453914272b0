"""People: their accounts, and where they work."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import admin
from django.db.models import Q

from tenants.admin.acts import Act
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import text, when
from tenants.admin.filters import ByClient, one_of, question
from tenants.admin.site import site
from tenants.models import Membership, Role, User
from tenants.scoping import Actor, lead_scope
from tenants.services import restore_person, suspend_person

_ACTIVE = question(
    "active", {"active": Q(is_active=True), "inactive": Q(is_active=False)}
)
_LEADS = question(
    "governance lead",
    {"leads": Q(is_governance_lead=True), "others": Q(is_governance_lead=False)},
)


_SUSPENDING = Act(
    name="suspend",
    verb="Suspend",
    purpose="to suspend the person",
    title="Suspend {}",
    done="You suspended {}.",
    is_open=lambda one: one.is_active,
    effects=lambda one: [
        f"{one.user.name} may do nothing here any more, from the next request on.",
        "What this person answers for stops at its next gate.",
        "Invitations that this person sent are withdrawn.",
        "What this person does at other clients is not touched.",
    ],
    perform=lambda one, lead, why: suspend_person(one, by=lead, reason=why),
)
_RESTORING = Act(
    name="restore",
    verb="Restore",
    purpose="to restore the person",
    title="Restore {}",
    done="You restored {}.",
    is_open=lambda one: not one.is_active,
    effects=lambda one: [
        f"{one.user.name} is {one.get_role_display().lower()} here again, at once.",
        "What this person answers for may act again.",
    ],
    perform=lambda one, lead, why: restore_person(one, by=lead, reason=why),
    is_grave=False,
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

    acts = (_SUSPENDING, _RESTORING)
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
