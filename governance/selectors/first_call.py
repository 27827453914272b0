"""Reads: whether a key that was just issued is being used, and for what."""

from dataclasses import dataclass
from datetime import timedelta

from agents.models import Agent, AgentKey
from agents.selectors import live_keys
from governance.models import Action
from governance.states import ActionStatus, is_final
from tenants.clock import database_now

# After that, nobody sits before the page and waits.
_RECENT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FirstCall:
    """The newest key, and the first action that was asked for since its issue."""

    key: AgentKey
    action: Action | None

    @property
    def state(self) -> str:
        """Return what an open page has seen of it."""
        if self.action is not None:
            return f"{self.action.id} {self.action.status}"
        return "called" if self.key.last_used_at else "waiting"

    @property
    def is_over(self) -> bool:
        """Whether nothing more is going to change."""
        return self.action is not None and is_final(ActionStatus(self.action.status))


def first_call(agent: Agent) -> FirstCall | None:
    """Return what came of the newest live key; None if it is not a new one."""
    key = next(iter(live_keys(agent)), None)
    if key is None or database_now() - key.issued_at > _RECENT:
        return None
    rows = Action.objects.filter(agent=agent, asked_at__gte=key.issued_at)
    first = rows.select_related("run").order_by("asked_at", "id").first()
    return FirstCall(key=key, action=first)
