"""Run the stub bank: python -m examples.bank --port 8900 --data DIR."""

import argparse
import logging
import os
import signal
import sys
from pathlib import Path
from types import FrameType

from standardwebhooks.webhooks import EmptyWebhookSecretError

from examples.bank.payments import PaymentBook
from examples.bank.server import LOG, BankServer
from examples.bank.switch import Setting, Switch, UnknownSettingError, read_fault


def main() -> None:
    """Listen until SIGTERM or Ctrl-C. Ends with one clear line when it cannot."""
    logging.basicConfig(
        stream=sys.stdout,
        level=logging.INFO,
        format="%(asctime)s bank: %(message)s",
        datefmt="%H:%M:%S",
    )
    options = _options()
    switch = Switch()
    for setting in options.fault:
        switch.turn(setting=setting)
    server = _server(port=options.port, data=options.data, switch=switch)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    LOG.info("the stub bank listens on http://127.0.0.1:%d", server.server_port)
    with server:
        server.serve_forever(poll_interval=0.2)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="examples.bank",
        description="A stub bank. The secret that signs payments is in BANK_SECRET.",
    )
    parser.add_argument("--port", type=int, required=True, help="0 takes a free one")
    parser.add_argument("--data", type=Path, required=True, help="folder of payments")
    parser.add_argument(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="REF=MODE",
        help="how to answer for an invoice: slow, failing, reset or silent",
    )
    return parser.parse_args()


def _fault(text: str) -> Setting:
    try:
        return read_fault(text=text)
    except UnknownSettingError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _server(*, port: int, data: Path, switch: Switch) -> BankServer:
    secret = os.environ.get("BANK_SECRET", "")
    if not secret.startswith("whsec_"):
        sys.exit("bank: BANK_SECRET must hold a secret of the form whsec_...")
    try:
        book = PaymentBook(folder=data)
        return BankServer(port=port, book=book, switch=switch, secret=secret)
    except (ValueError, EmptyWebhookSecretError) as error:
        sys.exit(f"bank: BANK_SECRET or the payments file cannot be read: {error}")
    except (OSError, OverflowError) as error:
        sys.exit(f"bank: cannot use port {port} and {data}: {error}")


def _stop(_signum: int, _frame: FrameType | None) -> None:
    # Raised in the main thread, out of serve_forever; waiting answers are dropped.
    raise SystemExit(0)


if __name__ == "__main__":
    main()
