"""One boundary rule, read from a document and checked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

from governance.engine.conditions import Node, read_conditions
from governance.engine.effects import Effect
from governance.engine.globs import Glob, read_glob
from governance.engine.limits import Limit, read_limit
from governance.engine.reading import (
    Place,
    read_choice,
    read_flag,
    read_object,
    read_text,
    read_whole_number,
)
from governance.engine.verdict import Obligation

# What every rule has, if only as null.
MEMBERS = frozenset(
    {
        "key",
        "number",
        "title",
        "effect",
        "observe",
        "subject",
        "workflow",
        "action",
        "conditions",
        "obligation",
        "limit",
        "reason",
    }
)
_HIGHEST_NUMBER = 1_000_000
_KINDS = frozenset({"confirm", "four_eyes"})
_EFFECTS = frozenset(effect.value for effect in Effect)
_MONTH_OF_MINUTES = 31 * 24 * 60
_LARGEST_QUORUM = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a boundary, read and checked.

    A rule that observes decides nothing: it is told when it would have applied.
    A guardrail is the platform's own and binds every client.
    """

    key: str
    number: int
    title: str
    effect: Effect
    observe: bool
    subject: str
    workflow: Glob
    action: Glob
    conditions: Node | None
    obligation: Obligation | None
    limit: Limit | None
    reason: str
    guardrail: bool = False

    def speaks_of(self, *, agent: str, workflow: str, action: str) -> bool:
        """Tell whether the rule can say anything about this action of this agent."""
        return (
            self.subject in ("*", agent)
            and self.action.matches(action)
            and self.workflow.matches(workflow)
        )


@dataclass(frozen=True, slots=True)
class _Fields:
    """The members of one rule, read by name so that refusals name the place."""

    members: Mapping[str, object]
    place: Place

    def read(self, name: str, reader: Callable[..., T], **options: object) -> T:
        return reader(self.members[name], place=self.place.at(name), **options)

    def optional(self, name: str, reader: Callable[..., T]) -> T | None:
        return None if self.members[name] is None else self.read(name, reader)


def read_rule(raw: object, *, place: Place, guardrail: bool = False) -> Rule:
    """Read one rule; raises DocumentError."""
    members = read_object(raw, place=place, members=MEMBERS)
    key = read_text(members["key"], place=place.at("key"), longest=100)
    fields = _Fields(members, Place(rule=key, lists=place.lists))
    rule = Rule(
        key=key,
        number=fields.read(
            "number", read_whole_number, lowest=1, highest=_HIGHEST_NUMBER
        ),
        title=fields.read("title", read_text, longest=200),
        effect=Effect(fields.read("effect", read_choice, choices=_EFFECTS)),
        observe=fields.read("observe", read_flag),
        subject=fields.read("subject", read_text, longest=200),
        workflow=fields.read("workflow", read_glob),
        action=fields.read("action", read_glob),
        conditions=fields.optional("conditions", read_conditions),
        obligation=fields.optional("obligation", _read_obligation),
        limit=fields.optional("limit", read_limit),
        reason=fields.read("reason", read_text, longest=1000, blank=True),
        guardrail=guardrail,
    )
    _refuse_mismatch(rule, fields.place)
    return rule


def _read_obligation(raw: object, *, place: Place) -> Obligation:
    members = {"group", "kind", "quorum", "minutes"}
    fields = _Fields(read_object(raw, place=place, members=members), place)
    kind = fields.read("kind", read_choice, choices=_KINDS)
    return Obligation(
        group=fields.read("group", read_text, longest=100),
        kind=cast("Literal['confirm', 'four_eyes']", kind),
        quorum=fields.read(
            "quorum", read_whole_number, lowest=1, highest=_LARGEST_QUORUM
        ),
        minutes=fields.read(
            "minutes", read_whole_number, lowest=1, highest=_MONTH_OF_MINUTES
        ),
    )


def _refuse_mismatch(rule: Rule, place: Place) -> None:
    asks = rule.effect is Effect.CHECKPOINT
    if asks and rule.obligation is None:
        raise place.at("obligation").refusal("a checkpoint says who must answer it")
    if not asks and rule.obligation is not None:
        raise place.at("obligation").refusal("only a checkpoint has an obligation")
    if rule.limit is not None and rule.effect is Effect.ALLOW:
        raise place.at("limit").refusal("a limit refuses or asks; it never allows")
    if rule.limit is not None and rule.observe:
        raise place.at("observe").refusal("a limit counts what it lets through")
    if rule.guardrail and rule.effect is Effect.ALLOW:
        raise place.at("effect").refusal("a guardrail refuses or asks; allows nothing")
