"""Where a gap is mended: the page, for a person who reads that it is open."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from agents.models import Agent
from governance.models import Workflow
from governance.readiness import Check, Gap, Mend
from tenants.models import Client


@dataclass(frozen=True, slots=True)
class Place:
    """A client's process and, where there is one, the agent that is to work on it."""

    client: Client
    workflow: Workflow
    agent: Agent | None

    def mend(self, gap: Gap) -> str:
        """Return the path of the page on which a gap is mended."""
        if gap.mend in IN_THE_PROCESS:
            return self._of_workflow("workflow") + (f"#{gap.step}" if gap.step else "")
        if gap.mend is Mend.OWNERS and self.agent is not None:
            return self._url("owners", agent_id=self.agent.id)
        if gap.mend is Mend.DRILL:
            return "#drill"
        return self._url(_PAGES[gap.mend])

    def _of_workflow(self, name: str) -> str:
        return self._url(name, workflow_id=self.workflow.id)

    def _url(self, name: str, **ids: UUID) -> str:
        return reverse(f"portal:{name}", kwargs={"client": self.client.slug, **ids})


_PAGES = {
    Mend.OWNERS: "agents",
    Mend.GROUPS: "people",
    Mend.ACTIONS: "action-types",
    Mend.BOUNDARIES: "boundaries",
    Mend.CLIENT: "reviews",
    Mend.REVIEW: "reviews",
}


IN_THE_PROCESS = frozenset({Mend.STEPS, Mend.STEP})


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A gap as it is shown: with where it is mended.

    ``begins``: it is mended in the process itself, by beginning its next version.
    """

    check: Check
    gap: Gap
    href: str
    begins: bool
