"""The table of what follows when something stops midway, and what may stand instead."""

from itertools import product

import pytest

from governance.halt_policy import (
    IN_DOUBT,
    Kind,
    choices,
    disposition,
    impossible,
    loosened,
    reasons_of,
    usual,
)
from governance.procedure import Disposition, HaltReason, OnHalt, Step

EFFECTS = ["pure", "idempotent", "queryable", "unsafe"]
KINDS = [
    Kind(effect, askable, by_agent)
    for effect, askable, by_agent in product(EFFECTS, [False, True], [False, True])
]
EVERY = pytest.mark.parametrize("reason", HaltReason)
ASKED = Kind("queryable", askable=True)
# What the platform does where nothing is written: by effect class, in this order.
TABLE = {
    HaltReason.LOST_BEFORE_SEND: ["retry", "retry", "retry", "retry"],
    HaltReason.LOST_AFTER_SEND: ["retry", "retry", "reconcile", "hand_over"],
    HaltReason.START_TO_CLOSE: ["retry", "retry", "reconcile", "hand_over"],
    HaltReason.EXCEPTION_AFTER_SEND: ["retry", "retry", "reconcile", "hand_over"],
    HaltReason.EXCEPTION_CLEAN: ["go_on"] * 4,
    HaltReason.CHECKPOINT_TIMEOUT: ["go_on"] * 4,
    HaltReason.BOUNDARY_BREACH: ["go_on"] * 4,
    HaltReason.LIMIT_EXHAUSTED: ["go_on"] * 4,
    HaltReason.POISON: ["hand_over"] * 4,
    HaltReason.HEARTBEAT_MISSED: ["hand_over"] * 4,
    HaltReason.NEVER_STARTED: ["hand_over"] * 4,
    HaltReason.AGENT_SELF_HALT: ["hand_over"] * 4,
    HaltReason.DEFINITION_GONE: ["hand_over"] * 4,
    HaltReason.HALTED: ["go_on"] * 4,
    HaltReason.AUDIT_UNAVAILABLE: ["fail_closed"] * 4,
}


def step(reason: HaltReason, then: Disposition) -> Step:
    return Step("do", "Do it", action="it.do", on_halt=OnHalt(cases=((reason, then),)))


@EVERY
def test_the_usual_dispositions_are_these(reason: HaltReason) -> None:
    kinds = [Kind(effect, askable=effect == "queryable") for effect in EFFECTS]

    assert [usual(reason, kind).value for kind in kinds] == TABLE[reason]


@EVERY
def test_the_usual_is_always_among_what_may_be_chosen(reason: HaltReason) -> None:
    for kind in KINDS:
        possible = choices(reason, kind)

        assert usual(reason, kind) in possible
        assert list(possible) == sorted(possible, key=list(Disposition).index)


@pytest.mark.parametrize("reason", sorted(IN_DOUBT))
def test_nothing_can_have_it_sent_again_that_its_target_would_not_recognise(
    reason: HaltReason,
) -> None:
    for kind in KINDS:
        if kind.effect in {"queryable", "unsafe"} or kind.by_agent:
            for then in Disposition:
                written = disposition(reason, kind, step(reason, then).on_halt)
                assert written is not Disposition.RETRY
                assert disposition(reason, kind, OnHalt(policy=then)) is not then.RETRY


@pytest.mark.parametrize("reason", sorted(IN_DOUBT))
def test_what_nobody_knows_is_never_passed_over(reason: HaltReason) -> None:
    for kind, then in product(KINDS, Disposition):
        found = disposition(reason, kind, step(reason, then).on_halt)

        assert found not in {Disposition.GO_ON, Disposition.FAIL_CLOSED}


def test_a_target_that_cannot_be_asked_is_not_reconciled() -> None:
    kind = Kind("queryable", askable=False)

    assert usual(HaltReason.LOST_AFTER_SEND, kind) is Disposition.HAND_OVER


def test_one_case_goes_before_the_word_about_all() -> None:
    halt = OnHalt(
        policy=Disposition.HAND_OVER,
        cases=((HaltReason.LOST_AFTER_SEND, Disposition.RECONCILE),),
    )

    for reason, then in (
        (HaltReason.LOST_AFTER_SEND, "reconcile"),
        (HaltReason.EXCEPTION_AFTER_SEND, "hand_over"),
        # About stopping midway: an end without an effect is none.
        (HaltReason.EXCEPTION_CLEAN, "go_on"),
    ):
        assert disposition(reason, ASKED, halt) == then


@pytest.mark.parametrize(
    ("reason", "then", "looser"),
    [
        (HaltReason.EXCEPTION_CLEAN, Disposition.RETRY, True),
        (HaltReason.AGENT_SELF_HALT, Disposition.COMPENSATE, True),
        (HaltReason.EXCEPTION_CLEAN, Disposition.HAND_OVER, False),
        (HaltReason.LOST_AFTER_SEND, Disposition.HAND_OVER, False),
        (HaltReason.CHECKPOINT_TIMEOUT, Disposition.FAIL_CLOSED, False),
    ],
)
def test_what_is_looser_than_usual_is_named(
    reason: HaltReason, then: Disposition, *, looser: bool
) -> None:
    assert loosened(step(reason, then), ASKED) == ((reason,) if looser else ())


def test_what_cannot_be_done_is_named_and_has_no_effect() -> None:
    unsafe = Kind("unsafe")
    wrong = step(HaltReason.LOST_AFTER_SEND, Disposition.RETRY)

    assert impossible(wrong, unsafe) == (HaltReason.LOST_AFTER_SEND,)
    found = disposition(HaltReason.LOST_AFTER_SEND, unsafe, wrong.on_halt)
    assert found is Disposition.HAND_OVER


def test_a_step_without_an_action_speaks_of_its_agent_alone() -> None:
    silent = Step("read", "Read it")

    assert set(reasons_of(silent, Kind())) == {
        HaltReason.HEARTBEAT_MISSED,
        HaltReason.NEVER_STARTED,
        HaltReason.AGENT_SELF_HALT,
    }
    assert HaltReason.START_TO_CLOSE in reasons_of(
        step(HaltReason.POISON, Disposition.HAND_OVER), Kind(by_agent=True)
    )
