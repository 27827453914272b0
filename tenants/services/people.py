"""Who works at a client, and as what: roles, suspending, restoring."""

from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.following import Change, tell_followers
from tenants.models import Membership, Role, User
from tenants.recording import Happening, TenantEvent, record
from tenants.services.authority import require_admin
from tenants.services.inputs import read_reason
from tenants.services.invitations import withdraw_invitations_by


def add_person(*, user: User, role: Role) -> Membership:
    """Give a person a role at the scope's client and return the membership."""
    membership = Membership(user=user, role=role, joined_at=database_now())
    membership.save(force_insert=True)
    _record(TenantEvent.PERSON_ADDED, membership, params={"role": role.label})
    return membership


def change_role(membership: Membership, *, role: Role, by: Membership) -> None:
    """Give a person another role, from the next request on.

    Raises:
        NotAllowed: whoever decides is not an admin, or decides about themselves.
        Conflict: the person has this role.
    """
    locked = _decided_on(membership, by)
    before = Role(locked.role)
    if before == role:
        raise Conflict(f"{locked.user.name} is {role.label}.", field="role")
    locked.role = role
    locked.save(update_fields=["role"])
    params = {"role": role.label, "before": before.label}
    _record(TenantEvent.ROLE_CHANGED, locked, params=params)
    if before is Role.ADMIN:
        withdraw_invitations_by(locked.user)


def suspend_person(
    membership: Membership, *, by: Membership | User, reason: str
) -> None:
    """Take away all that a person may do here, from the next request on.

    What they answer for stops at its next gate; whom they invited can no longer come.

    Raises:
        NotAllowed: whoever decides is no admin or lead, or decides about themselves.
        Invalid: the reason is missing.
        Conflict: the person is suspended, or is the last admin.
    """
    words = read_reason(reason)
    locked = _decided_on(membership, by)
    if not locked.is_active:
        raise Conflict(f"{locked.user.name} is suspended.")
    if isinstance(by, User):
        _keep_an_admin(locked)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    _record(TenantEvent.PERSON_SUSPENDED, locked, reason=words)
    withdraw_invitations_by(locked.user)
    tell_followers(Change(person=locked.id, left=True))


def restore_person(
    membership: Membership, *, by: Membership | User, reason: str
) -> None:
    """Give a suspended person back what they had.

    Raises:
        NotAllowed: whoever decides is neither an admin nor a governance lead.
        Invalid: the reason is missing.
        Conflict: the person is not suspended.
    """
    words = read_reason(reason)
    locked = _decided_on(membership, by)
    if locked.is_active:
        raise Conflict(f"{locked.user.name} is not suspended.")
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    _record(TenantEvent.PERSON_RESTORED, locked, reason=words)
    tell_followers(Change(person=locked.id))


def _decided_on(membership: Membership, by: Membership | User) -> Membership:
    """Return the person as they are now, whom an admin or a lead decides about.

    Whoever decides is an active admin and somebody else, and one decides at a time:
    so a client's last admin cannot be lost. A governance lead is told so.
    """
    require_admin(by)
    if membership.user_id == (by.pk if isinstance(by, User) else by.user_id):
        raise NotAllowed(_about_oneself())
    return Membership.objects.select_related("user").get(id=membership.id)


def _keep_an_admin(membership: Membership) -> None:
    others = Membership.objects.filter(role=Role.ADMIN, is_active=True)
    if membership.role == Role.ADMIN and others.count() == 1:
        told = "is the only admin: another has to come first. To stop all, halt it."
        raise Conflict(f"{membership.user.name} {told}")


def _about_oneself() -> str:
    admins = Membership.objects.filter(role=Role.ADMIN, is_active=True)
    if admins.count() == 1:
        return "You are the only admin: make somebody else admin, who can then do this."
    return "Nobody decides about themselves: ask another admin."


def _record(
    event: TenantEvent,
    membership: Membership,
    *,
    params: dict[str, str] | None = None,
    **private: str,
) -> None:
    record(
        Happening(
            event=event,
            subject_type="membership",
            subject_id=membership.id,
            params=params or {},
            private={"person": membership.user.name, **private},
        )
    )
