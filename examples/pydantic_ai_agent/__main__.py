"""Let an agent write to somebody: python -m examples.pydantic_ai_agent TO."""

import argparse
import os
from pathlib import Path

from pydantic_ai import Agent

from examples.pydantic_ai_agent.script import SCRIPTED
from remit_client import Refused, Remit, Unanswered

parser = argparse.ArgumentParser(prog="examples.pydantic_ai_agent")
parser.add_argument("to", help="whom to write to")
parser.add_argument("--outbox", type=Path, default=Path("outbox"))
parser.add_argument("--workflow", default="supplier-invoice-payment")
parser.add_argument("--wait", type=float, help="seconds that a person may take")
options = parser.parse_args()
remit = Remit(os.environ["REMIT_URL"], os.environ["REMIT_KEY"])
agent = Agent(SCRIPTED, system_prompt="You answer the letters of suppliers.")


def put_into_outbox(to: str, text: str) -> str:
    """Put a letter into the outbox."""
    options.outbox.mkdir(parents=True, exist_ok=True)
    letter = options.outbox / f"{to}.txt"
    letter.write_text(f"Dear {to},\n\n{text}\n", encoding="utf-8")
    return f"The letter to {to} is sent."


@agent.tool_plain
def send_letter(to: str, text: str, why: str) -> str:
    """Send a letter to a supplier.

    Args:
        to: whom to write to.
        text: what to write.
        why: the reason, in a sentence; a person may read it before it is sent.
    """
    # The model says why, so the gate is made here: a no is something to tell it.
    gated = remit.gated("letter.send", reason=why, wait=options.wait)(put_into_outbox)
    try:
        return gated(to, text)
    except (Refused, Unanswered) as no:
        return f"The letter to {to} is not sent: {no}"


with remit, remit.open_run(options.workflow, subject=f"Letter to {options.to}") as run:
    run.summary = agent.run_sync(options.to).output
    print(run.summary)
