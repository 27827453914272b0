"""The description of the API says what the API does, to the last member."""

import re
from typing import Any

import pytest
from django.test import Client as Browser
from jsonschema import Draft202012Validator, FormatChecker

from config.demo.process import WORKFLOW_KEY
from governance.models import HaltScope
from governance.services.halts import set_halt
from tests.cast import Cast, payment
from tests.lived_in import live_in
from tests.paths import paths_below

Description = dict[str, Any]


@pytest.fixture(scope="module")
def description() -> Description:
    """What anybody is told, without a key."""
    answer = Browser().get("/api/v1/schema/")
    assert answer.status_code == 200
    return dict(answer.json())


def check(description: Description, method: str, path: str, answer: Any) -> None:
    """Fail unless this answer is described: its status, type, headers and shape."""
    call = description["paths"][path][method.lower()]
    told = call["responses"].get(str(answer.status_code))
    assert told is not None, f"{answer.status_code} is not described"
    media = answer["Content-Type"].partition(";")[0]
    # Its references lead into the components.
    shape = told["content"][media]["schema"]
    validator = Draft202012Validator(
        {**shape, "components": description["components"]},
        format_checker=FormatChecker(),
    )
    validator.validate(answer.json())
    for header in ("Retry-After", "Idempotency-Replayed"):
        assert header not in answer or header in told.get("headers", {}), header


def calls(description: Description) -> list[Description]:
    """Return every call that is described."""
    return [one for path in description["paths"].values() for one in path.values()]


class Caller:
    """Calls the API as the agent and checks each answer against the description."""

    def __init__(self, cast: Cast, description: Description) -> None:
        self.cast = cast
        self.description = description
        self.seen: set[tuple[str, str, int]] = set()

    def __call__(
        self, method: str, path: str, body: Any = None, *, of: str = "", **headers: str
    ) -> Any:
        """Call ``path``, where ``{...}`` stands for the id ``of`` something."""
        written = path.replace("{run_id}", of).replace("{action_id}", of)
        answer = self.cast.api(method, written, body, **headers)
        check(self.description, method, f"/api/v1/{path.partition('?')[0]}", answer)
        self.seen.add((method, path.partition("?")[0], answer.status_code))
        return answer


@pytest.fixture
def call(acme: Cast, description: Description) -> Caller:
    return Caller(acme, description)


def test_every_path_of_the_api_is_described(description: Description) -> None:
    paths = {one for one in paths_below("api/v1/") if one not in {"schema/", "docs/"}}

    written = {f"/api/v1/{re.sub('<[a-z]+:', '{', one)}" for one in paths}
    written = {one.replace(">", "}") for one in written}
    assert set(description["paths"]) == written


def test_every_object_that_is_taken_refuses_unknown_members(
    description: Description,
) -> None:
    shapes = description["components"]["schemas"]
    taken = [name for name in shapes if name.endswith("Input")]

    assert len(taken) > 5
    assert all(shapes[name]["additionalProperties"] is False for name in taken)


def test_every_shape_that_a_call_takes_or_gives_has_a_true_example(
    description: Description,
) -> None:
    shapes = description["components"]["schemas"]
    named = {
        one["schema"]["$ref"].rpartition("/")[2]
        for call in calls(description)
        for message in [call.get("requestBody", {}), *call["responses"].values()]
        for one in message.get("content", {}).values()
    }

    assert {name for name in shapes if "examples" in shapes[name]} == named
    for name in named:
        whole = {**shapes[name], "components": description["components"]}
        for example in shapes[name]["examples"]:
            Draft202012Validator(whole, format_checker=FormatChecker()).validate(
                example
            )


def test_every_call_has_a_name_a_summary_a_place_and_takes_a_key_of_the_agents(
    description: Description,
) -> None:
    tags = {tag["name"] for tag in description["tags"]}
    names = [call["operationId"] for call in calls(description)]

    assert len(set(names)) == len(names)
    facts = [f"{method}_fact" for method in ("get", "put", "delete")]
    for call in calls(description):
        key = "feedKey" if call["operationId"] in facts else "agentKey"
        assert not call["operationId"].endswith(("_create", "_retrieve"))
        assert call["summary"]
        assert set(call["tags"]) <= tags
        assert call["security"] == [{key: []}]
        assert all(one["description"] for one in call["responses"].values())


