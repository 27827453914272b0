"""The examples run as programs of their own against a real server."""

from collections import Counter
from pathlib import Path

import pytest

from governance.models import Action, Run
from tests.cast import Cast
from tests.processes import example

PROGRAMS = pytest.mark.parametrize(
    ("program", "more"),
    [("plain_function", ["Your invoice is paid."]), ("pydantic_ai_agent", [])],
)


def newest(cast: Cast) -> tuple[Action, Run]:
    with cast.scope():
        action = Action.objects.select_related("run").latest("asked_at")
        return action, action.run


@PROGRAMS
def test_a_letter_that_is_allowed_is_sent(
    acme: Cast, address: str, tmp_path: Path, program: str, more: list[str]
) -> None:
    words = ["Nordlicht", *more, "--outbox", str(tmp_path)]

    done = example(program, *words, address=address, key=acme.key)

    assert done.returncode == 0, done.stderr
    assert "Your invoice is paid." in (tmp_path / "Nordlicht.txt").read_text("utf-8")
    action, run = newest(acme)
    assert (action.status, run.state) == ("succeeded", "completed")


@PROGRAMS
def test_a_letter_that_is_refused_is_not_sent(
    acme: Cast, address: str, tmp_path: Path, program: str, more: list[str]
) -> None:
    words = ["police", *more, "--outbox", str(tmp_path)]

    done = example(program, *words, address=address, key=acme.key)

    assert "letters-police" in done.stdout + done.stderr
    assert not list(tmp_path.iterdir())
    assert newest(acme)[0].status == "refused"


def test_the_model_says_why_and_what_waits_is_told_to_it(
    acme: Cast, address: str, tmp_path: Path
) -> None:
    words = ["bank", "--outbox", str(tmp_path), "--wait", "0.1"]

    done = example("pydantic_ai_agent", *words, address=address, key=acme.key)

    action, run = newest(acme)
    assert "still waiting" in done.stdout
    assert action.reason == "The supplier has asked whether the invoice is paid."
    # What still waited could not be completed: a person takes over.
    assert (action.status, run.state) == ("cancelled", "interrupted")
    assert done.returncode != 0
    with acme.scope():
        assert Counter(one.state for one in Run.objects.all())["running"] == 0


def test_what_stands_against_asking_is_said_without_a_trace(
    address: str, tmp_path: Path
) -> None:
    words = ["Nordlicht", "Your invoice is paid.", "--outbox", str(tmp_path)]

    done = example("plain_function", *words, address=address, key="rmt_wrong")

    assert done.returncode == 1
    assert done.stderr == "Unauthorized: This key is not valid.\n"
