"""Invitations: asking somebody to work at a client, until they accept or it ends."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from tenants.clock import database_now
from tenants.errors import Conflict
from tenants.models import Invitation, MailKind, Membership, Role, User
from tenants.recording import Happening, TenantEvent, record
from tenants.scoping import current_client_id
from tenants.services.authority import require_admin
from tenants.services.inputs import read_email, read_name
from tenants.services.outbox import write_mail

VALID_FOR = timedelta(days=7)


def invite(*, name: str, email: str, role: Role, by: Membership) -> Invitation:
    """Invite somebody to the scope's client, as an admin, and return the invitation.

    Raises:
        NotAllowed: whoever invites is not an admin, or no longer.
        Invalid: name or e-mail are not acceptable; the field is named.
        Conflict: this person works here, or has been invited.
    """
    require_admin(by)
    return invite_as(by.user, name=name, email=email, role=role, field="email")


def invite_as(
    inviter: User, *, name: str, email: str, role: Role, field: str
) -> Invitation:
    """Invite somebody in the name of whoever may; see ``invite``.

    ``field`` is what the e-mail is called in the form that was filled in.
    """
    address = read_email(email, field=field)
    _refuse_member(address, field)
    now = database_now()
    invitation = Invitation(
        email=address,
        name=read_name(name, field="name"),
        role=role,
        # By id: a lead was saved through the owner, and takes that along.
        invited_by_id=inviter.pk,
        invited_at=now,
        expires_at=now + VALID_FOR,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        told = f"{address} has been invited: send that invitation again."
        raise Conflict(told, field=field) from error
    until = _until(invitation)
    _record(TenantEvent.PERSON_INVITED, invitation, role=role.label, until=until)
    _send(invitation)
    return invitation


def renew_invitation(invitation: Invitation, *, by: Membership | User) -> None:
    """Send an invitation's mail again; it is valid for seven days from now on.

    Raises:
        NotAllowed: whoever asks is not an admin, or no longer.
        Conflict: it was accepted or withdrawn.
    """
    require_admin(by)
    locked = _locked(invitation)
    locked.expires_at = database_now() + VALID_FOR
    locked.save(update_fields=["expires_at"])
    _record(TenantEvent.INVITATION_RENEWED, locked, until=_until(locked))
    _send(locked)


def withdraw_invitation(invitation: Invitation, *, by: Membership | User) -> None:
    """Withdraw an invitation: its link opens nothing from now on.

    Raises:
        NotAllowed: whoever asks is not an admin, or no longer.
        Conflict: it was accepted or withdrawn.
    """
    require_admin(by)
    _withdraw(_locked(invitation))


def withdraw_invitations_by(user: User) -> int:
    """Withdraw what somebody invited who may no longer; return how many there were."""
    rows = Invitation.objects.select_for_update()
    mine = rows.filter(
        invited_by=user, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    found = list(mine.order_by("id"))
    for invitation in found:
        _withdraw(invitation)
    return len(found)


def _withdraw(invitation: Invitation) -> None:
    invitation.withdrawn_at = database_now()
    invitation.save(update_fields=["withdrawn_at"])
    _record(TenantEvent.INVITATION_WITHDRAWN, invitation)


def _refuse_member(email: str, field: str) -> None:
    known = Membership.objects.filter(user__email__iexact=email)
    member = known.select_related("user").first()
    if member is None:
        return
    if member.is_active:
        raise Conflict(f"{member.user.name} works here.", field=field)
    told = f"{member.user.name} is suspended here: restore them instead."
    raise Conflict(told, field=field)


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update()
    locked = rows.get(id=invitation.id)
    if locked.accepted_at is not None:
        raise Conflict(f"{locked.name} has accepted this invitation.")
    if locked.withdrawn_at is not None:
        raise Conflict("This invitation has been withdrawn.")
    return locked


def _send(invitation: Invitation) -> None:
    about = {
        "client": str(current_client_id()),
        "invitation": str(invitation.id),
    }
    write_mail(MailKind.INVITATION, to=invitation.email, about=about)


def _until(invitation: Invitation) -> str:
    return f"{invitation.expires_at:%Y-%m-%d %H:%M} UTC"


def _record(event: TenantEvent, invitation: Invitation, **params: str) -> None:
    record(
        Happening(
            event=event,
            subject_type="invitation",
            subject_id=invitation.id,
            params=params,
            private={"person": invitation.name},
        )
    )
