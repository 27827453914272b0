"""Reads: what is known of the effects of a client's actions."""

from agents.models import ActionType, EffectClass, Performer
from agents.selectors import current_action_types
from governance.halt_policy import NO_EFFECT, Kind
from governance.procedure import Step


def kind_of(action_type: ActionType) -> Kind:
    """Return what is known of the effect of an action type."""
    return Kind(
        effect=action_type.effect_class,
        askable=can_be_asked(action_type),
        by_agent=action_type.performer == Performer.AGENT,
    )


def can_be_asked(action_type: ActionType) -> bool:
    """Return whether the target says what became of an intent."""
    safe = action_type.effect_class != EffectClass.UNSAFE
    return safe and bool(action_type.probe)


class Kinds:
    """What is known of the effect of each action that is declared now. One query."""

    def __init__(self) -> None:
        """Read them once."""
        self._known = {one.name: kind_of(one) for one in current_action_types()}

    def of(self, step: Step) -> Kind:
        """Return what is known of a step; what is not declared can prove nothing."""
        if not step.action:
            return NO_EFFECT
        return self._known.get(step.action, Kind(effect=EffectClass.UNSAFE.value))
