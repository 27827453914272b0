"""The loop around the work: folders, restarts, and Remit going away."""

import os
import shutil
from pathlib import Path

from examples.invoice_agent.agent import REFUSED_SECONDS
from examples.invoice_agent.clerk import PAY
from examples.invoice_agent.folder import Folder
from tests.examples.fake_remit import FakeRemit, answer, problem
from tests.examples.looping import STORY, Clock, agent_of, once_around, waiting_payment


def test_the_dozen_ends_as_the_demo_says(folder: Path) -> None:
    remit = FakeRemit(scripts=STORY)

    assert agent_of(remit, folder, pauses=[]).run(once=True)

    paid = [each for each in remit.completed.values() if each.startswith("Paid")]
    refused = [each for each in remit.completed.values() if "refused" in each]
    assert (len(paid), len(refused), len(remit.interrupted)) == (9, 1, 1)
    assert len(remit.runs) == 12


def test_a_restart_without_memory_asks_the_same_and_doubles_nothing(
    folder: Path,
) -> None:
    remit = FakeRemit(scripts=STORY)

    agent_of(remit, folder, pauses=[]).run(once=True)
    agent_of(remit, folder, pauses=[]).run(once=True)

    assert len(remit.runs) == 12
    assert len(remit.asked(PAY)) == 12


def test_a_restart_in_the_middle_goes_on_where_it_was(
    folder: Path, tmp_path: Path
) -> None:
    remit = FakeRemit(scripts=STORY)
    state = tmp_path / "state.json"

    agent_of(remit, folder, state=state, pauses=[]).run(once=True)
    remit.replays.clear()  # as when Remit has forgotten the keys
    remit.actions[waiting_payment(remit)]["script"] = [answer("succeeded")]
    agent_of(remit, folder, state=state, pauses=[]).run(once=True)

    assert len(remit.runs) == 12
    assert len(remit.asked(PAY)) == 12
    assert len(remit.completed) == 11


def test_a_new_file_is_found_and_an_old_one_is_not_read_twice(folder: Path) -> None:
    remit = FakeRemit()
    late = folder / "PP-5512.xml"
    kept = late.rename(folder.parent / "kept.xml")
    agent = agent_of(remit, folder)
    once_around(agent)
    assert len(remit.runs) == 11

    kept.rename(late)
    shutil.copy2(late, folder / "a-copy-of-the-same.xml")
    once_around(agent)

    assert len(remit.runs) == 12


def test_a_file_that_is_still_being_written_is_left_for_the_next_look(
    folder: Path,
) -> None:
    looked = Folder(path=folder, now=lambda: 1000.5)

    assert looked.fresh() == []
    assert looked.unsettled


def test_one_bad_invoice_does_not_stop_the_others(folder: Path) -> None:
    bad = folder / "AA-0001.xml"
    bad.write_text("<broken", "utf-8")
    os.utime(bad, (1000, 1000))
    remit = FakeRemit()

    agent_of(remit, folder, pauses=[]).run(once=True)

    assert len(remit.completed) == 12
    assert len(remit.interrupted) == 1


def test_a_refused_key_is_tried_again_slowly(folder: Path) -> None:
    remit = FakeRemit(failing={"GET agent": problem(401, "Unknown key")})
    pauses: list[float] = []
    agent = agent_of(remit, folder, pauses=pauses)

    assert not agent.run(once=True)
    assert agent._round() == REFUSED_SECONDS
    assert not remit.runs


def test_it_waits_for_a_platform_that_is_away(folder: Path) -> None:
    remit = FakeRemit(failing={"POST runs": problem(503, "Starting")})
    agent = agent_of(remit, folder)
    once_around(agent)

    remit.failing.clear()
    once_around(agent)

    assert len(remit.completed) == 12


def test_a_memory_of_another_platform_is_started_over(
    folder: Path, tmp_path: Path
) -> None:
    state, clock = tmp_path / "state.json", Clock()
    agent_of(FakeRemit(scripts=STORY), folder, state=state, pauses=[]).run(once=True)

    anew = FakeRemit(scripts=STORY)
    agent = agent_of(anew, folder, state=state, clock=clock)
    for _ in range(2):
        once_around(agent)
        clock.seconds += 61

    assert [each["subject"] for each in anew.runs.values()] == [
        "Invoice ND-1047 from Nordlicht GmbH"
    ]
