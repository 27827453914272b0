"""Turning an entry into the sentence that a person reads.

Only substitution: nothing is looked up, so renaming somebody today does not
change what was said yesterday.
"""

import re
from collections.abc import Mapping

ERASED = "(erased)"
ALTERED = "(not what was recorded)"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def render(
    template: str,
    *,
    params: Mapping[str, str],
    private: Mapping[str, str],
    erased: Mapping[str, str],
) -> str:
    """Return the sentence.

    ``private`` holds the values that still exist beside the entry, ``erased``
    the names that were committed to: one without a value reads "(erased)".
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in private:
            return private[name]
        return params.get(name, ERASED if name in erased else "")

    return _PLACEHOLDER.sub(value, template).strip()


def placeholders(template: str) -> set[str]:
    """Return the names that a template needs."""
    return set(_PLACEHOLDER.findall(template))
