"""Drafting from a question that more is decided alone next time."""

from collections.abc import Mapping

from audit.events import Event
from governance.engine.money import Money, MoneyError
from governance.engine.raising import with_bound
from governance.models import Action, Checkpoint, Decision
from governance.selectors.raising import Raise, may_draft, raisable
from governance.services.boundaries.rules import change_rule
from governance.services.boundaries.turns import take_turn
from governance.services.trace import record_action
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Membership
from tenants.selectors import require_signed_in


def raise_bound(
    decision: Decision,
    *,
    checkpoint: Checkpoint,
    amount: str,
    reasons: Mapping[str, str],
    by: Membership,
) -> Money:
    """Write into the rules that up to ``amount`` is decided alone, and return it.

    It counts once an admin has published it, like every rule. ``decision`` is why
    somebody was asked, ``reasons`` are what each of the rules says to people from
    then on, by its key.

    Raises:
        NotAllowed: the person is neither asked here nor an admin.
        Conflict: no single amount stands between this and being decided alone.
        Invalid: it is no amount, or not more than until now; or a reason is missing.
    """
    require_signed_in(by)
    if not may_draft(checkpoint, by):
        told = f"Only people of {checkpoint.group.name} and admins can draft this."
        raise NotAllowed(told)
    # As they are written when it is our turn: nobody's change to them is lost.
    take_turn()
    found = raisable(decision)
    if found is None:
        raise Conflict("The rules say something else by now.")
    value = _read(amount, found)
    for rule in found.rules:
        said = reasons.get(rule.key, "").strip()
        if not said:
            raise Invalid("Say why, in a sentence.", field=f"reason_{rule.key}")
        conditions = with_bound(rule.conditions, bound=found.bound, value=value)
        change_rule(rule, conditions=conditions, reason=said)
    action: Action = checkpoint.action
    record_action(
        Event.CHECKPOINT_DRAFTED,
        action,
        params={"amount": str(value)},
        authority={"checkpoint": str(checkpoint.id), "membership": str(by.id)},
    )
    return value


def _read(amount: str, found: Raise) -> Money:
    before = found.bound.value
    written = {"amount": amount.strip(), "currency": before.currency}
    try:
        value = Money.parse(written)
    except MoneyError as error:
        raise Invalid("Write an amount like 1500.00.", field="amount") from error
    if value.amount <= before.amount:
        raise Invalid(f"It is {before} already: write more.", field="amount")
    return value
