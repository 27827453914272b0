"""The words of mails, made when a mail is sent: only then does a link exist."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tenants.errors import NotFound
from tenants.links import absolute, invitation_token
from tenants.models import Mail, MailKind, User
from tenants.selectors.invitations import InvitationState, invited_at


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is read."""

    subject: str
    text: str
    html: str


Found = tuple[str, dict[str, Any]] | None
Composer = Callable[[dict[str, str]], Found]


def compose_with(kind: MailKind, composer: Composer) -> None:
    """Say who finds subject and words of a kind of mail that tells of other apps' rows.

    What ``composer`` returns is None where the mail is needless by then.
    """
    _CONTEXTS[kind] = composer


def compose(mail: Mail) -> Letter | None:
    """Return the words of a mail; None when what it tells is no longer so."""
    found = _CONTEXTS[MailKind(mail.kind)](mail.about)
    if found is None:
        return None
    subject, context = found
    context["home"] = absolute("")
    return Letter(
        # One line, whatever a name holds: it becomes a header.
        subject=" ".join(subject.split()),
        text=render_to_string(f"mail/{mail.kind}.txt", context),
        html=render_to_string(f"mail/{mail.kind}.html", context),
    )


def _invitation(about: dict[str, str]) -> Found:
    try:
        invited = invited_at(UUID(about["client"]), UUID(about["invitation"]))
    except NotFound:
        return None
    if invited.state is not InvitationState.OPEN:
        return None
    token = invitation_token(invited.invitation_id)
    link = absolute(reverse("invitation-link", args=[token]))
    subject = f"{invited.inviter} invites you to {invited.client} on Remit"
    return subject, {"invited": invited, "link": link}


def _first_password(about: dict[str, str]) -> Found:
    return _with_link(about, "Choose your password for Remit")


def _password_reset(about: dict[str, str]) -> Found:
    return _with_link(about, "Choose a new password for Remit")


def _password_changed(about: dict[str, str]) -> Found:
    user = _account(about)
    if user is None:
        return None
    link = absolute(reverse("password-ask"))
    return "Your password for Remit was changed", {"user": user, "link": link}


def _second_factor(about: dict[str, str]) -> Found:
    user = _account(about)
    if user is None:
        return None
    link = absolute(reverse("password-ask"))
    subject = "How you sign in to Remit was changed"
    return subject, {"user": user, "link": link}


def _agent_stopped(about: dict[str, str]) -> Found:
    return _with_path(about, "An agent has stopped: nobody answers for it")


def _owner_named(about: dict[str, str]) -> Found:
    return _with_path(about, "You are asked to answer for an agent")


def _owner_replaced(about: dict[str, str]) -> Found:
    return _with_path(about, "Somebody else answers for an agent now")


def _review_due(about: dict[str, str]) -> Found:
    return _with_path(about, "Something is due to be looked at again")


def _platform_incident(about: dict[str, str]) -> Found:
    return _with_path(about, "Much went silent at once: recovery waits for one lease")


def _with_path(about: dict[str, str], subject: str) -> Found:
    """Lead to a page, which says what it is about to who may read it."""
    user = _account(about)
    if user is None:
        return None
    return subject, {"user": user, "link": absolute(about["path"])}


def _with_link(about: dict[str, str], subject: str) -> Found:
    user = _account(about)
    if user is None:
        return None
    key = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    link = absolute(reverse("password-link", args=[key, token]))
    return subject, {"user": user, "link": link}


def _account(about: dict[str, str]) -> User | None:
    return User.objects.filter(id=about["user"], is_active=True).first()


_CONTEXTS: dict[MailKind, Composer] = {
    MailKind.INVITATION: _invitation,
    MailKind.FIRST_PASSWORD: _first_password,
    MailKind.PASSWORD_RESET: _password_reset,
    MailKind.PASSWORD_CHANGED: _password_changed,
    MailKind.SECOND_FACTOR: _second_factor,
    MailKind.AGENT_STOPPED: _agent_stopped,
    MailKind.OWNER_NAMED: _owner_named,
    MailKind.OWNER_REPLACED: _owner_replaced,
    MailKind.REVIEW_DUE: _review_due,
    MailKind.PLATFORM_INCIDENT: _platform_incident,
}
