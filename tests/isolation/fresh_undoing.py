"""Runs that stopped after they did something, which is undone; see ``fresh``."""

from collections.abc import Callable

from governance.models import Compensation
from governance.selectors.compensating import plan_of
from governance.selectors.rescues import run_by_number
from governance.services.compensating import seal_of
from governance.states import CompensationState
from tests.cast import Cast
from tests.governance.undoing import being_undone, can_be_undone


def undo_parts() -> dict[str, str]:
    """Return something that is being undone."""
    rows = Compensation.objects.filter(state=CompensationState.UNDER_WAY)
    row = rows.select_related("rescue__run__workflow_version").earliest("id")
    seen = seal_of(plan_of(row.rescue.run))
    return {"compensation_id": str(row.id), "seen": seen}


def _can_be(cast: Cast) -> dict[str, str]:
    number = can_be_undone(cast).number
    with cast.scope():
        seen = seal_of(plan_of(run_by_number(number)))
    return {"number": str(number), "seen": seen}


def _is_being(cast: Cast) -> dict[str, str]:
    run = being_undone(cast)
    with cast.scope():
        row = Compensation.objects.get(rescue__run=run)
    return {"number": str(run.number), "compensation_id": str(row.id)}


OF_UNDOING: dict[str, Callable[[Cast], dict[str, str]]] = {
    "runs/<int:number>/undo/start/": _can_be,
    "runs/<int:number>/undone/": _is_being,
}
