"""Reads: whether anybody doubts what became of an intent."""

from agents.models import EffectClass
from governance.models import Intent, Outcome, Result


def is_in_doubt(intent: Intent) -> bool:
    """Return whether it may have happened, by what has been seen of it until now.

    Not of what has no effect, nor where everybody who looked saw that it did not.
    """
    if intent.action.action_type.effect_class == EffectClass.PURE:
        return False
    found = Outcome.objects.filter(intent=intent)
    return found.exclude(result=Result.FAILED_CLEAN).exists()


def may_have_happened(intent: Intent) -> bool:
    """Return whether it may have happened, also where nothing has been seen of it."""
    if is_in_doubt(intent):
        return True
    has_effect = intent.action.action_type.effect_class != EffectClass.PURE
    return has_effect and not Outcome.objects.filter(intent=intent).exists()
