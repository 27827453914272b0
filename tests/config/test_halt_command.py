"""``manage.py halt``: stopping with nothing but the database, in a person's name."""

import io

import pytest
from django.core.management import CommandError, call_command

from config.demo.process import WORKFLOW_KEY
from governance.models import Halt, Run
from tests.cast import Cast, a_lead

WHY = "The bank is being moved."


def halt(cast: Cast, *what: str, by: str = "", reason: str = WHY) -> str:
    said = io.StringIO()
    who = by or cast.bo.user.email
    named = [cast.client.slug, *what, "--by", who, "--reason", reason]
    call_command("halt", *named, stdout=said)
    return said.getvalue()


def test_it_halts_the_whole_client_in_a_persons_name(acme: Cast) -> None:
    run = acme.open_run()

    said = halt(acme)

    assert said.startswith("Halted Acme Logistics, the whole client, at ")
    assert acme.ask_payment(run)["refused_by"] == "standing"
    with acme.scope():
        assert Halt.objects.get().set_by == acme.bo


def test_a_governance_lead_halts_without_working_there(acme: Cast) -> None:
    lead = a_lead()

    halt(acme, "--agent", "Invoice agent", by=lead.email)

    with acme.scope():
        assert Halt.objects.get().set_by_lead_id == lead.id


@pytest.mark.parametrize("what", ["agent", "workflow", "run", "action"])
def test_one_thing_is_halted_by_name_and_the_rest_goes_on(
    acme: Cast, globex: Cast, what: str
) -> None:
    run = acme.open_run()
    with acme.scope():
        number = Run.objects.get(id=run["id"]).number
    names = {
        "agent": "Invoice agent",
        "workflow": WORKFLOW_KEY,
        "run": str(number),
        "action": "payment.send",
    }

    halt(acme, f"--{what}", names[what])

    assert acme.ask_payment(run)["refused_by"] == "standing"
    assert globex.ask_payment(globex.open_run())["status"] == "authorized"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (("--agent", "Nobody"), "There is no such agent."),
        (("--workflow", "none"), "There is no such workflow."),
        (("--run", "999999"), "There is no such run."),
        (("--action", "none.such"), "There is no such action type."),
    ],
)
def test_what_is_not_there_is_named(
    acme: Cast, what: tuple[str, ...], told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        halt(acme, *what)


def test_who_may_not_halt_does_not_by_this_way_either(acme: Cast, globex: Cast) -> None:
    for email, told in (
        (acme.vi.user.email, "Only an admin, an operator or who answers"),
        (globex.gil.user.email, "does not work at this client"),
        ("nobody@remit.example", "There is no account"),
    ):
        with pytest.raises(CommandError, match=told):
            halt(acme, by=email)
    with pytest.raises(CommandError, match="Write the reason"):
        halt(acme, reason="  ")
    with acme.scope():
        assert not Halt.objects.exists()
