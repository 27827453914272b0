"""Asking a target what became of an intent: it only reads, so it may be repeated.

The target answers 200 with ``{"intent": "<id>", "happened": true | false}``. Whatever
else it answers proves nothing: a wrong path or a proxy can also say 404.
"""

from urllib.parse import urljoin

import httpx2

from agents.egress import EgressRefusedError
from agents.runners.exchange import Message, exchange
from agents.runners.reports import Inquiry, Report, Result

_OK = 200


def ask_target(inquiry: Inquiry) -> Report:
    """Ask, signed like the request itself; return what the answer proves."""
    intent = str(inquiry.intent)
    message = Message(
        method="GET",
        # Below the address of the runner, and at no other host.
        url=urljoin(inquiry.url, inquiry.path.replace("{intent}", intent)),
        id=intent,
        body="",
        secrets=inquiry.secrets,
        limits=inquiry.limits,
        timeout_seconds=inquiry.timeout_seconds,
    )
    try:
        status, answer = exchange(message)
    except (EgressRefusedError, httpx2.HTTPError) as error:
        return Report(Result.UNKNOWN, f"The target could not be asked: {error}.")
    happened = answer.get("happened")
    if status != _OK or answer.get("intent") != intent or not _is_said(happened):
        told = f"The target did not say what happened (status {status})."
        return Report(Result.UNKNOWN, told)
    if happened:
        reference = answer.get("reference")
        told = f" Reference {reference}." if isinstance(reference, str) else ""
        text = f"The target was asked and says that it happened.{told}"
        return Report(Result.DONE, text, evidence=answer)
    text = "The target was asked and says that it did not happen."
    return Report(Result.FAILED_CLEAN, text, evidence=answer)


def _is_said(happened: object) -> bool:
    return isinstance(happened, bool)
