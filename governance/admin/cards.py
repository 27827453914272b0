"""The cards of the dashboard: figures, and the most pressing rows behind them.

Metadata alone: a row's name leads to its page, and that look is recorded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from governance.admin import figures
from governance.admin.figures import FIGURES, Figure
from governance.selectors.dashboard import Dashboard
from governance.selectors.oversight import SOON_DAYS
from governance.states import ActionStatus
from tenants.templatetags import times


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure with its number."""

    figure: Figure
    count: int
    url: str

    @property
    def is_alarming(self) -> bool:
        """Whether somebody should see to it now."""
        return self.figure.is_trouble and self.count > 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name and page, what else is known of it, and when."""

    name: str
    url: str
    about: str
    when: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Card:
    """Figures about one question, and rows; ``well`` is said when there are none."""

    title: str
    figures: list[Counted]
    rows: list[Row]
    well: str

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to see to."""
        return not any(one.count for one in self.figures)


def cards_of(board: Dashboard) -> list[Card]:
    """Return the cards, in the order in which they press."""
    return [
        Card(
            "Tickets and unknown outcomes",
            counted(board.counts, ["overdue", "unheeded", "tickets", "unknown"]),
            [_ticket(one, board.now) for one in board.tickets],
            "No ticket is open, and nothing is unknown.",
        ),
        Card(
            "Halts",
            counted(board.counts, ["halts"]),
            [_halt(one, board.now) for one in board.halts],
            "Nothing is halted.",
        ),
        Card(
            "Who answers for agents",
            counted(board.counts, ["ownerless", "unconfirmed"]),
            [_agent(one, board.now) for one in board.agents],
            "Somebody answers for every agent, and has said so in time.",
        ),
        Card(
            "Clearances",
            counted(
                board.counts,
                ["unsigned", "unready", "unreviewed", "ended", "ending"],
            ),
            [_clearance(one, board.now) for one in board.clearances],
            "Every clearance is signed, ready and reviewed, and none ends within "
            f"{SOON_DAYS} days.",
        ),
        Card(
            "Checkpoints that wait for a person",
            counted(board.counts, ["hour", "day", "older", "late"]),
            [],
            "Nothing waits for a person.",
        ),
    ]


def counted(
    counts: Mapping[str, int], names: Sequence[str], *, client: str = ""
) -> list[Counted]:
    """Return these figures with their numbers, of one client or of all."""
    return [
        Counted(FIGURES[name], counts[name], FIGURES[name].url(client))
        for name in names
    ]


def _ticket(ticket: Any, now: datetime) -> Row:
    unknown = ticket.action and ticket.action.status == ActionStatus.UNKNOWN.value
    about = f"{ticket.client} · {ticket.owner.user.name}"
    return _row(
        figures.TICKETS,
        ticket,
        name=f"Ticket {ticket.number}{': unknown outcome' if unknown else ''}",
        about=about,
        when=_until(ticket.deadline, now),
        is_late=ticket.deadline <= now,
    )


def _halt(halt: Any, now: datetime) -> Row:
    about = f"{halt.client} · {halt.get_scope_display()} · by {halt.setter()}"
    since = f"since {_ago(halt.set_at, now)}"
    return _row(figures.HALTS, halt, name=halt.label, about=about, when=since)


def _agent(agent: Any, now: datetime) -> Row:
    named = "named, has not accepted" if agent.is_named else "nobody is named"
    state = f"{agent.owner} has to say so again" if agent.owner else named
    about = f"{agent.client} · {state}"
    since = f"registered {_ago(agent.registered_at, now)}"
    return _row(figures.AGENTS, agent, name=agent.name, about=about, when=since)


def _clearance(clearance: Any, now: datetime) -> Row:
    work = clearance.workflow_version.workflow.title
    return _row(
        figures.CLEARANCES,
        clearance,
        name=clearance.agent.name,
        about=f"{clearance.client} · {work}",
        when=_until(clearance.expires_at, now, over="ended"),
        is_late=clearance.expires_at <= now,
    )


def _row(
    page: str, row: Any, *, name: str, about: str, when: str, is_late: bool = False
) -> Row:
    url = reverse(f"admin:{page}_change", args=[row.pk])
    return Row(name=name, url=url, about=about, when=when, is_late=is_late)


def _until(moment: datetime, now: datetime, *, over: str = "overdue since") -> str:
    if moment <= now:
        return f"{over} {_ago(moment, now)}"
    return times.left(int((moment - now).total_seconds()))


def _ago(moment: datetime, now: datetime) -> str:
    return times.ago(int((now - moment).total_seconds()))
