"""F23 and F24: what was approved is no longer what is about to happen."""

import os
import signal
from typing import Any

from django.db import ProgrammingError, connections, transaction

from governance.models import Action, BoundaryRule, Checkpoint
from governance.services import boundaries
from tests.cast import Cast
from tests.faults.acting import an_invoice, answer, asked, effects, ended, request
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack

_LARGE = "7400.00"


def _approved(stack: Stack, cast: Cast, invoice: str) -> tuple[dict[str, Any], int]:
    """Have a payment approved; return it with the worker that is frozen over it."""
    made = asked(stack, cast, amount=_LARGE, invoice=invoice)
    stack.order("worker.after_claim", "stop", of=made["id"])
    answer(cast, made["id"], cast.bo, word="approve")
    (frozen,) = stack.until(lambda: stack.hit("worker.after_claim", of=made["id"]))
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
    """Change one byte as the application, then as the owner of the tables."""
    stack, cast, invoice = scene.stack, scene.acme(), an_invoice()
    made, frozen = _approved(stack, cast, invoice)
    try:
        refused = _application_may_not(cast, made)
        _change_as_owner(cast, made)
    finally:
        os.kill(frozen, signal.SIGCONT)
    found = ended(stack, cast, made)
    paid = [effects(stack, one) for one in (invoice, found.parameters["invoice"])]
    _change_back(cast, made, invoice)

    assert refused
    assert (found.status, paid) == ("refused", [0, 0])
    _digests(stack, cast)
    return Seen("the application may not; the owner's change was refused at intent")


def _application_may_not(cast: Cast, made: dict[str, Any]) -> bool:
    try:
        with cast.scope(), transaction.atomic():
            row = Action.objects.get(id=made["id"])
            row.parameters = {**row.parameters, "account": "elsewhere"}
            row.save(update_fields=["parameters"])
    except ProgrammingError:
        return True
    return False


def _change_as_owner(cast: Cast, made: dict[str, Any]) -> None:
    one_byte = f"{made['id'][:8]}-changed"
    _set_invoice(cast, made, one_byte)


def _change_back(cast: Cast, made: dict[str, Any], invoice: str) -> None:
    # What is checked afterwards is the product's doing, not ours.
    _set_invoice(cast, made, invoice)


def _set_invoice(cast: Cast, made: dict[str, Any], invoice: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.client', %s, false)", [str(cast.client.id)]
        )
        cursor.execute(
            "UPDATE governance_action SET parameters = "
            "jsonb_set(parameters, '{invoice}', to_jsonb(%s::text)) WHERE id = %s",
            [invoice, made["id"]],
        )
        assert cursor.rowcount == 1


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
