"""Where the agent stops, and a person or the platform goes on."""

from examples.invoice_agent.clerk import NOTIFY, PAY
from examples.invoice_agent.runs import Runs
from tests.examples.documents import WITHOUT_ACCOUNT
from tests.examples.fake_remit import (
    FakeRemit,
    Json,
    answer,
    go_on,
    problem,
    work_on,
)


def scripted(action: str, *answers: Json) -> FakeRemit:
    return FakeRemit(scripts={action: list(answers)})


def test_without_an_account_a_person_must_take_over() -> None:
    remit = FakeRemit()

    work_on(remit, WITHOUT_ACCOUNT)

    assert not remit.actions
    assert "names no account" in remit.interrupted["run-1"]["reason"]
    assert remit.interrupted["run-1"]["side_effects"] == "none"


def test_a_file_that_cannot_be_read_has_a_run_of_its_own() -> None:
    remit = FakeRemit()

    job = work_on(remit, b"<broken")

    assert remit.runs["run-1"]["subject"] == "File one.xml"
    assert "one.xml cannot be read" in remit.interrupted["run-1"]["reason"]
    assert job.ending


def test_an_agent_that_may_not_act_leaves_the_invoice_to_a_person() -> None:
    refusal = answer("refused", "The agent is halted.", refused_by="standing")
    remit = scripted(PAY, refusal)

    work_on(remit)

    assert not remit.completed
    assert "The agent is halted." in remit.interrupted["run-1"]["reason"]


def test_an_unknown_payment_is_left_to_the_platform() -> None:
    remit = scripted(PAY, answer("running"), answer("unknown", "No answer came."))

    job = work_on(remit)

    assert "No answer came." in job.ending
    assert not remit.completed
    assert remit.interrupted["run-1"] == {"by": "remit"}
    assert not remit.asked(NOTIFY)


def test_told_to_stop_it_stops() -> None:
    remit = FakeRemit(directive="stop")

    job = work_on(remit)

    assert "Ada halted the agent." in job.ending
    assert not remit.actions
    assert not remit.completed


def test_a_request_that_is_not_accepted_interrupts_the_run() -> None:
    errors = [{"field": "parameters.account", "detail": "is too long"}]
    bad = problem(422, "Invalid", errors=errors)
    remit = FakeRemit(failing={"POST actions": bad})

    job = work_on(remit)

    assert "parameters.account: is too long" in remit.interrupted["run-1"]["reason"]
    assert job.ending


def test_a_run_that_cannot_be_opened_is_tried_again_later() -> None:
    remit = FakeRemit(failing={"POST runs": problem(409, "No clearance")})
    runs = Runs(remit=remit.client(), workflow="payments")

    job = work_on(remit)

    assert not job.ending
    assert not runs.due(job=job)


def test_an_unknown_payment_whose_run_goes_on_is_waited_for() -> None:
    told = [answer("unknown", "No answer came."), answer("succeeded")]
    remit = scripted(PAY, answer("running"), *told)
    remit.asks_the_bank = True

    job = work_on(remit)
    assert not job.ending
    go_on(remit, job)

    assert len(remit.asked(PAY)) == 1
    assert remit.asked(NOTIFY)
    assert remit.completed
