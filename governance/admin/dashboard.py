"""The first page of governance leads: what needs somebody, and at which client."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from governance.admin.cards import Counted, cards_of, counted
from governance.admin.figures import FIGURES
from governance.engine.wording import listed
from governance.selectors.dashboard import ClientLine, Dashboard, dashboard
from governance.selectors.platform import open_platform_incident
from tenants.admin.reading import reader
from tenants.scoping import lead_scope
from tenants.templatetags import times

# In the order of the columns, each with the word at its head.
COLUMNS = {
    "overdue": "overdue",
    "tickets": "tickets",
    "unknown": "unknown",
    "halts": "halts",
    "ownerless": "no owner",
    "unconfirmed": "late owner",
    "ended": "ended",
    "unsigned": "to sign",
    "unready": "not ready",
    "unreviewed": "late review",
    "ending": "ending",
    "hour": "wait < 1 h",
    "day": "wait < 1 day",
    "older": "wait longer",
    "late": "wait too long",
}


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client of the table, with a figure per column."""

    name: str
    url: str
    figures: list[tuple[str, Counted]]
    last_action: str


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what the dashboard shows to the context of the admin's first page.

    Raises:
        PermissionDenied: it is no governance lead who reads.
    """
    with lead_scope(actor=reader(request)):
        board, platform = dashboard(), open_platform_incident()
    return context | {
        "title": "What needs somebody",
        "sentence": sentence_of(board),
        "cards": cards_of(board),
        "columns": COLUMNS.values(),
        "clients": [_row(line, board) for line in board.clients],
        "more_clients": board.client_count - len(board.clients),
        "platform": platform,
        "counted_at": times.full(board.now),
    }


def sentence_of(board: Dashboard) -> str:
    """Return in one sentence what needs somebody, or that nothing does."""
    found = [
        figure.told(board.counts[name])
        for name, figure in FIGURES.items()
        if figure.is_trouble and board.counts[name]
    ]
    clients = f"{board.client_count} client{'' if board.client_count == 1 else 's'}"
    if not found:
        return f"All is well: at {clients}, nothing needs a governance lead."
    told = listed(found, joint="and")
    return f"{told[:1].upper()}{told[1:]}, at {clients} in all."


def _row(line: ClientLine, board: Dashboard) -> ClientRow:
    at = line.last_action_at
    ago = times.ago(int((board.now - at).total_seconds())) if at else "none yet"
    figures = counted(line.counts, list(COLUMNS), client=line.client.slug)
    return ClientRow(
        name=line.client.name,
        url=reverse("admin:tenants_client_change", args=[line.client.pk]),
        figures=list(zip(COLUMNS.values(), figures, strict=True)),
        last_action=ago,
    )
