"""What the bank takes as a payment, and the file in which it keeps them."""

import json
import os
import re
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,2})?")
CURRENCY = re.compile(r"[A-Z]{3}")
TYPE = re.compile(r"payment\.[a-z]+")
TEXTS = ("invoice", "supplier_id", "supplier_name", "account")


class UnacceptablePaymentError(Exception):
    """The order cannot be carried out; the message says why. Nothing happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One payment that somebody asks the bank to make."""

    invoice: str
    supplier_id: str
    supplier_name: str
    account: str
    amount: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment that the bank has made. `webhook_id` is who asked, in their words."""

    reference: str
    webhook_id: str
    received_at: str
    order: Order

    def as_json(self) -> dict[str, Any]:
        """Return the payment as the bank shows it."""
        return {"status": "accepted", **asdict(self)}


def read_order(*, body: bytes) -> Order:
    """Read a `payment.send` request, or one of another kind of payment.

    Raises UnacceptablePaymentError when it is no such request, or asks for nonsense.
    """
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnacceptablePaymentError("The body is not JSON") from error
    kind = message.get("type") if isinstance(message, dict) else None
    if not isinstance(kind, str) or not TYPE.fullmatch(kind):
        raise UnacceptablePaymentError("The bank only takes payments: payment.send")
    data = message.get("data")
    parameters = data.get("parameters") if isinstance(data, dict) else None
    if not isinstance(parameters, dict):
        raise UnacceptablePaymentError("data.parameters is missing")
    amount, currency = _money(parameters.get("amount"))
    texts = {name: _text(parameters, name) for name in TEXTS}
    return Order(amount=amount, currency=currency, **texts)


def is_test(*, body: bytes) -> bool:
    """Return whether a message only tries the connection out: nothing is paid then."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(message, dict) and message.get("type") == "remit.test"


def refuse_stale(*, body: bytes) -> None:
    """Refuse an order that came after the moment up to which it was meant.

    Raises UnacceptablePaymentError. Who asked takes it for lost by then, so paying
    it now could be paying it twice.
    """
    not_after = json.loads(body)["data"].get("not_after")
    if not_after is None:
        return
    try:
        late = datetime.now(tz=UTC) > datetime.fromisoformat(str(not_after))
    except (TypeError, ValueError) as error:
        raise UnacceptablePaymentError("not_after is not a moment") from error
    if late:
        raise UnacceptablePaymentError("The order is too old to be carried out")


def _text(parameters: dict[str, Any], name: str) -> str:
    value = parameters.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UnacceptablePaymentError(f"{name} is missing")
    return value


def _money(value: object) -> tuple[str, str]:
    if not isinstance(value, dict):
        raise UnacceptablePaymentError("amount is missing")
    amount, currency = value.get("amount"), value.get("currency")
    if not isinstance(amount, str) or not AMOUNT.fullmatch(amount):
        raise UnacceptablePaymentError("amount.amount is not an amount")
    if not isinstance(currency, str) or not CURRENCY.fullmatch(currency):
        raise UnacceptablePaymentError("amount.currency is not a currency")
    if Decimal(amount) <= 0:
        raise UnacceptablePaymentError("The amount must be more than zero")
    return amount, currency


class PaymentBook:
    """Every payment ever made, in a file that only grows. Safe to use from threads.

    The bank does not recognise a repeated request: asked twice, it pays twice. Only
    who asks for ``once`` gets the payment that was made under the same id before.
    """

    def __init__(self, *, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / "payments.jsonl"
        self._lock = threading.Lock()
        self._payments = self._load()

    def record(self, *, webhook_id: str, order: Order, once: bool = False) -> Payment:
        """Make the payment: it is on disk when this returns."""
        with self._lock:
            for before in self._payments:
                if once and before.webhook_id == webhook_id:
                    return before
            payment = Payment(
                reference=f"BK-{len(self._payments) + 1:06d}",
                webhook_id=webhook_id,
                received_at=datetime.now(tz=UTC).isoformat(timespec="milliseconds"),
                order=order,
            )
            self._append(payment)
            self._payments.append(payment)
        return payment

    def all(self) -> list[Payment]:
        """Return every payment, oldest first."""
        with self._lock:
            return list(self._payments)

    def of(self, *, webhook_id: str) -> list[Payment]:
        """Return the payments made under one webhook-id; more than one is a double."""
        return [each for each in self.all() if each.webhook_id == webhook_id]

    def _append(self, payment: Payment) -> None:
        line = json.dumps(asdict(payment), ensure_ascii=False) + "\n"
        with self._path.open("ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def _load(self) -> list[Payment]:
        if not self._path.exists():
            return []
        content = self._path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            # A power cut in the middle of a line: that payment was never made.
            os.truncate(self._path, len(whole))
        return [_payment(json.loads(line)) for line in whole.splitlines()]


def _payment(row: dict[str, Any]) -> Payment:
    return Payment(**{**row, "order": Order(**row["order"])})
