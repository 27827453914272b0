"""Mistakes in undoing what a run did that stopped."""

from uuid import UUID

from governance.models import Action, Compensation, Intent, Run
from governance.selectors import compensating as plans
from governance.selectors.rescues import Rescuing
from governance.services import compensating
from governance.states import ActionStatus, CompensationState
from tests.model.violations import Promise
from tests.mutants.mutants import instead_of

_effects = plans._effects
_BACKWARDS = (Promise.UNDONE_BACKWARDS,)


@instead_of("services.compensating._settle", breaks=_BACKWARDS)
def undoing_goes_on_whatever_became_of_it(
    row: Compensation, action: Action, run: Run
) -> None:
    """One that failed is written down, and the next one begun."""
    done = action.status == ActionStatus.SUCCEEDED
    state = CompensationState.DONE if done else CompensationState.FAILED
    compensating._end(row, state)
    compensating._begin_next(row.rescue, run)


@instead_of("selectors.compensating.undone_in", breaks=_BACKWARDS)
def what_is_undone_is_undone_again(_run: Run) -> set[UUID]:
    """Whoever begins anew forgets what has been undone before."""
    return set()


@instead_of("selectors.compensating._effects", breaks=_BACKWARDS)
def the_first_effect_is_undone_first(run: Run) -> list[Intent]:
    """What was done is undone in the order in which it was done."""
    return _effects(run)[::-1]


# The last thing undone would close the ticket of what nobody knows.
@instead_of(
    "services.compensating.require_known",
    breaks=(*_BACKWARDS, Promise.SOMEBODY_HAS_IT),
)
def a_doubt_does_not_hold_up_undoing(_found: Rescuing) -> None:
    """What nobody knows yet is left for later."""
