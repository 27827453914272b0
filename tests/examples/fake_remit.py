"""A Remit that answers from a script, in this process, and keeps what it was told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx2

from examples.invoice_agent.clerk import MATCH, NOTIFY, PAY, Clerk
from examples.invoice_agent.jobs import Job, Memory
from examples.invoice_agent.runs import Runs
from governance.api.examples import EXAMPLES
from remit_client import Calls, Transport
from tests.examples.documents import INVOICE

Json = dict[str, Any]


def answer(status: str, explanation: str = "", **more: object) -> Json:
    """Return one answer about an action."""
    return {"status": status, "explanation": explanation, **more}


@dataclass(kw_only=True)
class FakeRemit:
    """`scripts` holds, per action and invoice or per action, its answers in turn.

    The first answers the question, each look takes the next, the last one stays.
    """

    scripts: dict[str, list[Json]] = field(default_factory=dict)
    directive: str = "continue"
    failing: dict[str, httpx2.Response] = field(default_factory=dict)
    runs: dict[str, Json] = field(default_factory=dict)
    actions: dict[str, Json] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    heartbeats: list[Json] = field(default_factory=list)
    completed: dict[str, str] = field(default_factory=dict)
    interrupted: dict[str, Json] = field(default_factory=dict)
    asks_the_bank: bool = False
    replays: dict[tuple[str, str], tuple[Json, Json]] = field(default_factory=dict)
    pauses: list[float] = field(default_factory=list)

    def client(self) -> Calls:
        """Return a client that speaks to this fake and never really waits."""
        transport = Transport(
            base_url="http://remit.example",
            key="rmt_test",
            timeout=30,
            transport=httpx2.MockTransport(self.handle),
            pause=self.pauses.append,
            clock=lambda: sum(self.pauses),
        )
        return Calls(transport)

    def asked(self, action: str) -> list[Json]:
        """Return the requests for one action type, in order."""
        return [each for each in self.actions.values() if each["action"] == action]

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        """Answer one HTTP request."""
        path = request.url.path.removeprefix("/api/v1/")
        for beginning, response in self.failing.items():
            if f"{request.method} {path}".startswith(beginning):
                return response
        if request.method == "GET":
            return self._get(path.split("/"))
        body: Json = json.loads(request.content)
        key = (path, request.headers.get("Idempotency-Key", ""))
        if key in self.replays:
            before, replayed = self.replays[key]
            if before != body:
                return problem(422, "Another request had this key")
            return httpx2.Response(201, json=replayed)
        response = self._post(path.split("/"), body)
        if response.is_success and key[1]:
            self.replays[key] = (body, response.json())
        return response

    def _get(self, path: list[str]) -> httpx2.Response:
        match path:
            case ["agent"]:
                return httpx2.Response(200, json=EXAMPLES["Agent"])
            case ["actions", action]:
                return httpx2.Response(200, json=self._look(action))
            case ["runs", run] if run in self.runs:
                stopped = run in self.interrupted
                state = "interrupted" if stopped else "running"
                return httpx2.Response(200, json={**self.runs[run], "state": state})
            case _:
                return problem(404, "Not found")

    def _post(self, path: list[str], body: Json) -> httpx2.Response:
        match path:
            case ["runs"]:
                return httpx2.Response(201, json=self._open(body))
            case ["actions"]:
                return self._act(body)
            case ["runs", run, what] if run in self.runs:
                return self._tell(run, what, body)
            case _:
                return problem(404, "Not found")

    def _open(self, body: Json) -> Json:
        number = len(self.runs) + 1
        own = {"id": f"run-{number}", "number": number, "subject": body["subject"]}
        self.runs[f"run-{number}"] = {**EXAMPLES["Run"], **own}
        return self.runs[f"run-{number}"]

    def _tell(self, run: str, what: str, body: Json) -> httpx2.Response:
        if what == "heartbeat":
            self.heartbeats.append({"run": run, **body})
            told = {"directive": self.directive, "reason": "Ada halted the agent."}
            return httpx2.Response(200, json=told)
        if run in self.completed or run in self.interrupted:
            return problem(409, "The run has ended")
        tellers: dict[str, Callable[[], object]] = {
            "notes": lambda: self.notes.append(body["text"]),
            "complete": lambda: self.completed.update({run: body["summary"]}),
            "interrupt": lambda: self.interrupted.update({run: body}),
        }
        tellers[what]()
        return httpx2.Response(200, json=self.runs[run])

    def _act(self, body: Json) -> httpx2.Response:
        name, number = body["action"], len(self.actions) + 1
        own = f"{name} {body['parameters']['invoice']}"
        script = self.scripts.get(own) or self.scripts.get(name) or _usual(name)
        self.actions[f"act-{number}"] = {**body, "script": list(script)}
        return httpx2.Response(201, json=self._answer(f"act-{number}", script[0]))

    def _look(self, action: str) -> Json:
        script = self.actions[action]["script"]
        if len(script) > 1:
            script.pop(0)
        told = self._answer(action, script[0])
        if told["status"] == "unknown" and not self.asks_the_bank:
            # As the platform does where nobody can be asked: the run stops.
            self.interrupted.setdefault(self.actions[action]["run"], {"by": "remit"})
        return told

    def _answer(self, action: str, told: Json) -> Json:
        own = {"id": action, "action": self.actions[action]["action"]}
        return {**EXAMPLES["Action"], **own, **told}


def work_on(remit: FakeRemit, content: bytes = INVOICE.encode()) -> Job:
    """Return the job of one invoice after the clerk has worked on it once."""
    job = Memory(path=None).take(file="one.xml", content=content)
    if job is None:
        raise LookupError("a new invoice is always taken")
    go_on(remit, job)
    return job


def go_on(remit: FakeRemit, job: Job) -> None:
    """Have a clerk who has just come in take a job further."""
    runs = Runs(remit=remit.client(), workflow="payments")
    Clerk(runs=runs).work(job=job, wait=0)


def problem(status: int, title: str, **more: object) -> httpx2.Response:
    """Return a problem+json answer."""
    headers = {"Content-Type": "application/problem+json"}
    body = {"type": "about:blank", "title": title, "status": status, **more}
    return httpx2.Response(status, headers=headers, content=json.dumps(body))


def _usual(name: str) -> list[Json]:
    told = {MATCH: "Found on record.", PAY: "Accepted.", NOTIFY: "Sent."}[name]
    return [answer("running"), answer("succeeded", result={"summary": told})]
