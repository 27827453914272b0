"""What an action type says about itself, and whether that fits together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agents.compensation import check_compensation
from agents.lookups import RESOURCE, is_key
from agents.models import EffectClass, Performer, Reversibility, Runner, RunnerKind
from agents.phrases import placeholders, stray_braces
from agents.schemas import check_schema, part_of, properties_of
from tenants.errors import Invalid

# Below the runner's own host, with the intent's id somewhere in it.
_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~/?=&-]*\{intent\}[A-Za-z0-9._~/?=&-]*")
_LONGEST_PATH = 200
_NAME = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*")
_LONGEST_NAME = 80
_LONGEST_TITLE = 120
_LONGEST_PHRASE = 200
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
    compensation: Mapping[str, Any] = field(default_factory=dict)
    repeat_seconds: int = 24 * 3600
    permit_seconds: int = 120


def check_declaration(declaration: Declaration, runner: Runner | None) -> None:
    """Refuse a declaration that does not fit together.

    Raises:
        Invalid: the field is named.
    """
    check_words(declaration.name, declaration.title)
    check_parameters(declaration.schema)
    check_phrase(declaration.phrase, declaration.schema)
    check_lookups(declaration.lookups, declaration.schema)
    check_effect(declaration, runner)
    check_compensation(
        declaration.compensation, declaration.schema, declaration.reversibility
    )


def check_words(name: str, title: str) -> None:
    """Refuse a name that no rule could name, or a title that says nothing.

    Raises:
        Invalid: the field is named.
    """
    if not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        told = f"Small letters and dots, like payment.send; {_LONGEST_NAME} at most."
        raise Invalid(told, field="name")
    if not 0 < len(title.strip()) <= _LONGEST_TITLE:
        raise Invalid(f"Give 1 to {_LONGEST_TITLE} characters.", field="title")


def check_parameters(schema: Mapping[str, Any]) -> None:
    """Refuse a schema of anything but an object: parameters have names.

    Raises:
        Invalid: says where in the schema, and what may stand there instead.
    """
    check_schema(schema)
    if schema.get("type") != "object":
        told = 'Parameters have names: the schema needs "type": "object" at its top.'
        raise Invalid(told, field="schema")


def check_phrase(phrase: str, schema: Mapping[str, Any]) -> None:
    """Refuse a phrase that speaks of what no parameter fills.

    Raises:
        Invalid: names the placeholder.
    """
    if not 0 < len(phrase.strip()) <= _LONGEST_PHRASE:
        raise Invalid(f"Give 1 to {_LONGEST_PHRASE} characters.", field="phrase")
    for stray in stray_braces(phrase):
        told = f"{stray} is no placeholder: write {{name}} or {{name.part}}."
        raise Invalid(told, field="phrase")
    for path in placeholders(phrase):
        if part_of(path, schema) is None:
            known = ", ".join(properties_of(schema)) or "there are none yet"
            told = f"No parameter fills {{{path}}}. Parameters: {known}."
            raise Invalid(told, field="phrase")


def check_lookups(lookups: Mapping[str, Any], schema: Mapping[str, Any]) -> None:
    """Refuse a look-up by what is no parameter, nor could be the key of a record.

    The key is a parameter, a part of one (``supplier.id``) or ``resource.id``.

    Raises:
        Invalid: names the look-up.
    """
    for name, lookup in lookups.items():
        if why := _no_key(lookup["key"], schema):
            told = f"{name} is looked up by {lookup['key']}, which {why}."
            raise Invalid(told, field="lookups")


def _no_key(key: str, schema: Mapping[str, Any]) -> str:
    if key == RESOURCE:
        taken = "resource" in properties_of(schema)
        return "could be a parameter too: call that another name" if taken else ""
    at = part_of(key, schema) if is_key(key) else None
    if at is None:
        return "is no parameter"
    kinds = at.get("type", "string") if isinstance(at, Mapping) else "string"
    wanted = {kinds} if isinstance(kinds, str) else {*kinds} - {"null"}
    return "" if wanted <= {"string", "integer"} else "is neither text nor whole number"


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
