"""The trace that the agent is in goes with its calls."""

from config.demo.process import WORKFLOW_KEY
from remit_client import Remit
from tests.cast import Cast
from tests.clients.letters import LETTER, SEND, WHY

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_the_function_is_asked_for_the_trace_of_each_call(
    acme: Cast, address: str
) -> None:
    traces = iter([TRACE, None])

    with Remit(address, acme.key, traceparent=lambda: next(traces)) as remit:
        told = remit.act(SEND, LETTER, reason=WHY, workflow=WORKFLOW_KEY)
        untold = remit.act(SEND, LETTER, reason=WHY, workflow=WORKFLOW_KEY)

    assert told.traceparent == TRACE
    assert untold.traceparent is None
