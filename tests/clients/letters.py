"""An action that the agent carries out by itself: it sends letters."""

from typing import Any

from agents.declarations import Declaration
from agents.models import Performer, Reversibility
from agents.services import publish_action_type
from governance.models import BoundaryRule
from governance.services.boundaries import draft_rule, publish_boundary
from tests.cast import Cast

SEND = "letter.send"
LETTER = {"to": "Nordlicht GmbH", "text": "Your invoice is paid."}
WHY = "The supplier has asked for it."
_TEXT = {"type": "string", "maxLength": 200}
_ASK = {"group": "Finance", "kind": "confirm", "minutes": 60}
_DECLARATION = Declaration(
    name=SEND,
    title="Send a letter",
    phrase="write to {to}",
    schema={
        "type": "object",
        "properties": {"to": _TEXT, "text": _TEXT},
        "required": ["to", "text"],
        "additionalProperties": False,
    },
    reversibility=Reversibility.IRREVERSIBLE,
    performer=Performer.AGENT,
)


def declare_letters(cast: Cast) -> None:
    """Let the agent write letters: to the police never, to a bank when asked."""
    with cast.scope():
        publish_action_type(_DECLARATION, runner=None)
        _rule("letters", "allow", {"not": _to("bank")})
        _rule("letters-bank", "checkpoint", _to("bank"), obligation=_ASK)
        _rule("letters-police", "deny", _to("police"))
        publish_boundary(published_by=cast.ada)


def _to(whom: str) -> dict[str, Any]:
    return {"field": "parameters.to", "op": "equals", "value": whom}


def _rule(key: str, effect: str, conditions: Any, **more: Any) -> None:
    draft_rule(
        number=BoundaryRule.objects.count() + 1,
        key=key,
        title=f"For these tests: {key}",
        effect=effect,
        workflow="*",
        action=SEND,
        conditions=conditions,
        reason="It is only a test.",
        **more,
    )
