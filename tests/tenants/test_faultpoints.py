"""A test may end or freeze a process where it likes; nobody else can."""

import logging
import os
import signal
import threading
from pathlib import Path
from unittest import mock

import pytest
from pytest_django import Settings

from config.boot import refuse_unsafe_boot
from config.checks import no_fault_is_invited
from tenants.faultpoints import InjectedFaultError, faultpoint

HERE = "worker.after_claim"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The folder of orders, with the flag set."""
    settings.FAULT_POINTS = str(tmp_path)
    return tmp_path


def signals(subject: object = "", *, times: int = 1) -> list[signal.Signals]:
    """Pass the place so often and return what the process was sent there."""
    with mock.patch("signal.pthread_kill") as killed:
        for _ in range(times):
            faultpoint(HERE, subject)
    ours = threading.get_ident()
    assert all(call.args[0] == ours for call in killed.call_args_list)
    return [call.args[1] for call in killed.call_args_list]


def test_without_the_flag_nothing_happens(folder: Path, settings: Settings) -> None:
    (folder / HERE).write_text("kill")
    settings.FAULT_POINTS = ""

    assert signals() == []
    assert (folder / HERE).exists()


def test_without_a_file_nothing_happens(folder: Path) -> None:
    (folder / "worker.after_intent").write_text("kill")

    assert signals() == []


@pytest.mark.parametrize(
    ("what", "sent"), [("kill", signal.SIGKILL), ("stop", signal.SIGSTOP)]
)
def test_what_is_asked_for_happens_once_and_leaves_a_mark(
    folder: Path, what: str, sent: signal.Signals
) -> None:
    (folder / HERE).write_text(what)

    assert signals(times=2) == [sent]
    assert [one.name for one in folder.iterdir()] == [f"{HERE}.by.{os.getpid()}"]


def test_a_number_says_how_often(folder: Path) -> None:
    (folder / HERE).write_text("kill 3")

    assert signals(times=5) == [signal.SIGKILL] * 3


def test_a_share_says_by_which_chance_and_stays(folder: Path) -> None:
    (folder / HERE).write_text("kill 0.5")

    with mock.patch("random.random", side_effect=[0.6, 0.4, 0.5, 0.1]):
        assert signals(times=4) == [signal.SIGKILL] * 2
    assert (folder / HERE).exists()


def test_an_order_for_one_subject_is_for_nobody_else(folder: Path) -> None:
    (folder / f"{HERE}@a").write_text("kill")

    assert signals("b") == []
    assert signals("a") == [signal.SIGKILL]


def test_a_place_can_fail(folder: Path) -> None:
    (folder / HERE).write_text("fail")

    with pytest.raises(InjectedFaultError):
        faultpoint(HERE)


def test_production_refuses_the_flag(folder: Path, settings: Settings) -> None:
    assert [fault.id for fault in no_fault_is_invited()] == ["config.E100"]
    settings.FAULT_POINTS = ""
    assert no_fault_is_invited() == []


def test_a_start_with_the_flag_says_so(
    folder: Path, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        refuse_unsafe_boot()
    assert "FAULT_POINTS is set" in caplog.text
    caplog.clear()
    settings.FAULT_POINTS = ""
    refuse_unsafe_boot()
    assert "FAULT_POINTS" not in caplog.text
