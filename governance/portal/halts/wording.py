"""What is said about halts."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import apnumber

from governance.models import Halt
from governance.selectors.halt_pages import TakenEffect
from governance.selectors.halt_targets import HaltTarget
from tenants.templatetags.times import left

_MINUTE = 60


def halts_sentence(halts: Sequence[Halt]) -> str:
    """Return whether anything is halted."""
    if not halts:
        return "Nothing is halted."
    if len(halts) == 1:
        return f"{halts[0].label} is halted."
    count = str(apnumber(len(halts)))
    return f"{count.capitalize()} things are halted."


def target_sentence(target: HaltTarget) -> str:
    """Return what can be stopped here."""
    return f"{target.label} is not halted. Here you stop it."


def halt_sentence(halt: Halt) -> str:
    """Return whether it is halted, and who has to do what about that."""
    if halt.lifted_at is not None:
        return f"{halt.label} is no longer halted."
    if halt.lift_asked_at is not None:
        return f"{halt.label} is halted, and waits for a second person to lift that."
    return f"{halt.label} is halted: nothing of it passes the gate."


def effect_sentence(effect: TakenEffect) -> str:
    """Return how long it took until nothing was on its way any more."""
    if effect.took is None:
        count = _actions(effect.pending)
        return f"{count} sent before the halt, and not answered yet."
    if not effect.in_flight:
        return "It stopped at once: nothing was on its way."
    return (
        f"It stopped within {spell(effect.took)}: then the last action that was on its "
        "way had its answer."
    )


def spell(span: timedelta) -> str:
    """Return a span in the unit that tells most: "340 ms", "4.2 s", "3 min"."""
    seconds = span.total_seconds()
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    return left(int(seconds)).removesuffix(" left")


def _actions(count: int) -> str:
    return "1 action was" if count == 1 else f"{count} actions were"
