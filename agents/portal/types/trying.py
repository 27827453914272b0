"""The example beside a declaration: filled in, checked, and said in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents.phrases import fill
from agents.portal.types.forms import DeclarationForm
from agents.schemas import Part, example_form, first_fault, given_example, read_example
from agents.schemas.inputs import AT, ROOT


@dataclass(frozen=True, slots=True)
class Tried:
    """An example: its form, what it says, and what is wrong with it, where."""

    form: Part
    sentence: str
    fault: str
    at: str


def tried(form: DeclarationForm, posted: Mapping[str, str] | None) -> Tried | None:
    """Return the example of a declaration, or None while its schema is not acceptable.

    Without anything ``posted`` it is the one that the schema itself gives.
    """
    schema = form.read_schema
    if schema is None:
        return None
    typed = {name: text for name, text in (posted or {}).items() if _is_of(name)}
    value: Any = read_example(schema, typed) if typed else given_example(schema) or {}
    fault = first_fault(schema, value, at=AT)
    said = value if isinstance(value, Mapping) else {}
    return Tried(
        form=example_form(schema, value),
        sentence=fill(form.data.get("phrase", ""), said),
        fault=fault.message if fault else "",
        at=fault.path if fault else "",
    )


def _is_of(name: str) -> bool:
    return name == ROOT or name.startswith(f"{ROOT}/")
