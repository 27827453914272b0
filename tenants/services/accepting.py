"""Accepting an invitation: by its link, once, as the person who was invited."""

from django.db import IntegrityError, transaction

from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.models import Invitation, Membership, Role, User
from tenants.recording import Happening, TenantEvent, record
from tenants.scoping import client_scope
from tenants.selectors.invitations import (
    InvitationState,
    Invited,
    invitation_by_id,
    invited_by_token,
    state_of,
)
from tenants.selectors.places import person
from tenants.services.inputs import read_name

_REFUSALS = {
    InvitationState.ACCEPTED: "This invitation has been accepted before.",
    InvitationState.WITHDRAWN: "This invitation has been withdrawn.",
    InvitationState.EXPIRED: "This invitation has expired.",
}


def accept_with_account(token: str, *, user: User) -> Invited:
    """Accept an invitation with an account that there is, and return it.

    Raises:
        NotFound: the token was not made here.
        NotAllowed: it is for somebody else.
        Conflict: it was accepted or withdrawn, has expired, or the person works there.
    """
    invited = invited_by_token(token)
    if user.email.lower() != invited.email.lower():
        raise NotAllowed(f"This invitation is for {invited.email}.")
    _join(invited, user)
    return invited


def accept_with_new_account(
    token: str, *, name: str, password: str
) -> tuple[Invited, User]:
    """Make the invited person's account, accept with it, and return both.

    Raises:
        NotFound: the token was not made here.
        Invalid: the name is not acceptable.
        Conflict: it was accepted or withdrawn, has expired, or there is an account
            with this e-mail.
    """
    invited = invited_by_token(token)
    user = User(email=invited.email, name=read_name(name, field="name"))
    user.set_password(password)
    _join(invited, user)
    return invited, user


def _join(invited: Invited, user: User) -> None:
    with client_scope(invited.client_id, actor=person(user), reason="Accepting"):
        invitation = _locked(invited)
        if user._state.adding:  # noqa: SLF001 - Django's documented _state
            _save_account(user)
        _save_membership(invitation, user)
        invitation.accepted_at = database_now()
        invitation.save(update_fields=["accepted_at"])
        record(
            Happening(
                event=TenantEvent.INVITATION_ACCEPTED,
                subject_type="invitation",
                subject_id=invitation.id,
                params={"role": Role(invitation.role).label},
                private={"inviter": invitation.invited_by.name},
            )
        )


def _locked(invited: Invited) -> Invitation:
    # Not read together with who invited: that account is nobody's to lock.
    Invitation.objects.select_for_update().get(id=invited.invitation_id)
    invitation = invitation_by_id(invited.invitation_id)
    refusal = _REFUSALS.get(state_of(invitation, now=database_now()))
    if refusal:
        raise Conflict(refusal)
    return invitation


def _save_account(user: User) -> None:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        told = f"{user.email} has an account: sign in with it, then accept."
        raise Conflict(told) from error


def _save_membership(invitation: Invitation, user: User) -> None:
    membership = Membership(user=user, role=invitation.role, joined_at=database_now())
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("You work at this client.") from error
