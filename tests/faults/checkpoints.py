"""F23 and F24: what was approved is no longer what is about to happen."""

import os
import signal
from typing import Any

from django.db import ProgrammingError, transaction

from governance.models import Action, BoundaryRule, Checkpoint
from governance.services import boundaries
from tests.cast import Cast
from tests.database import changed_by_force
from tests.faults.acting import an_invoice, answer, asked, effects, ended, request
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack

_LARGE = "7400.00"


def _approved(stack: Stack, cast: Cast, invoice: str) -> tuple[dict[str, Any], int]:
    """Have a payment approved; return it with the worker that is frozen over it."""
    made = asked(stack, cast, amount=_LARGE, invoice=invoice)
    stack.orders.give("worker.after_claim", "stop", of=made["id"])
    answer(cast, made["id"], cast.bo, word="approve")
    (frozen,) = stack.until(
        lambda: stack.orders.hit("worker.after_claim", of=made["id"])
    )
    return made, frozen


@fault(
    "F23",
    "rule tightened between approval and intent",
    "approval stale: asked again",
    quick=True,
)
def tightened(scene: Scene) -> Seen:
    """Publish a stricter rule while a worker has the approved payment in its hands."""
    stack, cast, invoice = scene.stack, scene.acme(), an_invoice()
    made, frozen = _approved(stack, cast, invoice)
    try:
        with cast.scope():
            rule = BoundaryRule.objects.get(key="pay-larger")
            rule.obligation = {"group": "Finance", "kind": "four_eyes", "minutes": 60}
            rule.save(update_fields=["obligation"])
            boundaries.publish_boundary(published_by=cast.ada)
    finally:
        os.kill(frozen, signal.SIGCONT)

    again = ended(stack, cast, made, over={"waiting"})
    before = effects(stack, invoice)
    answer(cast, again.id, cast.cy, word="approve")
    paid = ended(stack, cast, made, over={"succeeded"})

    assert before == 0
    assert effects(stack, invoice) == 1
    with cast.scope():
        rows = Checkpoint.objects.filter(action=paid).order_by("id")
        kinds = [(one.kind, one.used_at is not None) for one in rows]
    assert kinds == [("confirm", False), ("four_eyes", True)]
    return Seen("asked again, by the new rule; paid once after it")


@fault(
    "F24",
    "parameters changed after the approval",
    "cannot be; else refused. Key order same digest, another code point not",
    quick=True,
)
def changed(scene: Scene) -> Seen:
    """Change one byte as the application, then past everything."""
    stack, cast, invoice = scene.stack, scene.acme(), an_invoice()
    made, frozen = _approved(stack, cast, invoice)
    try:
        refused = _application_may_not(cast, made)
        _change(made, f"{invoice[:-1]}x")
    finally:
        os.kill(frozen, signal.SIGCONT)
    found = ended(stack, cast, made)
    paid = [effects(stack, one) for one in (invoice, found.parameters["invoice"])]
    # What is checked afterwards is what the product did, and not this.
    _change(made, invoice)

    assert refused
    assert (found.status, paid) == ("refused", [0, 0]), (found.status, paid)
    _digests(stack, cast)
    return Seen("the application may not; another hand's change was refused at intent")


def _application_may_not(cast: Cast, made: dict[str, Any]) -> bool:
    try:
        with cast.scope(), transaction.atomic():
            row = Action.objects.get(id=made["id"])
            row.parameters = {**row.parameters, "account": "elsewhere"}
            row.save(update_fields=["parameters"])
    except ProgrammingError:
        return True
    return False


def _change(made: dict[str, Any], invoice: str) -> None:
    changed = changed_by_force(
        "UPDATE governance_action SET parameters = "
        "jsonb_set(parameters, '{invoice}', to_jsonb(%s::text)) WHERE id = %s",
        invoice,
        made["id"],
    )
    assert changed == 1


def _digests(stack: Stack, cast: Cast) -> None:
    """The order of keys does not make another action; another code point does."""
    body = request(
        amount=_LARGE, supplier_name="N\N{LATIN SMALL LETTER O WITH DIAERESIS}"
    )
    parameters = body["parameters"]
    turned = dict(reversed(parameters.items()))
    apart = {**parameters, "supplier_name": "No\N{COMBINING DIAERESIS}"}
    answers = [
        stack.call(cast, "POST", "actions", {**body, "parameters": one})
        for one in (parameters, turned, apart)
    ]
    digests = [one.json()["digest"] for one in answers]
    assert digests[0] == digests[1] != digests[2]
