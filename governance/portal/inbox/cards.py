"""A question as a card shows it: the sentence, the facts, what happens, the answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber

from agents.models import Reversibility
from agents.phrases import fill
from governance.engine.wording import listed
from governance.models import (
    Action,
    Answer,
    Checkpoint,
    CheckpointAnswer,
    CheckpointKind,
    NoticeOutcome,
)
from governance.portal.inbox.contradictions import Contradiction, contradictions
from governance.portal.inbox.forms import AnswerForm
from governance.selectors.inbox import Question
from governance.states import CheckpointState
from tenants.templatetags.amounts import fields
from tenants.templatetags.characters import count_hidden

_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")
_MOST_PRECEDENTS = 3
_GLYPHS = {
    Reversibility.READ_ONLY: "none",
    Reversibility.REVERSIBLE: "back",
    Reversibility.IRREVERSIBLE: "oneway",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the sentence; ``is_value`` if the agent supplied it."""

    text: str
    is_value: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule that asks, and what it saw here."""

    number: int
    title: str
    reason: str
    seen: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field that was another one when the last action like this was approved."""

    path: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What somebody said: "approved" or "refused", why and when."""

    word: str
    reason: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """All that a person sees of one question, ready to be shown."""

    question: Question
    sentence: tuple[Part, ...]
    act: tuple[Part, ...]
    reversibility: str
    glyph: str
    alarms: list[Contradiction]
    rules: list[Asking]
    exact: list[tuple[str, str]]
    hidden: int
    records: list[tuple[str, list[tuple[str, str]]]]
    last_approved: Checkpoint | None
    changes: list[Change]
    form: AnswerForm | None

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint itself."""
        return self.question.checkpoint

    @property
    def action(self) -> Action:
        """What the agent asked for."""
        found: Action = self.question.checkpoint.action
        return found

    @property
    def owner(self) -> str:
        """Who answered for the agent when it asked."""
        return str(self.question.decision.ownership.membership.user.name)

    @property
    def is_open(self) -> bool:
        """Whether this person may answer, now."""
        waits = self.checkpoint.state == CheckpointState.WAITING
        return waits and not self.question.obstacle

    @property
    def own_answer(self) -> OwnAnswer:
        """What this person said to it, who may not be the one that decided it."""
        own, asked = self.question.own, self.checkpoint
        if own is not None:
            return OwnAnswer(own.answer, own.reason, own.answered_at)
        # Before every person's answer was kept, it was the only one.
        return OwnAnswer(asked.state, asked.reason, asked.answered_at)

    @property
    def asks_above_an_amount(self) -> bool:
        """Whether every rule that asks does so above an amount, which may be raised."""
        hits = self.question.decision.verdict.get("hits", ())
        return bool(hits) and all(
            any(finding["op"] == "more_than" for finding in hit["findings"])
            for hit in hits
        )

    @property
    def who_decides(self) -> str:
        """How many people of which group have to approve."""
        asked = self.checkpoint
        strict = asked.kind == CheckpointKind.FOUR_EYES
        many = asked.quorum > 1
        people = f"{apnumber(asked.quorum)} different people" if many else "one person"
        who = f"{people} of {asked.group.name}"
        if strict:
            own = "do" if many else "does"
            return f"Four eyes: {who} who {own} not answer for the agent."
        told = f"{who} {'have to approve' if many else 'decides'}."
        return told[:1].upper() + told[1:]

    @property
    def progress(self) -> str:
        """How many have approved, and who, where it takes more than one person."""
        asked = self.checkpoint
        if asked.quorum == 1:
            return ""
        said = [one for one in self.question.answers if one.answer == Answer.APPROVED]
        told = f"{len(said)} of {asked.quorum} approved"
        names = [_who(one) for one in said]
        return f"{told}, by {listed(names, joint='and')}" if names else told

    @property
    def decided_by(self) -> str:
        """Who decided it, and in whose place, if in somebody's."""
        by = self.checkpoint.answered_by
        said = (one for one in self.question.answers if one.person == by)
        answer = next(said, None)
        return _who(answer) if answer else str(by.user.name if by else "")

    @property
    def told(self) -> str:
        """How many people were told, and whether all mails were sent."""
        notices = self.question.notices
        people = len({one.person_id for one in notices})
        told = (
            f"{apnumber(people)} {'person was' if people == 1 else 'people were'} told"
        )
        failed = [one for one in notices if one.outcome == NoticeOutcome.FAILED]
        said = f"{told[:1].upper()}{told[1:]} by mail"
        return f"{said}; {len(failed)} not delivered" if failed else said

    @property
    def precedents(self) -> tuple[Checkpoint, ...]:
        """The newest answers about the same records."""
        return self.question.precedents[:_MOST_PRECEDENTS]


