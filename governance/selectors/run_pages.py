"""Reads: runs as the portal shows them, with all that happened in them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from agents.models import OwnerRole, Ownership
from agents.selectors import owner_of_record
from audit.selectors import Filters, Line, story, trace
from governance.models import (
    Action,
    Checkpoint,
    CheckpointAnswer,
    Decision,
    Interruption,
    Outcome,
    Run,
)
from governance.selectors.attention import stopped_runs
from governance.selectors.numbered import NEWEST, Cursor, NumberedPage, page_of
from governance.states import ActionStatus, RunState
from tenants.errors import NotFound

_OF_A_ROW = ("agent", "workflow_version__workflow", "ownership__membership__user")
_OF_A_PAGE = (*_OF_A_ROW, "clearance__signed_by__user")
_TOLD_IN_A_ROW = ("id", "client", "run", "act", "status", "step", "refused_by")


@dataclass(frozen=True, slots=True)
class Totals:
    """How many runs there are, and how many of them need somebody."""

    total: int
    running: int
    completed: int
    interrupted: int
    waiting: int
    stopped: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run with everything about it, oldest first."""

    run: Run
    deputy: Ownership | None
    actions: list[Action]
    interruptions: list[Interruption]
    story: list[Line]


def runs_page(*, state: str = "", cursor: Cursor = NEWEST) -> NumberedPage[Run]:
    """Return a page of runs, newest first, with what is told of each. Four queries."""
    told = Action.objects.only(*_TOLD_IN_A_ROW).order_by("asked_at", "id")
    asked = Checkpoint.objects.select_related("group").order_by("asked_at", "id")
    stops = Interruption.objects.select_related("person__user", "ticket")
    rows = Run.objects.select_related(*_OF_A_ROW).prefetch_related(
        Prefetch("actions", queryset=told),
        Prefetch("actions__checkpoints", queryset=asked),
        Prefetch("interruptions", queryset=stops.order_by("interrupted_at", "id")),
    )
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, cursor)


def run_totals() -> Totals:
    """Count the client's runs. Two queries."""
    asking = Action.objects.filter(run=OuterRef("pk"), status=ActionStatus.WAITING)
    counted: dict[str, Any] = Run.objects.annotate(asks=Exists(asking)).aggregate(
        total=Count("id"),
        waiting=Count("id", filter=Q(state=RunState.RUNNING, asks=True)),
        **{state.value: Count("id", filter=Q(state=state)) for state in RunState},
    )
    return Totals(**counted, stopped=stopped_runs().count())


def run_page(number: int) -> RunPage:
    """Return the run with this number and all about it. Eleven queries at most.

    Raises:
        NotFound: there is none.
    """
    run = Run.objects.filter(number=number).select_related(*_OF_A_PAGE).first()
    if run is None:
        raise NotFound("There is no such run.")
    deputy = owner_of_record(run.agent_id, role=OwnerRole.DEPUTY, at=run.opened_at)
    return RunPage(
        run=run,
        deputy=deputy,
        actions=list(_whole_actions().filter(run=run).order_by("asked_at", "id")),
        interruptions=_interruptions(run),
        story=story(Filters(run_id=str(run.id))),
    )


def newest_line(number: int) -> str:
    """Return the id of the last entry of a run, to tell whether anything is new.

    Three queries.

    Raises:
        NotFound: there is no such run.
    """
    run = Run.objects.filter(number=number).only("id", "client").first()
    if run is None:
        raise NotFound("There is no such run.")
    lines = trace(Filters(run_id=str(run.id)), size=1).lines
    return str(lines[0].id) if lines else ""


def _whole_actions() -> QuerySet[Action]:
    decisions = Decision.objects.select_related("boundary_version")
    checkpoints = Checkpoint.objects.select_related("group", "answered_by__user")
    answers = CheckpointAnswer.objects.select_related("person__user")
    outcomes = Outcome.objects.order_by("recorded_at", "id")
    return Action.objects.select_related("action_type").prefetch_related(
        Prefetch("decisions", queryset=decisions.order_by("decided_at", "id")),
        Prefetch("checkpoints", queryset=checkpoints.order_by("asked_at", "id")),
        Prefetch("checkpoints__answers", queryset=answers.order_by("id")),
        "intents",
        Prefetch("intents__outcomes", queryset=outcomes),
    )


def _interruptions(run: Run) -> list[Interruption]:
    rows = Interruption.objects.filter(run=run).select_related(
        "person__user", "ticket__owner__user"
    )
    return list(rows.order_by("interrupted_at", "id"))
