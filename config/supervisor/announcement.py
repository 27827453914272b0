"""What a person needs to know once everything runs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.supervisor.errors import CannotStartError
from config.supervisor.plan import Plan

_AGENT = "Invoice agent"


def read_demo(path: Path) -> dict[str, Any]:
    """Return what ``load_demo`` wrote about the demo's people and agents.

    Raises:
        CannotStartError: it cannot be read.
    """
    try:
        demo: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotStartError(f"The demo's sign-ins in {path} cannot be read.") from (
            error
        )
    return demo


def agent_key(demo: dict[str, Any]) -> str:
    """Return the key of the agent that the demo runs.

    Raises:
        CannotStartError: that agent is not among the demo's.
    """
    for agent in demo.get("agents", []):
        if agent["name"] == _AGENT:
            return str(agent["api_key"])
    raise CannotStartError(f"The demo has no agent named {_AGENT}.")


def announce(plan: Plan, demo: dict[str, Any] | None) -> Iterator[str]:
    """Return the lines to print: the address, who can sign in, and that all is well."""
    yield ""
    yield f"  {plan.public_url}"
    if demo is not None:
        yield ""
        yield from _sign_ins(demo.get("people", []))
        yield ""
        yield f"  Mails to people are kept at {plan.public_url}/mailbox/"
    yield ""
    yield "Remit is ready. Ctrl-C stops it."


def _sign_ins(people: list[dict[str, Any]]) -> Iterator[str]:
    rows = [
        (
            str(person["email"]),
            str(person["password"]),
            ", ".join([str(person["client"] or "all clients"), *person["roles"]]),
        )
        for person in people
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for email, password, who in rows:
        yield f"  {email:<{widths[0]}}  {password:<{widths[1]}}  {who}"
