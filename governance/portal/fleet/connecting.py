"""How an agent calls: programs that work as they stand, with its key in them."""

import json
import shlex
from dataclasses import dataclass, field
from pprint import pformat
from textwrap import indent
from typing import Any
from uuid import uuid4

from django.conf import settings

from agents.models import ActionType, Agent, Reversibility
from agents.schemas import NoExampleError, example_of
from agents.selectors import current_action_types
from governance.models import Workflow
from governance.selectors.boundaries import current_boundary
from governance.selectors.powers import powers_of
from governance.selectors.standing import live_clearances, standing

NO_KEY = "rmt_the_key"
_REASON = "Trying the connection with an example."
_WIDTH = 76

_CURL_AGENT = """\
curl -sS -w '\\n' {url}/api/v1/agent \\
  -H 'Authorization: Bearer {key}'
"""
_CURL_ACT = """
curl -sS -w '\\n' {url}/api/v1/actions \\
  -H 'Authorization: Bearer {key}' \\
  -H 'Content-Type: application/json' \\
  -H 'Idempotency-Key: {once}' \\
  -d {body}
"""
_CLIENT_AGENT = """\
from remit_client import Remit

with Remit(base_url="{url}", key="{key}") as remit:
    print(remit.agent())
"""
_CLIENT_ACT = """\
    action = remit.act(
        {action!r},
{parameters},
        reason={reason!r},
        workflow={workflow!r},
    )
    print(action.status, action.explanation)
"""
_PLAIN_AGENT = """\
import json
import uuid
from urllib.request import Request, urlopen


def call(path, body=None):
    headers = {{
        "Authorization": "Bearer {key}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(uuid.uuid4()),
    }}
    data = json.dumps(body).encode() if body else None
    with urlopen(Request("{url}/api/v1/" + path, data, headers)) as answer:
        return json.load(answer)


print(call("agent"))
"""
_PLAIN_ACT = """\
action = call(
    "actions",
{body},
)
print(action["status"], action["explanation"])
"""


@dataclass(frozen=True, slots=True)
class Connecting:
    """Programs that call; ``missing`` says why they ask for no action yet."""

    curl: str
    client: str
    plain: str
    asks: ActionType | None = None
    missing: list[str] = field(default_factory=list)


def snippets_of(agent: Agent, *, key: str = NO_KEY) -> Connecting:
    """Return programs that call as this agent, and ask for something it may do."""
    fixed = {"url": settings.PUBLIC_URL, "key": key}
    curl, client, plain = (
        text.format(**fixed) for text in (_CURL_AGENT, _CLIENT_AGENT, _PLAIN_AGENT)
    )
    workflow, missing = _workflow(agent)
    found = _askable(agent, workflow) if workflow else None
    if workflow is None or found is None:
        missing = missing or ["There is no action yet that it may ask for."]
        return Connecting(curl, client, plain, missing=missing)
    action_type, parameters = found
    body = {
        "workflow": workflow.key,
        "action": action_type.name,
        "parameters": parameters,
        "reason": _REASON,
    }
    quoted = shlex.quote(json.dumps(body, indent=2))
    curl += _CURL_ACT.format(**fixed, once=uuid4(), body=quoted)
    written = {**body, "parameters": _written(parameters, 8)}
    client += _CLIENT_ACT.format(**written)
    plain += _PLAIN_ACT.format(body=_written(body, 4))
    return Connecting(curl, client, plain, asks=action_type)


def _workflow(agent: Agent) -> tuple[Workflow | None, list[str]]:
    """Return a workflow on which the agent may act, or why there is none."""
    reasons: list[str] = []
    for clearance in live_clearances(agent):
        workflow = clearance.workflow_version.workflow
        found = standing(agent, workflow)
        if found.may_act:
            return workflow, []
        reasons += found.reasons
    reasons = reasons or [f"{agent.name} is cleared for no workflow"]
    return None, [f"{one[:1].upper()}{one[1:]}." for one in dict.fromkeys(reasons)]


def _askable(agent: Agent, workflow: Workflow) -> tuple[ActionType, Any] | None:
    """Return something to ask for and an example; what only reads comes first."""
    powers = powers_of(
        agent,
        boundary=current_boundary(),
        workflows=[workflow.key],
        action_types=current_action_types(),
    )
    types = [one.action_type for one in powers if one.able]
    types.sort(key=lambda one: one.reversibility != Reversibility.READ_ONLY)
    for action_type in types:
        try:
            return action_type, example_of(action_type.schema)
        except NoExampleError:
            continue
    return None


def _written(value: Any, spaces: int) -> str:
    text = pformat(value, width=_WIDTH - spaces, sort_dicts=False)
    return indent(text, " " * spaces)
