"""An incident as one file: all that its page shows, with the ledger's fingerprints."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from governance.engine.wording import visible
from governance.models import Evidence
from governance.selectors.tickets import TicketPage

_FORMAT = 1
_LONGEST_LINE = 100_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence as a page shows it."""

    title: str
    digest: str
    frozen_at: datetime
    text: str


def shown(one: Evidence) -> Shown:
    """Return a piece of evidence, its content as JSON with every character visible."""
    text = json.dumps(one.content, ensure_ascii=False, indent=2)
    lines = "\n".join(visible(line, longest=_LONGEST_LINE) for line in text.split("\n"))
    return Shown(one.title, one.digest, one.frozen_at, lines)


def report_of(page: TicketPage) -> str:
    """Return an incident as JSON: what happened, who, when, what follows, evidence."""
    content = {"format": _FORMAT, **_facts(page), **_parts(page)}
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _facts(page: TicketPage) -> dict[str, Any]:
    ticket = page.ticket
    by = ticket.acknowledged_by
    return {
        "incident": ticket.number,
        "id": ticket.id,
        "title": ticket.title,
        "reason": ticket.reason,
        "severity": ticket.severity,
        "state": ticket.state,
        "owner": ticket.owner.user.name,
        "agent": ticket.agent.name if ticket.agent else None,
        "run": ticket.run.number if ticket.run else None,
        "action": ticket.action_id,
        "duplicate_of": ticket.duplicate_of.number if ticket.duplicate_of else None,
        "opened_at": ticket.opened_at,
        "acknowledge_by": ticket.acknowledge_by,
        "acknowledge_missed_at": ticket.acknowledge_missed_at,
        "acknowledged_at": ticket.acknowledged_at,
        "acknowledged_by": by.user.name if by else None,
        "deadline": ticket.deadline,
        "deadline_missed_at": ticket.deadline_missed_at,
        "mitigated_at": ticket.mitigated_at,
        "mitigation": ticket.mitigation,
        "resolved_at": ticket.resolved_at,
        "resolution": ticket.resolution,
        "reviewed_at": ticket.reviewed_at,
    }


def _parts(page: TicketPage) -> dict[str, Any]:
    return {
        "told": [
            {
                "person": one.person.user.name,
                "as": one.as_what,
                "because": one.wording,
                "at": one.told_at,
                "mail": one.outcome,
            }
            for one in page.notices
        ],
        "tasks": [
            {
                "task": one.text,
                "owner": one.owner.user.name,
                "due_on": one.due_on,
                "done_at": one.done_at,
            }
            for one in page.tasks
        ],
        "learnt": _learnt(page),
        "timeline": [
            {
                "at": line.at,
                "event": line.event,
                "sentence": line.sentence,
                "entry": line.id,
                "leaf_hash": line.leaf_hash,
            }
            for line in reversed(page.timeline)
        ],
        "evidence": [
            {
                "title": one.title,
                "digest": one.digest,
                "frozen_at": one.frozen_at,
                "content": one.content,
            }
            for one in page.evidence
        ],
    }


def _learnt(page: TicketPage) -> dict[str, Any] | None:
    one = page.learnt
    if one is None:
        return None
    return {
        "happened": one.happened,
        "factors": one.factors,
        "went_well": one.went_well,
        "by": one.written_by.user.name,
        "at": one.written_at,
    }
