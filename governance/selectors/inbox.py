"""Reads: the questions that wait for people, and how they were answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from agents.lookups import RESOURCE, stands_at
from governance.models import (
    Action,
    Checkpoint,
    CheckpointAnswer,
    CheckpointNotice,
    Decision,
    Effect,
)
from governance.selectors.attention import waiting_checkpoints, waiting_for
from governance.selectors.notices import barred_from, notices_of
from governance.states import CheckpointState
from tenants.errors import NotFound
from tenants.models import Membership
from tenants.selectors.seats import Seat, eligible, seats_in

PAGE_SIZE = 20
ANSWERED = "You have answered this, and more people have to."
_ANSWERED = (CheckpointState.APPROVED, CheckpointState.REFUSED)
# How many earlier answers are looked through for ones of the same kind.
_LOOKED_THROUGH = 200
_LOADED = (
    "group",
    "answered_by__user",
    "action__agent",
    "action__action_type",
    "action__run__workflow_version",
)


class Show(StrEnum):
    """Which part of the inbox somebody looks at."""

    MINE = "mine"
    OTHERS = "others"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Outline:
    """How many questions there are, when the first lapses and the last was asked."""

    count: int
    first_deadline: datetime | None
    last_asked: datetime | None


@dataclass(frozen=True, slots=True)
class Question:
    """A checkpoint with what it takes to answer it.

    ``decision`` is why it was asked, ``obstacle`` why this person may not answer
    (empty: may), ``answerers`` are who may, ``answers`` what people have said to it,
    the first of them first, ``notices`` who was told of it, ``own`` what this person
    has said, and ``precedents`` the earlier answers about the same records, newest
    first.
    """

    checkpoint: Checkpoint
    decision: Decision
    obstacle: str
    answerers: tuple[str, ...]
    answers: tuple[CheckpointAnswer, ...]
    notices: tuple[CheckpointNotice, ...]
    own: CheckpointAnswer | None
    precedents: tuple[Checkpoint, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of questions, and whether there are more after it."""

    questions: list[Question]
    more: bool


def obstacle(
    checkpoint: Checkpoint,
    membership: Membership,
    *,
    seats: Sequence[Seat],
    answered: bool = False,
) -> str:
    """Return why this person may not answer, or nothing.

    ``seats`` are those of the checkpoint's group, which must be loaded.
    """
    if answered:
        return ANSWERED
    held = [one for one in seats if one.holder.id == membership.id]
    if not membership.is_active or not held:
        return _no_seat(checkpoint, membership, seats)
    barred = barred_from(checkpoint)
    if all(one.is_barred(barred) for one in held):
        return "You answer for this agent, so somebody else has to decide this."
    return ""


def _no_seat(
    checkpoint: Checkpoint, membership: Membership, seats: Sequence[Seat]
) -> str:
    for one in seats:
        if one.member.id == membership.id and one.is_delegated:
            return f"{one.holder.user.name} answers in your place meanwhile."
    return f"Only people of {checkpoint.group.name} can answer this."


def outline(membership: Membership, show: Show) -> Outline:
    """Return the outline of a part of the inbox. One query."""
    return Outline(
        **_part(membership, show).aggregate(
            count=Count("id"),
            first_deadline=Min("deadline"),
            last_asked=Max("asked_at"),
        )
    )


