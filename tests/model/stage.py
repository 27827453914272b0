"""Where the machine plays: one Acme for all examples, and what its agent can do."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from agents.declarations import Declaration
from agents.models import EffectClass, Performer, Reversibility
from agents.services import publish_action_type
from config.demo.process import WORKFLOW_KEY
from governance.models import BoundaryRule, Workflow
from governance.services.boundaries import draft_rule, publish_boundary
from tests.cast import Cast, make_acme
from tests.governance import kinds
from tests.model.seen import Action

ASK = "model-ask-"
# Room for two actions about one invoice, so that a third finds none.
ROOM = 2
# What is over this waits for a person.
ALONE = Decimal(500)
# What undoes is of one of these classes itself; the first is usual.
_UNDO = (EffectClass.UNSAFE, EffectClass.QUERYABLE)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of action: what is known of its effect, and who carries it out."""

    effect: EffectClass
    performer: Performer

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.performer.value}.{self.effect.value}"

    @property
    def may_be_repeated(self) -> bool:
        """Whether the platform may send it more than once."""
        safe = self.effect in {EffectClass.PURE, EffectClass.IDEMPOTENT}
        return safe and self.performer == Performer.PLATFORM


@dataclass(frozen=True, slots=True)
class Stage:
    """Acme, and the types of action by name."""

    cast: Cast
    kinds: dict[str, Kind]
    workflow: UUID

    def needs_a_yes(self, action: Action) -> bool:
        """Return whether a person has to allow this, as the rules stand always."""
        return action.worth > ALONE

    def reword_the_rules(self) -> None:
        """Publish the rules that ask a person in other words."""
        with self.cast.scope(self.cast.ada):
            for rule in BoundaryRule.objects.filter(key__startswith=ASK):
                rule.reason = f"Over 500 EUR somebody looks ({uuid.uuid4().hex})."
                rule.save(update_fields=["reason"])
            publish_boundary(published_by=self.cast.ada)


@cache
def stage() -> Stage:
    """Make Acme once and return the stage."""
    cast = make_acme()
    found = [Kind(effect, by) for by in Performer for effect in EffectClass]
    undoing = {undo_of(effect): Kind(effect, Performer.PLATFORM) for effect in _UNDO}
    for effect in _UNDO:
        _declare_undoing(cast, effect)
    for kind in found:
        undone = {} if kind.effect is EffectClass.PURE else _undone_by(kind.effect)
        kinds.declare(cast, kind.effect, performer=kind.performer, compensation=undone)
    with cast.scope(cast.ada):
        _draft_rules()
        publish_boundary(published_by=cast.ada)
        workflow = Workflow.objects.get(key=WORKFLOW_KEY).id
    every = {kind.name: kind for kind in found} | undoing
    return Stage(cast, every, workflow)


def undo_of(effect: EffectClass) -> str:
    """Return the name of what undoes an effect of this class."""
    return f"undo.{effect.value if effect in _UNDO else _UNDO[0].value}"


def _undone_by(effect: EffectClass) -> dict[str, Any]:
    return {"action": undo_of(effect), "parameters": {"of": "intent"}}


def _declare_undoing(cast: Cast, effect: EffectClass) -> None:
    schema = {"type": "object", "properties": {"of": {"type": "string"}}}
    declaration = Declaration(
        name=undo_of(effect),
        title="Undo it",
        phrase="undo {of}",
        schema={**schema, "required": ["of"], "additionalProperties": False},
        reversibility=Reversibility.IRREVERSIBLE,
        effect_class=effect,
        probe=kinds.PROBE if effect is EffectClass.QUERYABLE else {},
    )
    with cast.scope(cast.ada):
        publish_action_type(declaration, runner=kinds.bank())
        kinds.allow(cast, declaration.name)


def _draft_rules() -> None:
    of_invoice = {"count": ROOM, "per": ["parameters.invoice"], "window": "ever"}
    of_effect = {"count": ROOM, "per": ["parameters.of"], "window": "ever"}
    limits = {**{one.value: of_invoice for one in Performer}, "undo": of_effect}
    for what, limit in limits.items():
        draft_rule(
            key=f"model-limit-{what}",
            title="So many for one thing",
            effect="deny",
            action=f"{what}.*",
            conditions=None,
            limit=limit,
            reason="It is only a test.",
        )
    over = {"amount": "500.00", "currency": "EUR"}
    for performer in Performer:
        draft_rule(
            key=f"{ASK}{performer.value}",
            title="A person looks at much money",
            effect="checkpoint",
            action=f"{performer.value}.*",
            conditions={"field": "parameters.amount", "op": "more_than", "value": over},
            obligation={"group": "Finance", "kind": "confirm", "minutes": 60},
            reason="Over 500 EUR somebody looks.",
        )
