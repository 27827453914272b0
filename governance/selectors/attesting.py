"""Reads: whether one person's word is enough on an action, and what was said."""

from governance.engine.money import Money, amounts_in
from governance.models import Action, Attestation
from governance.selectors.readiness import policy


def alone_up_to() -> Money | None:
    """Return up to which amount one person's word is enough; None: always."""
    settled = policy()
    if settled.attest_amount is None:
        return None
    # The column keeps four decimals, of which people see those that say something.
    return Money(settled.attest_amount.normalize(), settled.attest_currency)


def takes_two(action: Action) -> bool:
    """Return whether two people have to find the same. One query.

    An amount in another currency than the client has settled cannot be compared, so
    it takes two as well.
    """
    bound = alone_up_to()
    if bound is None:
        return False
    return any(
        one.currency != bound.currency or one.amount > bound.amount
        for one in amounts_in(action.parameters)
    )


def said_about(action: Action) -> list[Attestation]:
    """Return what people said about an action, the first first. One query."""
    rows = Attestation.objects.filter(action=action).select_related("by__user")
    return list(rows.order_by("id"))
