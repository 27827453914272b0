"""Comparing a client with a file: what loading it would do."""

from collections.abc import Callable

from governance.clientfile.comparing.acting import (
    compare_action_types,
    compare_agents,
    compare_connections,
    compare_hosts,
    compare_workflows,
)
from governance.clientfile.comparing.comparison import Comparison
from governance.clientfile.comparing.deciding import (
    compare_facts,
    compare_lists,
    compare_rules,
)
from governance.clientfile.comparing.people import (
    compare_client,
    compare_groups,
    compare_people,
)
from governance.clientfile.file import ClientFile
from governance.clientfile.here import Here
from governance.clientfile.plans import Plan

# In the order in which they are loaded: what is named comes before what names it.
ORDER: dict[str, Callable[[Comparison], None]] = {
    "client": compare_client,
    "groups": compare_groups,
    "people": compare_people,
    "hosts": compare_hosts,
    "connections": compare_connections,
    "facts": compare_facts,
    "action_types": compare_action_types,
    "workflows": compare_workflows,
    "agents": compare_agents,
    "lists": compare_lists,
    "rules": compare_rules,
}


def compare(here: Here, file: ClientFile) -> Plan:
    """Return what loading a file would do to a client."""
    comparison = Comparison(here, file, Plan())
    for section, compare_section in ORDER.items():
        if section in file.document:
            compare_section(comparison)
    return comparison.plan
