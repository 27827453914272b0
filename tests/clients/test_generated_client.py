"""A client that a generator makes of our description works, as it comes."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from config.demo.process import WORKFLOW_KEY
from tests.cast import Cast
from tests.clients.letters import LETTER, SEND, WHY

Call = Callable[..., Any]
NAME = "generated_remit_client"
# The generator would format what it has made; nobody reads it here.
CONFIG = "post_hooks: []\n"


@pytest.fixture(scope="module")
def generated(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A way to the modules of the client that is made of the server's description."""
    folder = tmp_path_factory.mktemp("generated")
    described = httpx2.get(f"{address}/api/v1/schema/")
    (folder / "openapi.json").write_bytes(described.content)
    (folder / "config.yaml").write_text(CONFIG)
    command = [sys.executable, "-m", "openapi_python_client", "generate"]
    command += ["--path", "openapi.json", "--config", "config.yaml"]
    command += ["--meta", "none", "--output-path", NAME, "--fail-on-warning"]
    made = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    assert "arning" not in made.stdout + made.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield lambda module: import_module(f"{NAME}.{module}")


@pytest.fixture
def call(acme: Cast, address: str, generated: Any) -> Iterator[Call]:
    """A way to call by name, as Acme's agent."""
    kind = generated("client").AuthenticatedClient
    with kind(base_url=address, token=acme.key) as client:

        def call(name: str, *of: Any, **more: Any) -> Any:
            if "get_" not in name:
                more["idempotency_key"] = uuid4().hex
            return generated(f"api.{name}").sync(*of, client=client, **more)

        yield call


def test_it_asks_acts_and_tells(call: Call, generated: Any) -> None:
    models = generated("models")
    opened = models.OpenRunInput(workflow=WORKFLOW_KEY, subject="Letters")
    told = models.OutcomeInput.from_dict({"status": "succeeded", "summary": "Sent."})

    agent = call("agent.get_agent")
    run = call("runs.open_run", body=opened)
    asked = models.AskInput.from_dict(
        {"run": str(run.id), "action": SEND, "parameters": LETTER, "reason": WHY}
    )
    action = call("actions.ask", body=asked)
    started = call("actions.start_action", action.id)
    call("actions.report_outcome", action.id, body=told)
    seen = call("actions.get_action", action.id)
    ended = call("runs.complete_run", run.id, body=models.CompleteInput("All sent."))

    assert agent.owner.name == "Ada Rossi"
    assert action.status == models.ActionStatus.AUTHORIZED
    assert started.permit.token
    assert (seen.status, seen.result.summary) == ("succeeded", "Sent.")
    assert ended.state == models.RunState.COMPLETED


def test_an_error_is_a_problem_with_its_fields(call: Call, generated: Any) -> None:
    wrong = generated("models").OpenRunInput(workflow="nothing")

    problem = call("runs.open_run", body=wrong)

    assert problem.status == 422
    assert [one.field for one in problem.errors] == ["workflow"]
