"""Mistakes in what follows when somebody went silent."""

from datetime import datetime, timedelta

from audit.events import Event
from governance.models import Action, Intent
from governance.procedure import Disposition, HaltReason
from governance.services import limits, permits, unknowns
from governance.services.dispositions import Following, Loss
from governance.services.execution.claim import _CLAIMED
from governance.services.permits import Permit
from governance.services.steps import move
from governance.services.trace import record_action
from governance.states import ActionStatus
from tenants.clock import database_now
from tests.model.violations import Promise
from tests.mutants.mutants import MUTANTS, Mutant, instead_of

_become_unknown = unknowns.become_unknown
_start = permits.start
_UNKNOWN = ("services.outcomes.become_unknown", "services.intents.become_unknown")

# The attempt is counted in memory, and forgotten with the transaction.
MUTANTS["attempts_are_not_counted_at_claim"] = Mutant(
    [name for name in _CLAIMED if name != "attempts"],
    places=("services.execution.claim._CLAIMED",),
    breaks=(Promise.FEW_ATTEMPTS,),
)


@instead_of(
    "services.outcomes.after_loss", breaks=(Promise.ONE_EFFECT, Promise.ONE_INTENT)
)
def the_sweeper_sends_again_whatever_was_intended(
    loss: Loss, *, now: datetime
) -> Following:
    """A lost lease is taken for an action that did not happen."""
    del now
    return Following(Disposition.RETRY, loss.reason)


@instead_of(*_UNKNOWN, breaks=(Promise.EXACT_LIMITS,))
def an_unknown_releases_what_it_holds(
    action: Action, summary: str, *, askable: bool, reason: HaltReason
) -> None:
    """What is not known to have happened is no longer counted against the limit."""
    _become_unknown(action, summary, askable=askable, reason=reason)
    limits.release(action)


@instead_of(*_UNKNOWN, breaks=(Promise.SOMEBODY_HAS_IT,))
def an_unknown_gets_no_ticket(
    action: Action, summary: str, *, askable: bool, reason: HaltReason
) -> None:
    """It is marked as unknown, and nobody is told."""
    del reason
    due_at = database_now() if askable else None
    move(action, ActionStatus.UNKNOWN, detail=summary, due_at=due_at)
    record_action(Event.ACTION_UNKNOWN, action, private={"detail": summary})


@instead_of("services.permits.start", breaks=(Promise.ONE_INTENT,))
def a_second_permit_is_given_after_the_first(action: Action) -> Permit | None:
    """An agent that asks again after its permit has expired is given a fresh one."""
    if action.status == ActionStatus.RUNNING:
        action.lease_until = database_now() + timedelta(seconds=120)
        action.save(update_fields=["lease_until"])
        return permits._permit(action, Intent.objects.get(action=action))
    return _start(action)


@instead_of("services.permits._may_go_on", breaks=(Promise.AGAINST_A_NO,))
def a_permit_is_repeated_whatever_was_halted(_action: Action) -> bool:
    """Asked for again, a permit is handed out without a look at what changed."""
    return True


@instead_of("services.outcomes.is_final", breaks=(Promise.RUNS_END_LAST,))
def a_run_of_one_action_ends_before_it(_status: ActionStatus) -> bool:
    """It is over as soon as somebody has said something, whatever it was."""
    return True
