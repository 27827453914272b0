"""The bank's doors: signed payments in, and the switch for people."""

import contextlib
import json
import logging
import socket
import struct
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from examples.bank.payments import (
    PaymentBook,
    UnacceptablePaymentError,
    is_test,
    read_order,
    refuse_stale,
)
from examples.bank.switch import Setting, Switch, UnknownSettingError, read_setting

LOG = logging.getLogger("examples.bank")
LARGEST_BODY = 64 * 1024


class BadRequestError(Exception):
    """The request cannot be taken: an HTTP status and a sentence."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class BankServer(ThreadingHTTPServer):
    """The bank, listening on the loopback address alone. Port 0 takes a free one."""

    # A client that is being kept waiting must not keep the bank from stopping.
    daemon_threads = True

    def __init__(
        self, *, port: int, book: PaymentBook, switch: Switch, secret: str
    ) -> None:
        self.book = book
        self.switch = switch
        self.webhook = Webhook(secret)
        super().__init__(("127.0.0.1", port), BankHandler)


class BankHandler(BaseHTTPRequestHandler):
    """One request, one answer, one line in the log; then the connection closes."""

    server: BankServer
    server_version = "StubBank/1"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        """Show payments or the switch."""
        self._guarded(self._get)

    def do_POST(self) -> None:
        """Take a payment, or turn the switch."""
        self._guarded(self._post)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing here: `_line` writes the one line per request."""

    def _guarded(self, door: Callable[[bytes], None]) -> None:
        try:
            door(self._body())
        except BadRequestError as error:
            status = "refused" if error.status == 422 else "error"
            self._answer(error.status, {"status": status, "reason": error.detail})
        except OSError as error:
            self._line(f"the client went away: {error}")

    def _get(self, body: bytes) -> None:
        match self.path.partition("?")[0].split("/"):
            case ["", "payments"]:
                rows = [each.as_json() for each in self.server.book.all()]
                self._answer(200, {"payments": rows}, f"{len(rows)} payments")
            case ["", "payments", quoted]:
                self._verify(body)
                self._show(unquote(quoted))
            case ["", "intents", quoted]:
                self._verify(body)
                self._say_whether(unquote(quoted))
            case ["", "switch"]:
                self._answer(200, self.server.switch.as_json())
            case _:
                raise BadRequestError(404, "There is nothing here")

    def _post(self, body: bytes) -> None:
        match self.path:
            case "/payments" | "/payments/once":
                webhook_id = self._verify(body)
                if is_test(body=body):
                    self._answer(200, {"status": "heard"}, "a test message")
                else:
                    self._pay(webhook_id=webhook_id, body=body)
            case "/switch":
                self._turn(body)
            case _:
                raise BadRequestError(404, "There is nothing here")

    def _verify(self, body: bytes) -> str:
        """Return the webhook-id of a request that is signed as it should be.

        Source: the Standard Webhooks specification, https://www.standardwebhooks.com
        """
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            self.server.webhook.verify(body, headers, json_parse=False)
        except (WebhookVerificationError, ValueError) as error:
            # The library splits and decodes what it is given without checking first.
            raise BadRequestError(401, f"Bad signature: {error}") from error
        return headers["webhook-id"]

    def _show(self, webhook_id: str) -> None:
        payments = self.server.book.of(webhook_id=webhook_id)
        if not payments:
            raise BadRequestError(404, "No payment was made under this webhook-id")
        first = payments[0]
        answer = {**first.as_json(), "times_paid": len(payments)}
        self._answer(200, answer, f"{first.order.invoice} {first.reference}")

    def _say_whether(self, webhook_id: str) -> None:
        payments = self.server.book.of(webhook_id=webhook_id)
        answer: dict[str, Any] = {"intent": webhook_id, "happened": bool(payments)}
        if payments:
            order = payments[0].order
            if self.server.switch.for_invoice(invoice=order.invoice).mode == "lost":
                raise BadRequestError(503, f"{order.invoice}: the books are closed")
            answer |= {"reference": payments[0].reference, "times": len(payments)}
        self._answer(200, answer, "paid" if payments else "not paid")

    def _pay(self, *, webhook_id: str, body: bytes) -> None:
        try:
            order = read_order(body=body)
            refuse_stale(body=body)
        except UnacceptablePaymentError as error:
            raise BadRequestError(422, str(error)) from error
        setting = self.server.switch.for_invoice(invoice=order.invoice)
        if setting.mode == "failing":
            raise BadRequestError(422, f"{order.invoice}: no payments at the moment")
        payment = self.server.book.record(
            webhook_id=webhook_id, order=order, once=self.path == "/payments/once"
        )
        story = f"{order.invoice} {payment.reference} {order.amount} {order.currency}"
        if self._misbehaves(setting, story):
            return
        answer = {"status": "accepted", "reference": payment.reference}
        self._answer(201, answer, story)

    def _misbehaves(self, setting: Setting, story: str) -> bool:
        """Break off after the payment is made, when the switch says so."""
        if setting.mode == "reset":
            self._line(f"{story}: paid, then the connection was reset")
            self._reset()
            return True
        if setting.mode in {"silent", "lost"}:
            self._line(f"{story}: paid, no answer will come")
            self._wait_for_hang_up()
            return True
        if setting.mode == "slow":
            time.sleep(setting.seconds)
        return False

    def _reset(self) -> None:
        # Lingering for zero seconds makes close() send RST instead of FIN.
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        # The server would otherwise say goodbye politely (FIN) before it closes. The
        # reading side shares the socket, which stays open until both are closed.
        self.rfile.close()
        self.connection.close()

    def _wait_for_hang_up(self) -> None:
        self.connection.settimeout(None)
        with contextlib.suppress(OSError):
            while self.rfile.read(1):
                pass

    def _turn(self, body: bytes) -> None:
        try:
            setting = read_setting(row=json.loads(body))
        except UnknownSettingError as error:
            raise BadRequestError(422, str(error)) from error
        except (ValueError, RecursionError) as error:
            raise BadRequestError(422, "The body is not JSON") from error
        self.server.switch.turn(setting=setting)
        state = self.server.switch.as_json()
        self._answer(200, state, f"{setting.match} is now {setting.mode}")

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "0")
        if not length.isascii() or not length.isdigit():
            raise BadRequestError(400, "Content-Length is not a number")
        if int(length) > LARGEST_BODY:
            raise BadRequestError(413, "The body is too large")
        return self.rfile.read(int(length))

    def _answer(self, status: int, answer: dict[str, Any], story: str = "") -> None:
        content = json.dumps(answer, ensure_ascii=False).encode() + b"\n"
        self._line(f"{status} {story or answer.get('reason', '')}".rstrip())
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _line(self, text: str) -> None:
        LOG.info("%s %s %s", self.command, self.path, text)
