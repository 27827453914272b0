"""The page that says who may do what, made from the table that the tests walk."""

from collections.abc import Iterator
from pathlib import Path

from tests.isolation import rights, routes, routes_of_admin
from tests.leads import PAGES

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "roles.md"

_HEAD = """# Who may do what

A person has one role at each client, and may be a member of groups there. A group that
a boundary rule asks answers the checkpoints of that rule, whatever its members' roles.
Everybody else, and everybody of another client, gets what does not exist: 404.

| role | what it is for |
|---|---|
| Client admin | sets up people, agents, keys, connections; halts and lifts |
| Operator | looks after runs and incidents; halts |
| Auditor | reads everything, changes nothing |
| Member | reads; answers checkpoints of its groups |
| Approver | here: a member of the group that is asked |
| Agent | a program: the API alone, by its key, about its own runs and actions |
| Feed | a program that keeps one register: its records alone, by a key of its own |
| Governance lead | the platform's staff: the admin alone |

The tests call every one of these routes as each of them, by every method, and compare.
"""
_PEOPLE = {
    "admin": "Client admin",
    "operator": "Operator",
    "auditor": "Auditor",
    "member": "Member",
    "approver": "Approver",
}
_HERE, _NOT = "yes", "no"


def text() -> str:
    """Return the page."""
    return "\n".join([_HEAD, *_portal(), "", *_api(), "", *_open(), "", *_admin(), ""])


def _portal() -> Iterator[str]:
    yield "## Pages of a client: below `/c/<client>/`\n"
    yield f"| route | {' | '.join(_PEOPLE.values())} |"
    yield "|---|" + "---|" * len(_PEOPLE)
    for route, how in routes.PORTAL.items():
        may = rights.AT_A_CLIENT[route]
        cells = " | ".join(_HERE if name in may else _NOT for name in _PEOPLE)
        yield f"| `{how.method} {_shown(route)}` | {cells} |"
    yield "\nWho accepts to answer for an agent is the person named, whatever the role."


def _api() -> Iterator[str]:
    yield "## The API: below `/api/v1/`\n"
    yield "| route | Agent | everybody else |"
    yield "|---|---|---|"
    for route, how in routes.API.items():
        yield f"| `{how.method} {_shown(route)}` | {_HERE} | {_NOT} |"
    yield "\nA feed is let in to the records of its register, and an agent is not:\n"
    yield from (f"- `GET`, `PUT`, `DELETE` `{_shown(one)}`" for one in routes.FEEDS)


def _open() -> Iterator[str]:
    yield "## Open to everybody\n"
    yield "Nothing here belongs to a client.\n"
    for route, how in routes.OPEN.items():
        if not route.startswith("^"):
            yield f"- `{how.method} /{_shown(route)}`"


def _admin() -> Iterator[str]:
    yield "## The admin: below `/admin/`\n"
    yield "For governance leads alone. What they change at a client is on its ledger.\n"
    for route in routes_of_admin.ADMIN_SITE:
        if route.isascii() and not set("^(") & set(route):
            yield f"- `/admin/{_shown(route)}`"
    for model in sorted({str(one._meta.verbose_name_plural) for one in PAGES}):
        yield f"- {model}"


def _shown(route: str) -> str:
    for kind in ("uuid:", "int:", "path:", "slug:", "str:"):
        route = route.replace(f"<{kind}", "<")
    return route
