"""Procedures as values: read, written, changed one step at a time, told apart."""

import json

from hypothesis import given
from hypothesis import strategies as st

from config.demo.process import STEPS
from governance.procedure import (
    Actor,
    ActorKind,
    Disposition,
    Failure,
    Next,
    OnHalt,
    Performer,
    PerformerKind,
    Procedure,
    Step,
    differences,
    draw,
    moved,
    problems,
    read_procedure,
    with_step,
    without_step,
    written,
)

_WORDS = st.text(max_size=12)
_NAMED = st.text(min_size=1, max_size=12)
_KEYS = st.sampled_from(["read", "match", "pay", "tell"])
_ACTORS = st.builds(Actor, st.sampled_from(ActorKind), _WORDS)
_STEPS = st.builds(
    Step,
    key=_KEYS,
    title=_NAMED,
    performer=st.none()
    | st.builds(Performer, st.sampled_from(PerformerKind), st.none() | _ACTORS, _WORDS),
    input=_WORDS,
    output=_WORDS,
    action=_WORDS,
    critical=st.booleans(),
    pivot=st.booleans(),
    effect=_WORDS,
    next=st.lists(st.builds(Next, _KEYS | st.just(""), _WORDS), max_size=3).map(tuple),
    failures=st.lists(
        st.builds(Failure, _NAMED, st.none() | _ACTORS, _WORDS), max_size=3
    ).map(tuple),
    on_halt=st.none()
    | st.builds(
        OnHalt,
        st.none() | st.sampled_from(Disposition),
        st.none() | _ACTORS,
        st.none() | st.integers(1, 100),
        _WORDS,
    ).filter(lambda halt: halt != OnHalt()),
)
_PROCEDURES = st.lists(_STEPS, max_size=4, unique_by=lambda step: step.key).map(
    lambda steps: Procedure(tuple(steps))
)


def of(*keys: str) -> Procedure:
    return Procedure(tuple(Step(key, key.title()) for key in keys))


def keys(procedure: Procedure) -> list[str]:
    return [step.key for step in procedure.steps]


@given(_PROCEDURES)
def test_what_is_written_is_read_as_it_was(procedure: Procedure) -> None:
    stored = json.loads(json.dumps(written(procedure)))

    assert read_procedure(stored) == procedure
    assert differences(procedure, read_procedure(stored)) == []


@given(_PROCEDURES, _KEYS)
def test_a_step_that_is_out_is_led_to_by_none(procedure: Procedure, key: str) -> None:
    left = without_step(procedure, key)

    assert key not in keys(left)
    assert not any(way.to == key for step in left.steps for way in step.next)
    assert [step for step in keys(procedure) if step != key] == keys(left)


@given(_PROCEDURES.filter(lambda one: bool(one.steps)), st.integers(-9, 9))
def test_a_step_that_is_moved_changes_no_other(procedure: Procedure, by: int) -> None:
    key = procedure.steps[0].key

    there = moved(procedure, key, by=by)

    assert sorted(keys(there)) == sorted(keys(procedure))
    assert set(there.steps) == set(procedure.steps)
    assert keys(there).index(key) == max(0, min(by, len(procedure.steps) - 1))


def test_a_step_takes_the_place_of_its_namesake_or_comes_last() -> None:
    before = of("read", "pay")

    assert keys(with_step(before, Step("tell", "Tell"))) == ["read", "pay", "tell"]
    replaced = with_step(before, Step("read", "Read it twice"))
    assert [step.title for step in replaced.steps] == ["Read it twice", "Pay"]


def test_differences_are_told_step_by_step() -> None:
    old = of("read", "match", "pay")
    new = Procedure(
        (Step("match", "Match"), Step("read", "Read", critical=True), Step("x", "New"))
    )

    assert differences(old, new) == [
        "“Pay” is gone.",
        "Step 2, “Read”, says something else about whether it is critical.",
        "Step 3, “New”, is new.",
        "The steps stand in another order.",
    ]


def test_steps_that_were_published_before_kinds_still_read() -> None:
    old = [{"key": "pay", "title": "Pay", "performer": "the bank", "on_halt": "Call."}]

    (step,) = read_procedure(old).steps

    assert step.performer == Performer(PerformerKind.SYSTEM, system="the bank")
    assert step.on_halt == OnHalt(text="Call.")


def test_what_is_wrong_is_told_and_what_is_unfinished_is_not() -> None:
    twice = Procedure((Step("a", "A"), Step("a", "B")))
    nowhere = Procedure((Step("a", "A", next=(Next("b"),)),))

    assert list(problems(twice)) == ["Two steps are called a: give one another name."]
    assert list(problems(nowhere)) == [
        "Step 1 leads to b, which is no step: choose one."
    ]
    assert list(problems(of("a", "b"))) == []
    assert list(problems(read_procedure(STEPS))) == []


@given(_PROCEDURES)
def test_every_step_is_drawn_once_and_inside_the_picture(procedure: Procedure) -> None:
    drawing = draw(procedure)

    assert len(drawing.boxes) == len(procedure.steps)
    tops = [box.y for box in drawing.boxes]
    assert tops == sorted(set(tops))
    assert all(0 <= y <= drawing.height - drawing.box_height for y in tops)
    assert drawing.left + drawing.box_width <= drawing.width
