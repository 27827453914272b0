"""Renaming a group, which rules may ask by its name."""

from governance.selectors.people import rules_naming
from tenants.errors import Conflict
from tenants.models import Group
from tenants.services import groups


def rename_group(group: Group, *, name: str) -> None:
    """Give a group another name, unless a rule asks it by the one it has.

    Raises:
        Invalid: the name is not acceptable.
        Conflict: rules ask it by its name, or another group has the new one.
    """
    rules = rules_naming(group)
    if rules:
        told = (
            f"Rules ask {group.name} by its name, and would find nobody: "
            f"“{rules[0]}”{_more(len(rules) - 1)}. Change them first."
        )
        raise Conflict(told, field="name")
    groups.rename_group(group, name=name)


def _more(count: int) -> str:
    return f" and {count} more" if count else ""
