"""What an action type says about itself, and whether that fits together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agents.models import EffectClass, Performer, Reversibility, Runner, RunnerKind
from tenants.errors import Invalid

# Below the runner's own host, with the intent's id somewhere in it.
_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~/?=&-]*\{intent\}[A-Za-z0-9._~/?=&-]*")
_LONGEST_PATH = 200
_DAY = 24 * 3600
_PERMIT_SECONDS = range(5, _DAY + 1)
_REPEAT_SECONDS = range(1, 366 * _DAY)


@dataclass(frozen=True, slots=True)
class Declaration:
    """What an action type says about itself."""

    name: str
    title: str
    phrase: str
    schema: Mapping[str, Any]
    reversibility: Reversibility
    effect_class: EffectClass = EffectClass.UNSAFE
    lookups: Mapping[str, Any] = field(default_factory=dict)
    performer: Performer = Performer.PLATFORM
    probe: Mapping[str, Any] = field(default_factory=dict)
    repeat_seconds: int = 24 * 3600
    permit_seconds: int = 120


def check_effect(declaration: Declaration, runner: Runner | None) -> None:
    """Refuse what could not be carried out, or not be asked about, as it is declared.

    Raises:
        Invalid: the field is named.
    """
    if declaration.performer == Performer.PLATFORM and runner is None:
        raise Invalid("The platform needs a runner to carry this out.", field="runner")
    if declaration.permit_seconds not in _PERMIT_SECONDS:
        raise Invalid("A permit lasts 5 seconds to a day.", field="permit_seconds")
    if declaration.repeat_seconds not in _REPEAT_SECONDS:
        raise Invalid("Give 1 second to a year.", field="repeat_seconds")
    queryable = declaration.effect_class == EffectClass.QUERYABLE
    if queryable and not declaration.probe:
        raise Invalid("Say how its target can be asked.", field="probe")
    if declaration.probe:
        _check_probe(declaration, runner)


def _check_probe(declaration: Declaration, runner: Runner | None) -> None:
    probe = declaration.probe
    if declaration.effect_class == EffectClass.UNSAFE:
        raise Invalid(
            "An unsafe action is one whose target cannot be asked: call it queryable.",
            field="probe",
        )
    if runner is None or runner.kind != RunnerKind.WEBHOOK:
        raise Invalid("Only the target of a webhook can be asked.", field="probe")
    if set(probe) - {"path", "settle_seconds"}:
        raise Invalid("It has a path and settle_seconds, no more.", field="probe")
    path = probe.get("path")
    if not isinstance(path, str) or len(path) > _LONGEST_PATH:
        raise Invalid("Give a path like /payments/{intent}.", field="probe.path")
    if not _PATH.fullmatch(path):
        raise Invalid("Give a path like /payments/{intent}.", field="probe.path")
    settle = probe.get("settle_seconds", 0)
    if type(settle) is not int or not 0 <= settle <= _DAY:
        said = "Give whole seconds, a day at most."
        raise Invalid(said, field="probe.settle_seconds")
