"""I1, I2, I3 and I7: what reached the outside, and with whose permission."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from governance.models import Action, Effect, Intent, Ticket
from governance.services.digests import digest_of
from governance.states import UNRESOLVED, ActionStatus, CheckpointState
from tests.history.reading import History, Payment, Violation, is_payment

# How long anything may stand still before it counts as lost: the stack's leases,
# its sweeps and its slowest answer together take less.
PATIENCE = timedelta(seconds=30)
_PAY = "payment.send"
_INTENDED = ("action.intended", "action.permitted")


def at_most_one_effect(history: History) -> Iterator[Violation]:
    """I1: no intent had more than one effect, and no invoice was paid twice."""
    for intent in history.intents:
        effects = len(history.effects_of(intent))
        if effects > 1:
            yield Violation("I1", f"intent {intent.id} has {effects} effects")
    paid = Counter(
        (one["order"]["supplier_id"], one["order"]["invoice"])
        for intent in history.intents
        if history.actions[intent.action_id].action_type.name == _PAY
        for one in history.effects_of(intent)
    )
    for (_, invoice), times in paid.items():
        if times > 1:
            yield Violation("I1", f"invoice {invoice} was paid {times} times")


def nothing_lost(history: History) -> Iterator[Violation]:
    """I2: whatever was allowed is over, or owned by a person, or moves in time."""
    for action in history.actions.values():
        due = _overdue_since(action)
        if due is not None and history.read_at - due > PATIENCE:
            yield Violation("I2", f"action {action.id} stays {action.status}")
        if action.status == ActionStatus.UNKNOWN and not _owner(history, action):
            yield Violation("I2", f"action {action.id} is unknown, and nobody's")
    for checkpoint in history.checkpoints:
        waiting = checkpoint.state == CheckpointState.WAITING
        if waiting and history.read_at - checkpoint.deadline > PATIENCE:
            yield Violation("I2", f"checkpoint {checkpoint.id} never expired")


def _overdue_since(action: Action) -> datetime | None:
    if action.status == ActionStatus.AUTHORIZED:
        return action.changed_at
    return action.lease_until if action.status == ActionStatus.RUNNING else None


def _owner(history: History, action: Action) -> list[Ticket]:
    return [
        one
        for one in history.tickets
        if one.action_id == action.id
        and one.state in UNRESOLVED
        and one.owner.is_active
    ]


def told_as_it_was(history: History) -> Iterator[Violation]:
    """I3: what is said to have happened did, and what is said not to did not."""
    for action in filter(is_payment, history.actions.values()):
        intent = history.intent_of(action)
        happened = bool(intent and history.effects_of(intent))
        if action.status == ActionStatus.SUCCEEDED and not happened:
            yield Violation("I3", f"action {action.id} succeeded without an effect")
        if action.status in _WITHOUT_EFFECT and happened:
            yield Violation("I3", f"action {action.id} {action.status}, with an effect")


_WITHOUT_EFFECT = {
    ActionStatus.REFUSED,
    ActionStatus.WAITING,
    ActionStatus.FAILED,
    ActionStatus.EXPIRED,
    ActionStatus.CANCELLED,
}


def every_effect_was_permitted(history: History) -> Iterator[Violation]:
    """I7: each effect has an intent, of exactly this, allowed, approved and told."""
    intents = {str(one.id): one for one in history.intents}
    for payment in history.payments:
        intent = intents.get(payment["webhook_id"])
        if intent is None:
            yield Violation("I7", f"{payment['reference']} was paid without an intent")
            continue
        action = history.actions[intent.action_id]
        if not _is_as_asked(action, payment):
            yield Violation("I7", f"{payment['reference']} is not what was asked for")
    for intent in history.intents:
        yield from _permission(history, intent)


def _permission(history: History, intent: Intent) -> Iterator[Violation]:
    action = history.actions[intent.action_id]
    if not action.digest == intent.digest == _digest(action):
        yield Violation("I7", f"intent {intent.id} has another digest than its action")
    if intent.decision.effect == Effect.DENY:
        yield Violation("I7", f"intent {intent.id} rests on a refusal")
    if intent.decision.effect == Effect.CHECKPOINT and not _approved(history, intent):
        yield Violation("I7", f"intent {intent.id} needed an approval and has none")
    entries = [one for event in _INTENDED for one in history.told(event, action.id)]
    if not any(one.data["authority"]["digest"] == intent.digest for one in entries):
        yield Violation("I7", f"the ledger says nothing of intent {intent.id}")


def _approved(history: History, intent: Intent) -> bool:
    return any(
        one.action_id == intent.action_id
        and one.state == CheckpointState.APPROVED
        and one.used_at is not None
        and one.digest == intent.digest
        for one in history.checkpoints
    )


def _digest(action: Action) -> str:
    # As the contract says what it covers, and not by the product's own function.
    return digest_of(
        {
            "client": str(action.client_id),
            "agent": str(action.agent_id),
            "workflow_version": str(action.run.workflow_version_id),
            "action_type": str(action.action_type_id),
            "resource": {"type": action.resource_type, "id": action.resource_id},
            "parameters": action.parameters,
        }
    )


def _is_as_asked(action: Action, payment: Payment) -> bool:
    asked, order = action.parameters, payment["order"]
    same = ("invoice", "supplier_id", "supplier_name", "account")
    amount = asked["amount"]
    return (
        all(asked[name] == order[name] for name in same)
        and Decimal(amount["amount"]) == Decimal(order["amount"])
        and amount["currency"] == order["currency"]
    )