def card(question: Question, *, form: AnswerForm | None = None) -> Card:
    """Return the card of a question, with the form to answer it, if somebody may."""
    action: Action = question.checkpoint.action
    parts = sentence(action)
    last = next(filter(_approved, question.precedents), None)
    return Card(
        question=question,
        sentence=parts,
        act=shortened(parts),
        reversibility=_reversibility(action),
        glyph=_GLYPHS[Reversibility(action.action_type.reversibility)],
        alarms=contradictions(action, question.decision),
        rules=_rules(question.decision.verdict),
        exact=_exact(action),
        hidden=count_hidden([action.parameters, action.resource_id]),
        records=_records(question.decision.facts),
        last_approved=last,
        changes=_changes(last.action, action) if last else [],
        form=form,
    )


def sentence(action: Action) -> tuple[Part, ...]:
    """Return what the action would do, its values apart from our own words."""
    pieces = [piece for piece in _PLACEHOLDER.split(action.action_type.phrase) if piece]
    parts = tuple(
        Part(fill(piece, action.parameters), is_value=piece.startswith("{"))
        for piece in pieces
    )
    # What was recorded when it was asked stands; this only finds its parts.
    if "".join(part.text for part in parts) != action.act:
        return (Part(action.act, is_value=True),)
    return parts


def shortened(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the sentence up to its first value, for a button: "pay 740.00 EUR"."""
    for place, part in enumerate(parts):
        if part.is_value:
            return parts[: place + 1]
    return parts


def _who(answer: CheckpointAnswer) -> str:
    name, place = answer.person.user.name, answer.delegated_by
    return f"{name} in the place of {place.user.name}" if place else str(name)


def _approved(checkpoint: Checkpoint) -> bool:
    return checkpoint.state == CheckpointState.APPROVED


def _reversibility(action: Action) -> str:
    steps = action.run.workflow_version.steps
    said = (step.get("effect") for step in steps if step["key"] == action.step)
    label = Reversibility(action.action_type.reversibility).label
    return str(next(filter(None, said), label)).rstrip(".")


def _rules(verdict: Mapping[str, Any]) -> list[Asking]:
    return [
        Asking(
            number=hit["number"],
            title=hit["title"],
            reason=hit["reason"],
            seen="; ".join(finding["text"] for finding in hit["findings"]),
        )
        for hit in verdict.get("hits", [])
    ]


def _exact(action: Action) -> list[tuple[str, str]]:
    resource = f"{action.resource_type} {action.resource_id}".strip()
    return [
        ("action", action.action_type.name),
        *([("resource", resource)] if resource else []),
        *fields(dict(sorted(action.parameters.items()))),
        ("digest", action.digest),
    ]


def _records(facts: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (name.replace("_", " "), list(fields(record)))
        for name, record in sorted(facts.items())
        if record is not None
    ]


def _changes(before: Action, now: Action) -> list[Change]:
    then, here = dict(fields(before.parameters)), dict(fields(now.parameters))
    return [
        Change(path=path, then=then.get(path, ""), now=here.get(path, ""))
        for path in sorted({*then, *here})
        if then.get(path) != here.get(path)
    ]
