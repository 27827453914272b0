"""Saying whose room a limit is, which a demand names as canonical JSON."""

import json

from governance.engine.paths import FieldPath
from governance.engine.wording import listed, said, visible

_LONGEST = 60


def spoken_subject(subject: str) -> str:
    """Say a limit's subject: "supplier id DE-4711 and invoice NL-7731", "everybody"."""
    named = json.loads(subject)
    if not named:
        return "everybody"
    if "sha256" in named:
        return f"a subject too long to be said ({visible(named['sha256'], longest=9)})"
    return listed(
        (
            f"{FieldPath.of(name).spoken} {_value(value)}"
            for name, value in named.items()
        ),
        joint="and",
    )


def _value(value: object) -> str:
    if isinstance(value, dict):
        # A number, which is kept apart from the text that looks like it.
        return visible(str(value.get("number", "")), longest=_LONGEST)
    if isinstance(value, str):
        return visible(value, longest=_LONGEST)
    return said(value)
