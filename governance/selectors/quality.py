"""Reads: how the questions of the last months were decided, by rule and by person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from governance.escalation import Place
from governance.models import (
    Answer,
    Checkpoint,
    CheckpointAnswer,
    CheckpointNotice,
    Decision,
    Effect,
)
from governance.quality import Case, Ending, Quality, quality_of
from governance.states import CheckpointState
from tenants.models import Membership

# The newest of them, where there are more.
MOST = 5000
_ENDINGS = {
    CheckpointState.APPROVED: Ending.APPROVED,
    CheckpointState.REFUSED: Ending.REFUSED,
    CheckpointState.EXPIRED: Ending.LAPSED,
}
_SAID = {Answer.APPROVED: Ending.APPROVED, Answer.REFUSED: Ending.REFUSED}


@dataclass(frozen=True, slots=True)
class RuleQuality:
    """How the questions of one rule were decided; called as the newest of them says."""

    number: int
    title: str
    quality: Quality


@dataclass(frozen=True, slots=True)
class PersonQuality:
    """How one person decides; ``lapsed`` are those they were told of in vain."""

    person: Membership
    quality: Quality


@dataclass(frozen=True, slots=True)
class Deciding:
    """How people decide: all together, by rule and by person, the most asked first."""

    whole: Quality
    rules: list[RuleQuality]
    people: list[PersonQuality]


def deciding(*, since: datetime) -> Deciding:
    """Return how the questions asked since a moment were decided. Five queries."""
    ended = Checkpoint.objects.filter(asked_at__gte=since, state__in=_ENDINGS)
    rows = list(ended.order_by("-asked_at", "-id")[:MOST])
    return Deciding(
        whole=quality_of(_case(row) for row in rows),
        rules=_by_rule(rows),
        people=_by_person(rows),
    )


def _case(row: Checkpoint) -> Case:
    took = row.answered_at - row.asked_at if row.answered_at else None
    return Case(_ENDINGS[CheckpointState(row.state)], took)


def _by_rule(rows: Sequence[Checkpoint]) -> list[RuleQuality]:
    asked_by = _rules(rows)
    cases: dict[str, list[Case]] = defaultdict(list)
    named: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        for hit in asked_by.get(row.id, ()):
            named.setdefault(hit["key"], hit)
            cases[hit["key"]].append(_case(row))
    found = [
        RuleQuality(hit["number"], hit["title"], quality_of(cases[key]))
        for key, hit in named.items()
    ]
    return sorted(found, key=lambda one: (-one.quality.asked, one.number))


def _rules(rows: Sequence[Checkpoint]) -> dict[UUID, Iterable[Mapping[str, Any]]]:
    """Return the rules that asked, by checkpoint: those of the decision before it."""
    decisions = Decision.objects.filter(
        action_id__in={row.action_id for row in rows}, effect=Effect.CHECKPOINT
    )
    by_action: dict[UUID, list[tuple[datetime, Any]]] = defaultdict(list)
    wanted = decisions.order_by("decided_at", "id")
    for action_id, at, hits in wanted.values_list(
        "action_id", "decided_at", "verdict__hits"
    ):
        by_action[action_id].append((at, hits or []))
    found: dict[UUID, Iterable[Mapping[str, Any]]] = {}
    for row in rows:
        before = [hits for at, hits in by_action[row.action_id] if at <= row.asked_at]
        if before:
            found[row.id] = before[-1]
    return found


def _by_person(rows: Sequence[Checkpoint]) -> list[PersonQuality]:
    known = {row.id: row for row in rows}
    cases: dict[UUID, list[Case]] = defaultdict(list)
    answers = CheckpointAnswer.objects.filter(checkpoint_id__in=known)
    said = set()
    for answer in answers:
        took = answer.answered_at - known[answer.checkpoint_id].asked_at
        cases[answer.person_id].append(Case(_SAID[Answer(answer.answer)], took))
        said.add((answer.checkpoint_id, answer.person_id))
    for missed in _told_in_vain(rows) - said:
        cases[missed[1]].append(Case(Ending.LAPSED))
    people = Membership.objects.filter(id__in=cases).select_related("user")
    found = [PersonQuality(one, quality_of(cases[one.id])) for one in people]
    return sorted(found, key=lambda one: (-one.quality.asked, one.person.user.name))


def _told_in_vain(rows: Iterable[Checkpoint]) -> set[tuple[UUID, UUID]]:
    """Return which checkpoints lapsed though who was told of them?"""
    lapsed = [row.id for row in rows if row.state == CheckpointState.EXPIRED]
    told = CheckpointNotice.objects.filter(checkpoint_id__in=lapsed, place=Place.GROUP)
    return set(told.values_list("checkpoint_id", "person_id"))
