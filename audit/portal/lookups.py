"""Reads beside the trace itself: names, numbers and counts, from the ledger alone.

What an agent is called and which number a run has, the entries themselves say:
nothing above the ledger is asked.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db.models.fields.json import KT

from audit.commitments import Sealed, opens
from audit.events import Event
from audit.models import Entry, PrivateValue
from audit.selectors import Filters
from audit.sentences import ALTERED, ERASED

MOST_COUNTED = 1000
# So many of the newest entries say which agents are offered, however long the
# ledger is.
_LATELY = 2000
# UUIDv7 (RFC 9562, section 5.7): milliseconds come first, these bits after them.
_BITS_AFTER_MILLISECONDS = 80


def agents_lately() -> dict[str, str]:
    """Return the names by id of the agents that appeared lately. Two queries."""
    lately = Entry.objects.order_by("-id").values_list("agent_id", flat=True)
    # Told apart here: joined with themselves, the same rows take ten times as long.
    return agent_names(set(lately[:_LATELY]) - {None})


def agent_names(agent_ids: Iterable[str | None]) -> dict[str, str]:
    """Return what these agents were called last, by id, in order. One query."""
    about = Entry.objects.filter(
        target_id__in=list(agent_ids), data__params__has_key="agent"
    ).annotate(name=KT("data__params__agent"))
    newest = about.order_by("target_id", "-id").distinct("target_id")
    named = newest.values_list("target_id", "name")
    return dict(sorted(named, key=lambda found: (found[1], found[0])))


def run_numbers(run_ids: Iterable[str]) -> dict[str, int]:
    """Return the numbers of these runs by id. One query."""
    opened = Entry.objects.filter(
        target_id__in=set(run_ids), event=Event.RUN_OPENED.value
    ).annotate(number=KT("data__params__run"))
    found = opened.values_list("target_id", "number")
    return {run_id: int(number) for run_id, number in found}


def count_since(start: datetime, filters: Filters) -> int:
    """Return how many entries match since a moment, ``MOST_COUNTED`` + 1 at most.

    By id, which begins with the time, so the newest are all that is read. One query.
    """
    first = UUID(int=int(start.timestamp() * 1000) << _BITS_AFTER_MILLISECONDS)
    wanted = {name: value for name, value in asdict(filters).items() if value}
    return Entry.objects.filter(id__gte=first, **wanted)[: MOST_COUNTED + 1].count()


def beside(row: Entry) -> dict[str, str]:
    """Return what stands beside an entry, by name, as far as it is still there.

    What is not what was hashed is not told. One query.
    """
    told = dict.fromkeys(row.data["private"], ERASED)
    for one in PrivateValue.objects.filter(entry_id=row.id, path__in=told):
        made = row.data["private"][one.path]
        sealed = Sealed(one.path, bytes(one.salt), one.value, commitment=made)
        told[one.path] = one.value if opens(sealed) else ALTERED
    return told
