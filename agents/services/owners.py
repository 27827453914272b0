"""Writes: who answers for an agent, as named and as accepted."""

from datetime import datetime

from django.db.models import Q

from agents.models import Agent, OwnerRole, Ownership
from agents.selectors import agent_by_id, holding, ownership_by_id
from agents.services.mailing import mail_person
from agents.services.telling import tell
from agents.services.timelines import settle_line
from audit.events import Event
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.following import tell_followers
from tenants.models import MailKind, Membership, Role
from tenants.scoping import current_actor
from tenants.selectors import require_signed_in

DUTY = (
    "I answer for what {agent} does. I know its boundaries, I am told when it "
    "stops, and I decide what happens then, or I hand this over to somebody who does."
)


def name_owner(
    *, agent: Agent, membership: Membership, role: OwnerRole, decides: str = ""
) -> Ownership:
    """Name somebody owner or deputy of an agent; that person has yet to accept.

    ``decides`` is what they may decide alone, in words.

    Raises:
        Invalid: the person does not work here any more.
        Conflict: the person has been named so, or answers for it.
    """
    if not membership.is_active:
        raise Invalid("This person does not work here any more.", field="person")
    # Of two who name the same person at once, one comes second.
    agent = agent_by_id(agent.id, lock=True)
    _check_new(agent, membership, role)
    ownership = Ownership(
        agent=agent,
        membership=membership,
        role=role,
        named_at=database_now(),
        duty=DUTY.format(agent=agent.name),
        decides=decides.strip(),
    )
    ownership.save(force_insert=True)
    tell(
        Event.OWNER_NAMED,
        agent,
        params={"role": role.label},
        private={"owner": membership.user.name},
    )
    mail_person(MailKind.OWNER_NAMED, ownership)
    return ownership


def accept_ownership(ownership: Ownership) -> None:
    """Accept, as the person named and nobody else, to answer for the agent.

    Whoever held the place before ends at the same instant: no gap, no overlap.

    Raises:
        NotAllowed: the scope's actor is not the person named.
        Conflict: it has been accepted or withdrawn before.
    """
    if current_actor().id != ownership.membership.user_id:
        raise NotAllowed("Only the person named can accept.")
    # Of two who accept at once, one comes second and ends the first.
    agent_by_id(ownership.agent_id, lock=True)
    ownership = ownership_by_id(ownership.id, lock=True)
    _check_open(ownership)
    now = database_now()
    _end_predecessor(ownership, now)
    ownership.accepted_at = now
    ownership.save(update_fields=["accepted_at"])
    role = OwnerRole(ownership.role)
    tell(
        Event.OWNER_ACCEPTED,
        ownership.agent,
        params={"role": role.label},
        # What was signed, word for word.
        private={"duty": ownership.duty},
    )
    settle_line(ownership.agent)
    tell_followers()


def end_ownership(ownership: Ownership, *, at: datetime, by: Membership) -> None:
    """Let a place end on a day: the owner's own wish, or an admin's.

    Whoever is to follow has to accept until then; otherwise the agent stops.

    Raises:
        NotAllowed: it is neither the person nor an admin.
        Invalid: the day is past.
        Conflict: it has not been accepted, or is over.
    """
    require_signed_in(by)
    if by.id != ownership.membership_id and by.role != Role.ADMIN:
        raise NotAllowed("Only the person or an admin can say when this ends.")
    agent_by_id(ownership.agent_id, lock=True)
    ownership = ownership_by_id(ownership.id, lock=True)
    now = database_now()
    if ownership.accepted_at is None or (ownership.until and ownership.until <= now):
        raise Conflict("This person does not answer for it.")
    if at < now:
        raise Invalid("Choose a moment to come.", field="until")
    ownership.until = at
    ownership.save(update_fields=["until"])
    tell(
        Event.OWNER_ENDS,
        ownership.agent,
        params={
            "role": OwnerRole(ownership.role).label,
            "until": f"{at:%Y-%m-%d %H:%M}",
        },
        private={"owner": ownership.membership.user.name},
    )
    settle_line(ownership.agent)
    tell_followers()


def withdraw_naming(ownership: Ownership) -> None:
    """Take back that somebody was named, while that person has not accepted.

    Raises:
        Conflict: it has been accepted or withdrawn before.
    """
    ownership = ownership_by_id(ownership.id, lock=True)
    _check_open(ownership)
    ownership.until = database_now()
    ownership.save(update_fields=["until"])
    tell(
        Event.OWNER_WITHDRAWN,
        ownership.agent,
        params={"role": OwnerRole(ownership.role).label},
        private={"owner": ownership.membership.user.name},
    )


def _end_predecessor(successor: Ownership, now: datetime) -> None:
    """End whoever holds the place, suspended or not: the place is one."""
    held = (
        Ownership.objects.select_related("membership__user")
        .filter(
            agent_id=successor.agent_id,
            role=successor.role,
            accepted_at__isnull=False,
        )
        .filter(Q(until__isnull=True) | Q(until__gt=now))
    )
    for before in held.select_for_update(of=("self",), no_key=True):
        before.until = now
        before.save(update_fields=["until"])
        tell(
            Event.OWNER_REPLACED,
            successor.agent,
            params={"role": OwnerRole(successor.role).label},
            private={"owner": before.membership.user.name},
        )
        mail_person(MailKind.OWNER_REPLACED, before)


def _check_new(agent: Agent, membership: Membership, role: OwnerRole) -> None:
    name = membership.user.name
    mine = Ownership.objects.filter(agent=agent, membership=membership, role=role)
    if mine.filter(accepted_at__isnull=True, until__isnull=True).exists():
        told = f"{name} has been named {role.label} and has yet to accept."
        raise Conflict(told, field="person")
    if holding(role=role).filter(agent=agent, membership=membership).exists():
        raise Conflict(f"{name} is {role.label} of {agent.name}.", field="person")


def _check_open(ownership: Ownership) -> None:
    if ownership.accepted_at is not None:
        raise Conflict("This has been accepted before.")
    if ownership.until is not None:
        raise Conflict("This has been withdrawn.")
