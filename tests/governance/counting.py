"""Counters of limits, and whether they are what their reservations add up to."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from governance.engine.effects import Effect
from governance.engine.verdict import LimitDemand
from governance.models import Hold, LimitBucket, LimitUse, Reservation
from tests.cast import Cast

# Used and reserved.
Count = tuple[Decimal | int, Decimal | int]
Counts = dict[tuple[str, str, str], Count]


def recounted(cast: Cast) -> Counts:
    """Return used and reserved by rule, subject and window, after counting again."""
    with cast.scope():
        for use in LimitUse.objects.all():
            assert use.used == _sum(use, Hold.SETTLED), use
            assert use.reserved == _sum(use, Hold.RESERVED), use
        for bucket in LimitBucket.objects.select_related("limit_use"):
            at, use = bucket.starts_at, bucket.limit_use
            assert bucket.used == _sum(use, Hold.SETTLED, bucket=at), bucket
            assert bucket.reserved == _sum(use, Hold.RESERVED, bucket=at), bucket
        return {
            (use.rule_key, use.subject, use.window): (use.used, use.reserved)
            for use in LimitUse.objects.all()
        }


def counted(cast: Cast, key: str) -> Count:
    """Return used and reserved of a rule's limit, over all its counters."""
    found = [count for (rule, *_), count in recounted(cast).items() if rule == key]
    return (
        sum((used for used, _ in found), Decimal(0)),
        sum((reserved for _, reserved in found), Decimal(0)),
    )


def holds_of(cast: Cast, action_id: UUID | str) -> dict[tuple[str, str], str]:
    """Return the state of what an action held last, by rule and window."""
    with cast.scope():
        rows = Reservation.objects.filter(action_id=action_id)
        return {
            (row.limit_use.rule_key, row.limit_use.window): row.state
            for row in rows.select_related("limit_use").order_by("id")
        }


def demand(key: str = "one", **changes: Any) -> LimitDemand:
    """Return the demand for 1 under a limit of 1 ever, changed so."""
    members: dict[str, Any] = {
        "rule_key": key,
        "rule_number": 1,
        "title": key,
        "effect": Effect.DENY,
        "obligation": None,
        "amount": Decimal(1),
        "cap": Decimal(1),
        "currency": "",
        "subject": "{}",
        "window": "ever",
        "reason": "",
        "field": "",
        "per": (),
    }
    return LimitDemand(**(members | changes))


def _sum(use: LimitUse, state: Hold, **where: Any) -> Decimal:
    rows = Reservation.objects.filter(limit_use=use, state=state, **where)
    return rows.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
