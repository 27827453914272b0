"""Run the example agent: python -m examples.invoice_agent --url URL --invoices DIR."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import httpx2

from examples.invoice_agent.agent import Agent
from examples.invoice_agent.folder import Folder
from examples.invoice_agent.jobs import Memory
from examples.invoice_agent.runs import Runs
from remit_client import Remit

LOG = logging.getLogger("examples.invoice_agent")


def main() -> None:
    """Work until SIGTERM or Ctrl-C. Ends with one clear line when it cannot."""
    logging.basicConfig(
        stream=sys.stdout,
        level=logging.INFO,
        format="%(asctime)s agent: %(message)s",
        datefmt="%H:%M:%S",
    )
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    options = _options()
    if not options.invoices.is_dir():
        sys.exit(f"agent: {options.invoices} is not a folder")
    agent = _agent(options)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        sys.exit(0 if agent.run(once=options.once) else 1)
    finally:
        LOG.info("stopped")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="examples.invoice_agent",
        description="Has supplier invoices matched, paid and confirmed through Remit. "
        "The agent's key is in REMIT_KEY or in --key-file.",
    )
    add = parser.add_argument
    add("--url", required=True, help="where Remit is, such as http://localhost:8000")
    add("--invoices", type=Path, required=True, help="folder of UBL invoices (*.xml)")
    add("--state", type=Path, help="file in which it remembers what is done")
    add("--key-file", type=Path, help="file that holds the key, when not REMIT_KEY")
    add("--workflow", default="supplier-invoice-payment", help="the workflow's key")
    add("--once", action="store_true", help="end when only people can move things on")
    return parser.parse_args()


def _agent(options: argparse.Namespace) -> Agent:
    # It keeps track of many runs at once, over restarts: so it makes the calls itself.
    # Remit stands in the same network: no proxy for the rest of the world.
    direct = httpx2.HTTPTransport()
    remit = Remit(options.url, _key(options.key_file), transport=direct).calls
    try:
        memory = Memory(path=options.state)
    except (OSError, ValueError, TypeError) as error:
        sys.exit(f"agent: {options.state} cannot be read: {error}")
    return Agent(
        remit=remit,
        runs=Runs(remit=remit, workflow=options.workflow),
        memory=memory,
        folder=Folder(path=options.invoices),
    )


def _key(path: Path | None) -> str:
    try:
        text = path.read_text("utf-8") if path else os.environ.get("REMIT_KEY", "")
    except (OSError, ValueError) as error:
        sys.exit(f"agent: the key cannot be read: {error}")
    key = text.strip()
    if not key or not key.isascii():
        sys.exit("agent: no key: set REMIT_KEY, or say --key-file FILE")
    return key


def _stop(_signum: int, _frame: FrameType | None) -> None:
    # Whatever is under way can be asked again under the same key after a restart.
    raise SystemExit(0)


if __name__ == "__main__":
    main()
