"""Who has been invited to work at a client, and has yet to come."""

from typing import Any

from django.contrib import admin
from django.db.models import Q

from tenants.admin.acts import Act
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import text, when
from tenants.admin.filters import ByClient, one_of, question
from tenants.admin.site import site
from tenants.clock import RemitNow
from tenants.models import Invitation, Role
from tenants.services import renew_invitation, withdraw_invitation

_UNANSWERED = Q(accepted_at__isnull=True, withdrawn_at__isnull=True)


def _is_open(invitation: Any) -> bool:
    return invitation.accepted_at is None and invitation.withdrawn_at is None


_SENDING_AGAIN = Act(
    name="send-again",
    verb="Send again",
    purpose="to send it again",
    title="Send the invitation of {} again",
    done="The invitation of {} is on its way again, valid for seven days.",
    is_open=_is_open,
    effects=lambda one: [f"A mail with a link goes to {one.email}, for seven days."],
    perform=lambda one, lead, _: renew_invitation(one, by=lead),
    asks_why=False,
    is_grave=False,
)
_WITHDRAWING = Act(
    name="withdraw",
    verb="Withdraw",
    purpose="to withdraw it",
    title="Withdraw the invitation of {}",
    done="You withdrew the invitation of {}.",
    is_open=_is_open,
    effects=lambda one: [
        f"The link that {one.name} was sent opens nothing any more.",
        "Whoever is still wanted has to be invited anew.",
    ],
    perform=lambda one, lead, _: withdraw_invitation(one, by=lead),
    asks_why=False,
)


@admin.register(Invitation, site=site)
class InvitationAdmin(LeadAdmin):
    """Who was invited, and has not come?"""

    acts = (_SENDING_AGAIN, _WITHDRAWING)
    ordering = ("-invited_at",)
    list_display = (
        text("name", title="person"),
        "client",
        "role",
        text("invited_by__name", title="invited by"),
        when("invited_at"),
        when("expires_at"),
        when("accepted_at"),
        when("withdrawn_at"),
    )
    list_filter = (
        ByClient,
        question(
            "state",
            {
                "open": _UNANSWERED & Q(expires_at__gt=RemitNow()),
                "expired": _UNANSWERED & Q(expires_at__lte=RemitNow()),
                "accepted": Q(accepted_at__isnull=False),
                "withdrawn": Q(withdrawn_at__isnull=False),
            },
        ),
        one_of("role", Role.values),
    )
    list_select_related = ("client", "invited_by")
    search_fields = ("name", "email", "client__name")
    fields = ("name", "email", *list_display[1:])
