"""The main job: the example agent works through invoices, as a process of its own."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from governance.models import Action, Run, Ticket
from tests.cast import REPOSITORY, Cast
from tests.governance.counting import counted
from tests.processes import example, payments_of, turn_bank

OUR_INVOICES = REPOSITORY / "examples/invoice_agent/invoices"
REAL_INVOICES = REPOSITORY.parent / "shared/data/invoices"

# Two runs of the agent, and an answer of the bank that is waited for.
pytestmark = [
    pytest.mark.deep,
    pytest.mark.usefixtures("bank", "worker", "sweeper"),
    pytest.mark.timeout(300),
]


def work_through(cast: Cast, folder: Path, *, address: str, state: Path) -> str:
    """Run the agent until only people can move things on; return what it printed."""
    words = ["--once", "--url", address, "--invoices", str(folder)]
    words += ["--state", str(state)]
    done = example("invoice_agent", *words, address=address, key=cast.key)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def payments(cast: Cast) -> Counter[str]:
    """Return how many payments there are in each status."""
    with cast.scope():
        asked = Action.objects.filter(action_type__name="payment.send")
        return Counter(action.status for action in asked)


def test_of_the_demos_invoices_nine_are_paid_and_three_need_people(
    acme: Cast, address: str, tmp_path: Path
) -> None:
    turn_bank("BF-20917", "lost")
    already = payments_of("BF-20917")

    work_through(acme, OUR_INVOICES, address=address, state=tmp_path / "state.json")
    work_through(acme, OUR_INVOICES, address=address, state=tmp_path / "state.json")

    ended = {"succeeded": 9, "waiting": 1, "refused": 1, "unknown": 1}
    assert payments(acme) == Counter(ended)
    assert payments_of("BF-20917") == already + 1
    # One day's limit has room for all of them, with what waits and what is unknown.
    assert counted(acme, "pay-daily") == (Decimal("2690.40"), Decimal("7718.00"))
    with acme.scope():
        assert Ticket.objects.get().owner == acme.ada
        assert Counter(run.state for run in Run.objects.all()) == Counter(
            {"completed": 10, "running": 1, "interrupted": 1}
        )


def test_an_agent_that_forgot_everything_pays_nothing_twice(
    acme: Cast, address: str, tmp_path: Path
) -> None:
    work_through(acme, OUR_INVOICES, address=address, state=tmp_path / "one.json")
    before = payments(acme)

    work_through(acme, OUR_INVOICES, address=address, state=tmp_path / "two.json")

    assert payments(acme) == before


@pytest.mark.external
def test_real_invoices_all_come_to_a_sensible_end(
    acme: Cast, address: str, tmp_path: Path
) -> None:
    if not REAL_INVOICES.is_dir():
        pytest.skip(f"the real invoices are not at {REAL_INVOICES}")

    work_through(acme, REAL_INVOICES, address=address, state=tmp_path / "state.json")

    with acme.scope():
        runs = list(Run.objects.all())
        asked = list(Action.objects.filter(action_type__name="payment.send"))
    assert len(runs) == len(list(REAL_INVOICES.glob("*.xml")))
    assert {run.state for run in runs} <= {"running", "completed", "interrupted"}
    # Nobody of these is a supplier of Acme's, so nothing is paid without a person.
    assert {action.status for action in asked} <= {"waiting", "refused"}
    assert {action.parameters["amount"]["currency"] for action in asked} >= {
        "EUR",
        "GBP",
        "NOK",
        "SEK",
    }
    for action in asked:
        assert Decimal(action.parameters["amount"]["amount"]) > 0
