"""A customer of the stub bank, and the bank served from a thread of this process."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
from standardwebhooks.webhooks import Webhook

from examples.bank.payments import PaymentBook
from examples.bank.server import BankServer
from examples.bank.switch import Switch

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def payment(
    *,
    invoice: str | None = "BF-20911",
    account: str = "EE969900221009914820",
    amount: str = "412.50",
    currency: str = "EUR",
) -> bytes:
    """Return the body of a payment request."""
    parameters = {
        "invoice": invoice,
        "supplier_id": "14820953",
        "supplier_name": "Baltic Freight OÜ",
        "account": account,
        "amount": {"amount": amount, "currency": currency},
    }
    data = {"intent": "i", "action": "payment.send", "parameters": parameters}
    message = {"type": "payment.send", "timestamp": "2026-11-05", "data": data}
    return json.dumps(message, ensure_ascii=False).encode()


@dataclass(kw_only=True)
class Customer:
    """Knows the secret and where the bank is."""

    server: BankServer
    http: httpx2.Client

    @property
    def url(self) -> str:
        """Return the bank's address."""
        return str(self.http.base_url)

    def signed(
        self, body: bytes, *, webhook_id: str, at: datetime | None = None
    ) -> dict[str, str]:
        """Return the headers that sign a body."""
        moment = at or datetime.now(tz=UTC)
        return {
            "webhook-id": webhook_id,
            "webhook-timestamp": str(int(moment.timestamp())),
            "webhook-signature": Webhook(SECRET).sign(
                webhook_id, moment, body.decode()
            ),
        }

    def pay(
        self, body: bytes, *, webhook_id: str, path: str = "/payments"
    ) -> httpx2.Response:
        """Ask for a payment."""
        headers = self.signed(body, webhook_id=webhook_id)
        return self.http.post(path, content=body, headers=headers)

    def find(self, webhook_id: str) -> httpx2.Response:
        """Ask whether a payment was made."""
        headers = self.signed(b"", webhook_id=webhook_id)
        return self.http.get(f"/payments/{webhook_id}", headers=headers)

    def listed(self) -> list[dict[str, Any]]:
        """Return every payment, as people see them."""
        rows: list[dict[str, Any]] = self.http.get("/payments").json()["payments"]
        return rows

    def turn(self, **setting: object) -> httpx2.Response:
        """Turn the bank's switch."""
        return self.http.post("/switch", json=setting)


@contextmanager
def serving(*, data: Path) -> Iterator[Customer]:
    """Serve a bank whose payments are kept in a folder."""
    book = PaymentBook(folder=data)
    with BankServer(port=0, book=book, switch=Switch(), secret=SECRET) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        with httpx2.Client(base_url=url, trust_env=False) as http:
            yield Customer(server=server, http=http)
        server.shutdown()
        thread.join()
