"""Doing things on the agents' pages, as somebody signed in."""

from typing import Any

from agents.models import Agent
from agents.services import register_agent
from audit.selectors import Filters, trace
from tenants.models import ClientOwned, Membership
from tests.cast import Cast


def do(cast: Cast, who: Membership, path: str, **fields: Any) -> Any:
    """Send a form of a page and return the answer, following it where it leads."""
    where = f"/c/{cast.client.slug}/{path}"
    return cast.browser(who).post(where, fields, follow=True)


def new_agent(cast: Cast, name: str = "Customs agent") -> Agent:
    """Register an agent for which nobody answers yet."""
    with cast.scope(cast.ada):
        return register_agent(name=name, purpose="Declares goods at the border.")


def told(cast: Cast, what: ClientOwned) -> list[str]:
    """Return what the ledger tells of something, oldest first."""
    with cast.scope():
        lines = trace(Filters(target_id=str(what.id))).lines
    return [str(line.sentence) for line in reversed(lines)]
