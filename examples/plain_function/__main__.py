"""Send one letter, if Remit lets us: python -m examples.plain_function TO TEXT."""

import argparse
import os
import sys
from pathlib import Path

from remit_client import Refused, Remit, RemitError, Unanswered

parser = argparse.ArgumentParser(prog="examples.plain_function")
parser.add_argument("to", help="whom to write to")
parser.add_argument("text", help="what to write")
parser.add_argument("--outbox", type=Path, default=Path("outbox"))
parser.add_argument("--workflow", default="supplier-invoice-payment")
parser.add_argument("--wait", type=float, help="seconds that a person may take")
options = parser.parse_args()
remit = Remit(os.environ["REMIT_URL"], os.environ["REMIT_KEY"])


@remit.gated(
    "letter.send",
    reason=lambda to, **_: f"Somebody at the desk wants to write to {to}.",
    workflow=options.workflow,
    wait=options.wait,
)
def send_letter(to: str, text: str) -> Path:
    """Put a letter into the outbox. Only runs when Remit has said yes."""
    options.outbox.mkdir(parents=True, exist_ok=True)
    letter: Path = options.outbox / f"{to}.txt"
    letter.write_text(f"Dear {to},\n\n{text}\n", encoding="utf-8")
    return letter


with remit:
    try:
        print(f"Sent: {send_letter(options.to, options.text)}")
    except Refused as no:
        sys.exit(f"Not sent: {no}")
    except Unanswered as nobody:
        sys.exit(f"Not sent yet: {nobody}")
    except RemitError as trouble:
        # A wrong key, an action that is not declared, nobody there: in words too.
        sys.exit(str(trouble))