def listing(membership: Membership, show: Show, *, page: int) -> Listing:
    """Return a page, counted from 1: the next to lapse, or the last decided, first.

    Seven queries, however many questions there are; one if there are none.
    """
    start = (page - 1) * PAGE_SIZE
    rows = _part(membership, show).select_related(*_LOADED)
    if show is Show.DECIDED:
        # What expired after this person's yes was decided by its deadline.
        rows = rows.order_by(Coalesce("answered_at", "deadline").desc(), "-id")
    else:
        rows = rows.order_by("deadline", "id")
    found = list(rows[start : start + PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return Listing(_questions(shown, membership), more=len(found) > PAGE_SIZE)


def question(checkpoint_id: UUID, membership: Membership) -> Question:
    """Return one question, whatever has become of it. Seven queries.

    Raises:
        NotFound: no such checkpoint, or another client's: the same answer.
    """
    rows = Checkpoint.objects.filter(id=checkpoint_id).select_related(*_LOADED)
    found = _questions(list(rows), membership)
    if not found:
        raise NotFound("There is no such question.")
    return found[0]


def asked_since(membership: Membership, since: datetime) -> int:
    """Return how many questions for this person came after a moment. One query."""
    return waiting_for(membership).filter(asked_at__gt=since).count()


def _part(membership: Membership, show: Show) -> QuerySet[Checkpoint]:
    if show is Show.MINE:
        return waiting_for(membership)
    if show is Show.OTHERS:
        return waiting_checkpoints().exclude(
            id__in=waiting_for(membership).values("id")
        )
    said = CheckpointAnswer.objects.filter(person=membership).values("checkpoint_id")
    mine = Checkpoint.objects.filter(Q(answered_by=membership) | Q(id__in=said))
    return mine.exclude(state=CheckpointState.WAITING)


def _questions(rows: Sequence[Checkpoint], membership: Membership) -> list[Question]:
    if not rows:
        return []
    decisions = _decisions(rows)
    seats = _seats({row.group_id for row in rows})
    precedents = _precedents(rows)
    answers = _answers(rows)
    notices = notices_of(rows)
    return [
        Question(
            checkpoint=row,
            decision=_at_its_time(decisions[row.action_id], row),
            obstacle=obstacle(
                row,
                membership,
                seats=seats[row.group_id],
                answered=_of(membership, answers[row.id]) is not None,
            ),
            answerers=tuple(
                one.user.name
                for one in eligible(seats[row.group_id], barred=barred_from(row))
                if _of(one, answers[row.id]) is None
            ),
            answers=tuple(answers[row.id]),
            notices=tuple(notices[row.id]),
            own=_of(membership, answers[row.id]),
            precedents=tuple(
                one
                for one in precedents
                if one.id != row.id and _keys(one.action) == _keys(row.action)
            ),
        )
        for row in rows
    ]


def _decisions(rows: Iterable[Checkpoint]) -> dict[UUID, list[Decision]]:
    found = Decision.objects.filter(
        action_id__in=[row.action_id for row in rows], effect=Effect.CHECKPOINT
    )
    by_action: dict[UUID, list[Decision]] = defaultdict(list)
    for decision in found.select_related("ownership__membership__user").order_by("id"):
        by_action[decision.action_id].append(decision)
    return by_action


def _at_its_time(decisions: Sequence[Decision], row: Checkpoint) -> Decision:
    # An action may be asked about again: each checkpoint has the decision before it.
    before = [one for one in decisions if one.decided_at <= row.asked_at]
    return (before or decisions)[-1]


def _answers(rows: Iterable[Checkpoint]) -> dict[UUID, list[CheckpointAnswer]]:
    found = CheckpointAnswer.objects.filter(checkpoint__in=rows)
    by_checkpoint: dict[UUID, list[CheckpointAnswer]] = defaultdict(list)
    found = found.select_related("person__user", "delegated_by__user")
    for answer in found.order_by("answered_at", "id"):
        by_checkpoint[answer.checkpoint_id].append(answer)
    return by_checkpoint


def _of(
    membership: Membership, answers: Iterable[CheckpointAnswer]
) -> CheckpointAnswer | None:
    own = (answer for answer in answers if answer.person_id == membership.id)
    return next(own, None)


def _seats(groups: Collection[UUID]) -> dict[UUID, list[Seat]]:
    by_group: dict[UUID, list[Seat]] = defaultdict(list)
    for seat in seats_in(groups):
        by_group[seat.group_id].append(seat)
    return by_group


def _precedents(rows: Iterable[Checkpoint]) -> list[Checkpoint]:
    """Return the last answers about the records that these rows are about, too."""
    alike = Q(id__in=[])
    for name, keys in {_keys(row.action) for row in rows}:
        if keys:
            about = [_about(key, value) for key, value in keys]
            alike |= Q(*about, action__action_type__name=name)
    answered = Checkpoint.objects.filter(alike, state__in=_ANSWERED)
    found = answered.select_related("answered_by__user", *_LOADED[2:])
    return list(found.order_by("-answered_at", "-id")[:_LOOKED_THROUGH])


def _keys(action: Action) -> tuple[str, tuple[tuple[str, str | int], ...]]:
    """Return what an action is and which records it looks up, by where keys stand."""
    names = {lookup["key"] for lookup in action.action_type.lookups.values()}
    held = (
        (name, stands_at(name, action.parameters, action.resource_id))
        for name in sorted(names)
    )
    return action.action_type.name, tuple((k, v) for k, v in held if v is not None)


def _about(key: str, value: str | int) -> Q:
    """Say which actions have this value where the key of a look-up stands."""
    if key == RESOURCE:
        return Q(action__resource_id=value)
    held: Any = value
    for part in reversed(key.split(".")):
        held = {part: held}
    return Q(action__parameters__contains=held)
