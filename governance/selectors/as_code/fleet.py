"""The agents of a client and what they can do, as its file has them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from agents.models import Agent, OwnerRole, Ownership
from agents.selectors import current_action_types, holding
from agents.selectors.connections import allowed_hosts, runners
from governance.clientfile.here import Duty
from governance.models import Clearance
from governance.selectors.clearances import current_versions
from tenants.clock import RemitNow


@dataclass(frozen=True, slots=True)
class Fleet:
    """The agents, who answers for them, and what they are cleared for."""

    written: list[dict[str, Any]]
    names: Mapping[str, str]
    duties: Mapping[tuple[str, str], Duty]
    cleared: frozenset[tuple[str, str]]


def fleet_here() -> Fleet:
    """Return the agents of the scope's client. Costs four queries."""
    agents = list(Agent.objects.order_by("name"))
    duties = _duties({one.id: one.name for one in agents})
    live = _live_clearances()
    written = []
    for one in agents:
        told: dict[str, Any] = {"name": one.name, "purpose": one.purpose}
        for role in OwnerRole.values:
            duty = duties.get((one.name, role), Duty())
            # Of several who were named, one: whoever loads it changes nothing.
            mail = duty.accepted or min(duty.named, default="")
            told[role] = mail
            told[f"{role}_decides"] = duty.decides.get(mail, "")
        told["workflows"] = sorted({key for who, key, _ in live if who == one.name})
        written.append(told)
    return Fleet(
        written=[_without_nobody(one) for one in written],
        names={str(one.id): one.name for one in agents},
        duties=duties,
        cleared=frozenset((who, key) for who, key, newest in live if newest),
    )


def connections_here() -> tuple[list[dict[str, Any]], frozenset[str]]:
    """Return the connections in use, never their secrets, and the names retired."""
    found = runners()
    written = [
        {
            "name": one.name,
            "kind": one.kind,
            "url": one.url,
            "timeout_seconds": one.timeout_seconds,
        }
        for one in found
        if one.retired_at is None
    ]
    retired = frozenset(one.name for one in found if one.retired_at is not None)
    return written, retired


def hosts_here() -> list[dict[str, Any]]:
    """Return the hosts that connections may reach."""
    return [{"host": one.name, "reason": one.reason} for one in allowed_hosts()]


def action_types_here() -> list[dict[str, Any]]:
    """Return the newest definition of all that agents can do."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "phrase": one.phrase,
            "parameters": one.schema,
            "lookups": one.lookups,
            "effect_class": one.effect_class,
            "reversibility": one.reversibility,
            "performer": one.performer,
            "connection": one.runner.name if one.runner else "",
            "probe": one.probe,
            "compensation": one.compensation,
            "repeat_seconds": one.repeat_seconds,
            "permit_seconds": one.permit_seconds,
        }
        for one in current_action_types()
    ]


def workflows_here() -> list[dict[str, Any]]:
    """Return the newest steps of every workflow."""
    return [
        {"key": one.workflow.key, "title": one.workflow.title, "steps": one.steps}
        for one in current_versions()
    ]


def _duties(names: Mapping[UUID, str]) -> dict[tuple[str, str], Duty]:
    accepted: dict[tuple[str, str], str] = {}
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    decides: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for one in _holding_or_named():
        place, mail = (names[one.agent_id], one.role), one.membership.user.email.lower()
        if one.accepted_at is None:
            named[place].add(mail)
            decides[place].setdefault(mail, one.decides)
        else:
            accepted.setdefault(place, mail)
            decides[place][mail] = one.decides
    return {
        place: Duty(accepted.get(place, ""), frozenset(named.get(place, ())), told)
        for place, told in decides.items()
    }


def _holding_or_named() -> list[Ownership]:
    held = [one for role in OwnerRole for one in _with_mails(holding(role=role))]
    open_ones = Q(accepted_at__isnull=True, until__isnull=True)
    named = Ownership.objects.filter(open_ones, membership__is_active=True)
    return [*held, *_with_mails(named)]


def _with_mails(rows: QuerySet[Ownership]) -> QuerySet[Ownership]:
    return rows.select_related("membership__user")


def _live_clearances() -> list[tuple[str, str, bool]]:
    """Return agent, workflow, and whether the clearance is for its newest version."""
    now = RemitNow()
    newest = {one.id for one in current_versions()}
    rows = Clearance.objects.filter(
        revoked_at__isnull=True, signed_at__lte=now, expires_at__gt=now
    )
    found = rows.select_related("agent", "workflow_version__workflow").order_by("id")
    return [
        (
            one.agent.name,
            one.workflow_version.workflow.key,
            one.workflow_version_id in newest,
        )
        for one in found
    ]


def _without_nobody(agent: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in agent.items() if value != ""}
