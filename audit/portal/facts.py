"""What an entry says, as names and values for a page."""

from dataclasses import dataclass

from audit.models import Entry
from audit.portal import lookups, wording
from audit.selectors import Line
from tenants.templatetags.times import full

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Facts:
    """An entry's content, in words and in codes, and what stands beside it."""

    words: Pairs
    authority: Pairs
    beside: Pairs
    codes: Pairs


def facts_of(line: Line, row: Entry) -> Facts:
    """Return what an entry says. One query, for what stands beside it."""
    beside = lookups.beside(row)
    name = row.data["params"].get("actor") or beside.get("actor", "")
    return Facts(
        words=[
            ("Who", wording.who_of(name, line.actor_kind)),
            ("What", wording.kind_of(line.event)),
            ("How it ended", wording.outcome_of(line)),
            ("Recorded", full(line.at)),
        ],
        authority=wording.authorities(line.authority),
        beside=[(_spoken(name), beside[name]) for name in sorted(beside)],
        codes=_codes(line, row),
    )


def _spoken(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _codes(line: Line, row: Entry) -> Pairs:
    data = row.data
    target = data["target"]
    return [
        ("entry", str(line.id)),
        ("event", f"{line.event}, {line.code}"),
        ("actor", f"{line.actor_kind} {data['actor']['id'] or ''}".strip()),
        ("target", f"{target['type']} {target['id']}"),
        *((name, value) for name, value in data["context"].items()),
        ("occurred_at", data["occurred_at"]),
    ]
