"""Log lines: with their circumstances, and without secrets.

What must not be in a log is taken out of the finished line, so that it does not
matter whether it came by a message, an argument or an exception's text.
"""

import logging
import re
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from tenants.scoping import ClientScope, open_scope

# The number of the request that is being answered, in every line about it.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_HIDDEN = r"\1…"
_SECRETS = (
    # Agents' keys: the prefix tells which one, and proves nothing.
    re.compile(r"\b(rmt_[A-Za-z0-9]{8}_)[A-Za-z0-9]+"),
    re.compile(r"\b(whsec_)[A-Za-z0-9+/=]+"),
    re.compile(r"\b((?:Bearer|Basic) )[^\s\"',;]+", re.IGNORECASE),
    # Addresses with a password: of databases, brokers and mail servers.
    re.compile(r"([a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@]+(?=@)", re.IGNORECASE),
    re.compile(
        r"((?:password|passwd|secret|token|cookie|authorization)[\"']?\s*[=:]\s*[\"']?)"
        r"[^\s\"',;}&]+",
        re.IGNORECASE,
    ),
    # Signed tokens: permits, links in mails.
    re.compile(r"\b(eyJ)[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"),
)


def without_secrets(text: str) -> str:
    """Return a line with what looks like a secret taken out of it."""
    for pattern in _SECRETS:
        text = pattern.sub(_HIDDEN, text)
    return text


class Circumstances(logging.Filter):
    """Adds whose request, client and actor a line is about. Names no person."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the circumstances, and keep the line."""
        scope = open_scope()
        record.request = request_id.get()
        record.client = str(scope.client_id) if isinstance(scope, ClientScope) else ""
        record.actor = f"{scope.actor.kind}:{scope.actor.id or ''}" if scope else ""
        return True


class LineFormatter(logging.Formatter):
    """One line for people: time, level, who writes, what, and the circumstances."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; an exception's trace follows it."""
        return without_secrets(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """Return the first line, with those circumstances that there are."""
        named = ("request", "client", "actor")
        known = [(name, getattr(record, name, "")) for name in named]
        told = "".join(f" {name}={value}" for name, value in known if value)
        return super().formatMessage(record) + told


class JSONFormatter(JsonFormatter):
    """One JSON object a line, for whoever collects logs."""

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        """Return the members, without circumstances that there are not."""
        return {name: value for name, value in log_data.items() if value != ""}

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        return without_secrets(super().format(record))
