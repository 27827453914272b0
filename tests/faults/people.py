"""F21 and F33: one person answers twice, and nobody answers at all."""

from typing import Any

from agents.models import EffectClass
from governance.models import Checkpoint, CheckpointAnswer, Interruption
from governance.services import boundaries
from tests.cast import Cast
from tests.database import changed_by_force
from tests.faults.acting import (
    answer,
    asked,
    effects,
    ended,
    opened,
    tickets_of,
)
from tests.faults.kinds import KINDS, equip
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack
from tests.governance.policies import STEP, cleared_for
from tests.racing import Racers

_KIND = KINDS[EffectClass.QUERYABLE]
_WINDOWS = 4


def _ask_two(cast: Cast) -> None:
    """Have two people of Finance approve what is allowed otherwise."""
    with cast.scope(cast.ada):
        boundaries.draft_rule(
            number=200,
            key="two-of-finance",
            title="Two of Finance",
            effect="checkpoint",
            action=_KIND,
            conditions=None,
            obligation={
                "group": "Finance",
                "kind": "confirm",
                "quorum": 2,
                "minutes": 60,
            },
            reason="One person is not enough.",
        )
        boundaries.publish_boundary(published_by=cast.ada)


@fault(
    "F21",
    "two are needed, and one approves in four windows",
    "counts once; the other one decides",
)
def one_person_in_many_windows(scene: Scene) -> Seen:
    """Have one person approve four times at once, then another one."""
    stack, cast = scene.stack, equip(scene.acme())
    _ask_two(cast)
    made = asked(stack, cast, action=_KIND)

    def approve() -> None:
        answer(cast, made["id"], cast.bo, word="approve")

    with Racers(_WINDOWS) as racers:
        told = racers.race(*[approve] * _WINDOWS)
    counted = [one is None for one in told]
    with cast.scope():
        waiting = Checkpoint.objects.get(action_id=made["id"])
        answers = CheckpointAnswer.objects.filter(checkpoint=waiting).count()
    assert (counted.count(True), answers, waiting.state) == (1, 1, "waiting")

    answer(cast, made["id"], cast.cy, word="approve")
    paid = ended(stack, cast, made)
    assert paid.status == "succeeded"
    assert effects(stack, paid.parameters["invoice"]) == 1
    return Seen("one of four counted; paid once after the second person")


@fault(
    "F33",
    "nobody ever answers",
    "closed as a no at the deadline; the run as its step says",
)
def nobody_answers(scene: Scene) -> Seen:
    """Let two questions lapse: one in a usual step, one whose run has to stop then."""
    stack, cast = scene.stack, equip(scene.acme())
    _ask_two(cast)
    usual = _asked_in(stack, cast, {})
    strict = _asked_in(stack, cast, {"CHECKPOINT_TIMEOUT": "hand_over"})
    for one in (usual, strict):
        assert changed_by_force(
            "UPDATE governance_checkpoint SET deadline = remit_now() "
            "WHERE action_id = %s",
            one["id"],
        )
    found = [ended(stack, cast, one) for one in (usual, strict)]

    assert [one.status for one in found] == ["expired", "expired"]
    assert [effects(stack, one.parameters["invoice"]) for one in found] == [0, 0]
    with cast.scope():
        stops = Interruption.objects.filter(action__in=found).order_by("id")
        codes = [(one.code, one.action_id == found[1].id) for one in stops]
    assert codes == [("CHECKPOINT_TIMEOUT", True)]
    assert len(tickets_of(cast, found[1])) == 1
    return Seen("both a no; one run goes on, one is handed over")


def _asked_in(stack: Stack, cast: Cast, cases: dict[str, str]) -> dict[str, Any]:
    key = cleared_for(cast, _KIND, {"cases": cases})
    run = opened(stack, cast, workflow=key)
    return asked(stack, cast, run, action=_KIND, step=STEP)
