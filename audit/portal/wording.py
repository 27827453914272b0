"""How the ledger's codes read: events, outcomes, authorities, and the first line."""

from collections.abc import Mapping

from audit.events import Event
from audit.portal.lookups import MOST_COUNTED
from audit.selectors import Line, Page
from tenants.templatetags.times import clock, moment

# What the badge says, for entries that decide something or tell an ending.
_BADGES: dict[str, tuple[str, str]] = {
    Event.ACTION_ALLOWED: ("allow", ""),
    Event.ACTION_WAITING: ("wait", ""),
    Event.ACTION_REFUSED: ("refused", ""),
    Event.ACTION_REFUSED_LATER: ("refused", ""),
    Event.ACTION_INTENDED: ("allow", "Begun"),
    Event.ACTION_SUCCEEDED: ("succeeded", ""),
    Event.ACTION_FAILED: ("failed", ""),
    Event.ACTION_UNKNOWN: ("unknown", ""),
    Event.ACTION_SETTLED: ("succeeded", "Settled"),
    Event.CHECKPOINT_APPROVED: ("approved", ""),
    Event.CHECKPOINT_REFUSED: ("refused", ""),
    Event.CHECKPOINT_EXPIRED: ("expired", ""),
    Event.RUN_COMPLETED: ("completed", ""),
    Event.RUN_INTERRUPTED: ("interrupted", ""),
    Event.HALT_SET: ("deny", "Halted"),
}
_OUTCOMES = {
    "success": "It was done.",
    "refused": "It was refused.",
    "failed": "It failed.",
    "unknown": "Nobody knows.",
    "pending": "It was not over then.",
}
_AUTHORITIES = {
    "rules": "Rules that decided",
    "boundary_version": "Boundary version",
    "boundary_hash": "Its content",
    "guardrail_version": "Version of the platform's guardrails",
    "guardrail_hash": "Their content",
    "proposal": "Proposal",
    "decision": "Decision",
    "ownership": "Acceptance by the owner",
    "clearance": "Clearance",
    "checkpoint": "Checkpoint",
    "membership": "Who answered",
    "digest": "Of exactly this",
    "content": "Content",
}
_ACTORS = {
    "person": "a person",
    "agent": "an agent",
    "feed": "a program that keeps a register",
    "platform": "the platform",
}


def badge(line: Line) -> tuple[str, str]:
    """Return the decision badge of an entry: kind and word; empty where it has none."""
    return _BADGES.get(line.event, ("", ""))


def kind_of(event: str) -> str:
    """Return a kind of event in words: "Action refused at execution"."""
    return event.replace(".", " ").replace("_", " ").capitalize()


def kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all kinds of events, in groups, for a choice."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for event in Event:
        family = kind_of(event.partition(".")[0])
        groups.setdefault(family, []).append((event.value, kind_of(event)))
    return list(groups.items())


def outcome_of(line: Line) -> str:
    """Return how what an entry tells of ended."""
    return _OUTCOMES.get(line.outcome, line.outcome)


def who_of(name: str, kind: str) -> str:
    """Return who acted, and what kind of being that is."""
    return f"{name}, {_ACTORS.get(kind, kind)}"


def authorities(authority: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return on whose authority an act stood, each with its name."""
    known = [name for name in _AUTHORITIES if name in authority]
    others = sorted(authority.keys() - _AUTHORITIES.keys())
    return [(_AUTHORITIES.get(name, name), authority[name]) for name in known + others]


def heading(page: Page, *, today: int | None, about: str) -> str:
    """Return the first line of the trace.

    ``today`` counts the entries since midnight, None on a page of older ones;
    ``about`` says what was filtered.
    """
    if not page.lines:
        return f"Nothing{' older' if today is None else ''} has been recorded{about}."
    newest = page.lines[0].at
    if today is None:
        return f"What was recorded{about} until {moment(newest)}."
    if not today:
        return f"Nothing was recorded{about} today. The newest is of {moment(newest)}."
    count = f"More than {MOST_COUNTED:,}" if today > MOST_COUNTED else f"{today:,}"
    noun = "entry was" if today == 1 else "entries were"
    return f"{count} {noun} recorded{about} today, the newest at {clock(newest)}."


def about(*, agent: str, run: str, event: str) -> str:
    """Return what a trace was narrowed down to, to stand behind "recorded"."""
    parts = [
        f" in run {run}" if run else "",
        f" about {agent}" if agent else "",
        f" of the kind “{kind_of(event)}”" if event else "",
    ]
    return "".join(parts)