def test_what_is_done_once_needs_a_key(description: Description) -> None:
    for path, calls in description["paths"].items():
        for method, one in calls.items():
            named = {each["name"] for each in one.get("parameters", [])}
            needed = method == "post" and not path.endswith("/heartbeat")
            assert ("Idempotency-Key" in named) == needed, path


def test_the_answers_of_a_run_are_as_described(call: Caller) -> None:
    run = call("POST", "runs", {"workflow": WORKFLOW_KEY}).json()
    beat = {"fence": run["fence"], "save_point": {"page": 1}}

    call("GET", "agent")
    call("POST", "runs/{run_id}/heartbeat", beat, of=run["id"])
    call("POST", "runs/{run_id}/notes", {"text": "Read."}, of=run["id"])
    call("GET", "runs/{run_id}", of=run["id"])
    once = {"Idempotency-Key": "one"}
    for _ in range(2):
        call("POST", "runs/{run_id}/complete", {"summary": "x"}, of=run["id"], **once)
    ended = call("POST", "runs/{run_id}/notes", {"text": "Late."}, of=run["id"])

    assert ended.status_code == 409
    assert {status for *_, status in call.seen} == {200, 201, 409}


def test_the_answer_of_a_run_that_stopped_is_as_described(call: Caller) -> None:
    run = call.cast.open_run()
    stop = {"reason": "Unclear.", "last_safe_point": "start", "side_effects": "none"}

    assert (
        call("POST", "runs/{run_id}/interrupt", stop, of=run["id"]).status_code == 200
    )
    call("POST", "runs/{run_id}/heartbeat", {"fence": run["fence"]}, of=run["id"])
    call("GET", "runs/{run_id}", of=run["id"])


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"amount": "7400.00"},
        {"account": "LT121000011101001000"},
        {"currency": "GBP"},
    ],
)
def test_the_answers_about_actions_are_as_described(
    call: Caller, changes: dict[str, str]
) -> None:
    action = call("POST", "actions", payment(call.cast.open_run(), **changes)).json()

    call("GET", "actions/{action_id}", of=action["id"])
    call("GET", "actions/{action_id}?wait=0", of=action["id"])


def test_the_answers_after_something_has_happened_are_as_described(
    call: Caller,
) -> None:
    traces = live_in(call.cast)

    assert call("GET", "actions/{action_id}", of=traces.paid).json()["result"]
    assert call("GET", "actions/{action_id}", of=traces.waiting).json()["checkpoint"]
    call("GET", "runs/{run_id}", of=traces.interrupted)


def test_an_agent_that_may_not_act_is_answered_as_described(call: Caller) -> None:
    with call.cast.scope(call.cast.bo):
        set_halt(
            scope=HaltScope.AGENT,
            target_id=call.cast.agent.id,
            label="Invoice agent",
            by=call.cast.bo,
            reason="Something is wrong.",
        )

    assert call("POST", "runs", {"workflow": WORKFLOW_KEY}).status_code == 403
    assert call("GET", "agent").json()["standing"]["may_act"] is False


def test_errors_are_as_described(call: Caller) -> None:
    nothing = "00000000-0000-7000-8000-000000000000"

    assert call("POST", "runs", b"{").status_code == 400
    assert call("POST", "runs", {"workflow": 1}).status_code == 400
    assert call("GET", "agent", Authorization="Bearer x").status_code == 401
    assert call("GET", "runs/{run_id}", of=nothing).status_code == 404
    assert call("GET", "agent", Accept="text/html").status_code == 406
    large = b"{}" + b" " * 300_000
    assert call("POST", "runs", large).status_code == 413
    assert (
        call("POST", "actions/{action_id}/start", large, of=nothing).status_code == 413
    )
    assert call("POST", "runs", {"workflow": "x"}).status_code == 422
    assert call("GET", "actions/{action_id}?wait=x", of=nothing).status_code == 422


def test_a_key_that_is_used_too_often_is_answered_as_described(
    call: Caller, settings: Any
) -> None:
    one = {"per_second": 0.01, "burst": 1}
    settings.RATE_LIMITS = {"ordinary": one, "vital": one}

    answers = [call("GET", "agent") for _ in range(3)]

    assert 429 in {one.status_code for one in answers}
