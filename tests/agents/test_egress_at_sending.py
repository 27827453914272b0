"""What is sent goes to a host on the list, as the list is when it is sent."""

from uuid import UUID

from agents.models import AllowedHost, Runner
from agents.runners import Inquiry, Result, ask_target
from agents.selectors import egress_limits, runner_secrets
from agents.services.hosts import remove_host
from governance.models import Action, Outcome
from governance.services.execution import perform
from tenants.identifiers import uuid7
from tests.cast import Cast


def forbid_the_bank(cast: Cast) -> None:
    """Take the bank's host off the list."""
    admin = next(iter(cast.people.values()))
    with cast.scope(admin):
        remove_host(AllowedHost.objects.get(), by=admin, reason="We left this bank.")


def carried_out(cast: Cast) -> tuple[str, str]:
    """Ask for a payment, have it carried out, and return its end and why."""
    asked = cast.ask_payment(cast.open_run())
    assert asked["status"] == "authorized"
    perform(client_id=cast.client.id, action_id=UUID(asked["id"]))
    with cast.scope():
        action = Action.objects.get(id=asked["id"])
        return action.status, Outcome.objects.get(intent__action=action).summary


def test_what_goes_to_a_host_off_the_list_fails_cleanly_and_says_why(
    acme: Cast,
) -> None:
    # Nobody listens at the bank's address here, so it was tried before.
    assert "no connection" in carried_out(acme)[1]
    forbid_the_bank(acme)

    status, told = carried_out(acme)

    assert status == "failed"
    assert told.startswith("Not sent: 127.0.0.1:")
    assert told.endswith("is not on the list of allowed hosts.")


def test_a_list_is_one_clients_own(acme: Cast, globex: Cast) -> None:
    forbid_the_bank(globex)

    assert "no connection" in carried_out(acme)[1]


def test_a_target_off_the_list_is_not_asked_either(acme: Cast) -> None:
    forbid_the_bank(acme)
    with acme.scope():
        runner = Runner.objects.get(name="Bank")
        inquiry = Inquiry(
            intent=uuid7(),
            path="/intents/{intent}",
            url=runner.url,
            secrets=runner_secrets(runner),
            limits=egress_limits(),
            timeout_seconds=1,
        )

    report = ask_target(inquiry)

    assert report.result is Result.UNKNOWN
    assert "is not on the list" in report.summary
