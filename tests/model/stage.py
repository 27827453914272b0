"""Where the machine plays: one Acme for all examples, and what its agent can do."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from uuid import UUID

from agents.models import EffectClass, Performer
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
    for kind in found:
        kinds.declare(cast, kind.effect, performer=kind.performer)
    with cast.scope(cast.ada):
        _draft_rules()
        publish_boundary(published_by=cast.ada)
        workflow = Workflow.objects.get(key=WORKFLOW_KEY).id
    return Stage(cast, {kind.name: kind for kind in found}, workflow)


def _draft_rules() -> None:
    limit = {"count": ROOM, "per": ["parameters.invoice"], "window": "ever"}
    over = {"amount": "500.00", "currency": "EUR"}
    for performer in Performer:
        draft_rule(
            key=f"model-limit-{performer.value}",
            title="So many for one invoice",
            effect="deny",
            action=f"{performer.value}.*",
            conditions=None,
            limit=limit,
            reason="It is only a test.",
        )
        draft_rule(
            key=f"{ASK}{performer.value}",
            title="A person looks at much money",
            effect="checkpoint",
            action=f"{performer.value}.*",
            conditions={"field": "parameters.amount", "op": "more_than", "value": over},
            obligation={"group": "Finance", "kind": "confirm", "minutes": 60},
            reason="Over 500 EUR somebody looks.",
        )
