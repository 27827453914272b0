"""Writes: issuing an agent's keys, giving them an end, and revoking them."""

from datetime import datetime, timedelta

from django.conf import settings

from agents import keys
from agents.models import Agent, AgentKey
from agents.selectors import agent_by_id, key_by_id, live_keys
from agents.services.telling import tell
from audit.events import Event
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, Role, User
from tenants.scoping import ActorKind, current_actor
from tenants.selectors import member_or_none, require_role

_PLACES = {1, 2}


def issue_key(
    *,
    agent: Agent,
    name: str = "",
    expires_at: datetime | None = None,
    after: int | None = None,
) -> str:
    """Issue a key and return its text, which is not kept and cannot be shown again.

    ``after`` is how many keys had been issued when this one was asked for: a form
    that is sent twice issues one key.

    Raises:
        Invalid: it would already have ended.
        Conflict: the agent has two live keys, or one has been issued meanwhile.
    """
    now = database_now()
    if expires_at is not None and expires_at <= now:
        raise Invalid("A key ends in the future.", field="expires_at")
    agent = agent_by_id(agent.id, lock=True)
    place = _free_place(agent, after)
    minted = keys.mint(pepper=settings.KEY_PEPPER)
    AgentKey(
        agent=agent,
        name=name,
        place=place,
        prefix=minted.prefix,
        digest=minted.digest,
        issued_at=database_now(),
        issued_by=_person(),
        expires_at=expires_at,
    ).save(force_insert=True)
    tell(Event.AGENT_KEY_ISSUED, agent, params={"prefix": minted.prefix})
    return minted.text


def end_key(key: AgentKey, *, within: timedelta) -> None:
    """Let a key end so long from now; counted at each request.

    Raises:
        Conflict: it has ended, or ends before that.
    """
    key = key_by_id(key.id, lock=True)
    _check_live(key)
    until = database_now() + within
    if key.expires_at is not None and key.expires_at <= until:
        raise Conflict("It ends before that.")
    key.expires_at = until
    key.save(update_fields=["expires_at"])
    told = until.strftime("%Y-%m-%d %H:%M:%S UTC")
    params = {"prefix": key.prefix, "until": told}
    tell(Event.AGENT_KEY_ENDING, key.agent, params=params)


def revoke_key(key: AgentKey, *, by: Membership | User, reason: str) -> None:
    """Revoke a key: the next request with it is refused.

    ``by`` is an admin of the client, or a governance lead, whom ``revoked_by`` has
    no place for: the ledger says who it was.

    Raises:
        NotAllowed: it is somebody else.
        Invalid: the reason is missing.
        Conflict: it has ended.
    """
    require_role(by, {Role.ADMIN}, refusal="Only an admin can revoke a key.")
    words = reason.strip()
    if not words:
        raise Invalid("Write the reason: it is kept in the ledger.", field="reason")
    key = key_by_id(key.id, lock=True)
    _check_live(key)
    key.revoked_at, key.revoked_by = database_now(), member_or_none(by)
    key.revoke_reason = words
    key.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    params, private = {"prefix": key.prefix}, {"reason": words}
    tell(Event.AGENT_KEY_REVOKED, key.agent, params=params, private=private)


def _free_place(agent: Agent, after: int | None) -> int:
    if after is not None and AgentKey.objects.filter(agent=agent).count() != after:
        raise Conflict(
            "A key has been issued since this form was shown. Its text was shown "
            "then: if nobody kept it, revoke it."
        )
    free = _PLACES - {key.place for key in live_keys(agent)}
    if not free:
        told = f"{agent.name} has two live keys: one of them has to end first."
        raise Conflict(told)
    return min(free)


def _check_live(key: AgentKey) -> None:
    if key.revoked_at is not None:
        raise Conflict("This key has been revoked before.")
    if key.expires_at is not None and key.expires_at <= database_now():
        raise Conflict("This key has expired before.")


def _person() -> Membership | None:
    actor = current_actor()
    if actor.kind is not ActorKind.PERSON or actor.id is None:
        return None
    return Membership.objects.filter(user_id=actor.id).first()
