"""A client as one document, in the one order and form that files have."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from governance.clientfile.checking import KEYS
from governance.clientfile.here import Here
from governance.clientfile.normal import normalised, plain, shortened
from governance.clientfile.writing import write_client_file
from governance.models import Record, Register, RuleStatus
from governance.selectors.as_code.fleet import (
    action_types_here,
    connections_here,
    fleet_here,
    hosts_here,
    workflows_here,
)
from governance.selectors.as_code.people import people_here
from governance.selectors.attesting import alone_up_to
from governance.selectors.boundaries import (
    as_document,
    current_boundary,
    drafted_lists,
    drafted_rules,
    open_proposal,
)
from governance.selectors.readiness import policy
from tenants.errors import NotFound
from tenants.models import Client
from tenants.scoping import PLATFORM, lead_scope

FORMAT = 1
# What a file takes; a register that is larger is kept by other means.
MOST_RECORDS = 5_000
_RULE_ORDER = (
    "key",
    "number",
    "title",
    "status",
    "effect",
    "subject",
    "workflow",
    "action",
    "conditions",
    "obligation",
    "limit",
    "reason",
)


def client_by_slug(slug: str) -> UUID:
    """Return which client has this slug; for whoever runs commands here.

    Raises:
        NotFound: there is none.
    """
    with lead_scope(actor=PLATFORM):
        found = Client.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(f"There is no client with the short name {slug}.")
    return found.id


def exported() -> str:
    """Return the scope's client as a file. Nothing secret is in it."""
    return write_client_file(shortened(client_here().document))


def client_here() -> Here:
    """Return the scope's client as a file would have it, and what no file says."""
    people, fleet = people_here(), fleet_here()
    connections, retired = connections_here()
    boundary = current_boundary()
    sections = {
        "people": people.written,
        "hosts": hosts_here(),
        "connections": connections,
        "facts": _facts(),
        "action_types": action_types_here(),
        "workflows": workflows_here(),
        "agents": fleet.written,
        "lists": _lists(),
    }
    document = {
        "format": FORMAT,
        "client": _client(),
        "groups": people.groups,
        **{name: _sorted(name, items) for name, items in sections.items()},
        "rules": _rules(fleet.names),
    }
    return Here(
        document=normalised(document),
        active=people.active,
        invited=people.invited,
        suspended=people.suspended,
        admins=people.admins,
        retired=retired,
        duties=fleet.duties,
        cleared=fleet.cleared,
        boundary=boundary.number if boundary else 0,
        has_proposal=open_proposal() is not None,
    )


def _client() -> dict[str, Any]:
    client, settled = Client.objects.get(), policy()
    told = {
        "slug": client.slug,
        "name": client.name,
        "time_zone": client.time_zone,
        "second_publisher": client.second_publisher,
        "second_factor_required": client.second_factor_required,
        "second_lifter": client.second_lifter,
        "review_grace_days": settled.grace_days,
    }
    if (alone := alone_up_to()) is not None:
        told["attest_alone_up_to"] = plain(alone)
    if settled.kept_days is not None:
        told["trace_kept_days"] = settled.kept_days
    if settled.drill_days is not None:
        told["drill_every_days"] = settled.drill_days
    return told


def _facts() -> list[dict[str, Any]]:
    of: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for one in Record.objects.order_by("key"):
        of[one.register_id].append({"id": one.key, **one.data})
    return [
        {"name": one.name, "title": one.title, "records": of[one.id]}
        for one in Register.objects.order_by("name")
        if len(of[one.id]) <= MOST_RECORDS
    ]


def _sorted(section: str, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    # Not in the database's order of letters: that is another one elsewhere.
    return sorted(items, key=lambda one: str(one[KEYS[section]]))


def _lists() -> list[dict[str, Any]]:
    return [
        {"name": one.name, "title": one.title, "entries": one.entries}
        for one in drafted_lists()
    ]


def _rules(agents: Mapping[str, str]) -> list[dict[str, Any]]:
    written = []
    for rule in drafted_rules():
        if rule.status == RuleStatus.RETIRED:
            continue
        told = {**as_document(rule), "status": rule.status}
        told["subject"] = agents.get(rule.subject, rule.subject)
        written.append({name: told[name] for name in _RULE_ORDER})
    return written
