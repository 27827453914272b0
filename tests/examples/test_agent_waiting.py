"""An invoice that waits for a person: kept alive, noticed, or left alone."""

from pathlib import Path

from examples.invoice_agent.clerk import PAY
from tests.examples.fake_remit import FakeRemit, answer
from tests.examples.looping import STORY, Clock, agent_of, once_around, waiting_payment


def test_an_approved_payment_is_noticed_while_idling(folder: Path) -> None:
    remit = FakeRemit(scripts=STORY)
    agent = agent_of(remit, folder)
    once_around(agent)
    assert len(remit.completed) == 10

    remit.actions[waiting_payment(remit)]["script"] = [answer("succeeded")]
    once_around(agent)

    assert len(remit.completed) == 11


def test_a_waiting_run_is_kept_alive(folder: Path) -> None:
    clock, remit = Clock(), FakeRemit(scripts=STORY)
    agent = agent_of(remit, folder, clock=clock)
    once_around(agent)
    remit.heartbeats.clear()

    for _ in range(3):
        clock.seconds += 10
        once_around(agent)

    run = remit.asked(PAY)[7]["run"]
    assert [each["run"] for each in remit.heartbeats] == [run]
    assert remit.heartbeats[0]["save_point"]["stage"] == "pay"


def test_a_waiting_run_that_is_halted_is_left_alone(folder: Path) -> None:
    clock, remit = Clock(), FakeRemit(scripts=STORY)
    agent = agent_of(remit, folder, clock=clock)
    once_around(agent)
    remit.actions[waiting_payment(remit)]["script"] = [answer("succeeded")]
    remit.directive = "stop"
    clock.seconds += 30

    once_around(agent)

    assert len(remit.completed) == 10
