"""Asking a route as somebody, and comparing two answers byte by byte."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.test import Client as Browser

# The parts of a path, in Django's two ways of writing them.
PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)|\^|\$$")
# What is made anew for each answer: a form's token, and what the clock says.
_ANEW = re.compile(
    rb'(?<=name="csrfmiddlewaretoken" value=")\w+|(?<=data-left=")\d+.*?</b>'
    rb"|<time.*?</time>"
)
# Content-Length changes with what is echoed, which is compared itself.
_ANEW_HEADERS = {"Content-Length", "Expires", "X-Request-ID"}

Parts = Mapping[str, str]


class QuickBrowser(Browser):
    """Asks what stands before the views directly, and keeps no rendered context."""

    def request(self, **request: Any) -> Any:
        """Return the answer, the page of an error too."""
        environ = self._base_environ(**request)  # type: ignore[attr-defined]
        response = self.handler(environ)
        self.cookies.update(response.cookies)
        return response


@dataclass(frozen=True)
class Visitor:
    """Somebody who comes to a door: signed in, with a key, or neither."""

    name: str
    browser: Browser
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back, but for what is different in every answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """Everything that came back, headers first."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{self.status}\n{head}\n\n{self.body.decode()}"

    def without(self, sent: Parts) -> str:
        """Return the text with what was sent as the name of its part."""
        text = self.text
        for name, value in sorted(sent.items(), key=lambda one: -len(one[1])):
            text = text.replace(value, f"<{name}>")
        return text


def parts_in(route: str) -> set[str]:
    """Return the names of the parts that a route's path needs."""
    return {one or other for one, other in PART.findall(route)} - {""}


def filled(route: str, parts: Parts) -> str:
    """Return the path of a route with its parts filled in."""
    return PART.sub(lambda found: _part(found, parts), route)


def ask(
    visitor: Visitor,
    method: str,
    path: str,
    *,
    query: Mapping[str, str] | None = None,
    body: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Ask, with a JSON body under /api/ and a form elsewhere."""
    as_json = path.startswith("api/")
    form = "application/x-www-form-urlencoded"
    response: Any = visitor.browser.generic(
        method,
        f"/{path}",
        data=json.dumps(body or {}) if as_json else urlencode(body or {}),
        content_type="application/json" if as_json else form,
        headers={**(headers or {}), **visitor.headers},
        query_params=dict(query or {}),
    )
    assert response.status_code != 500, f"{method} {path} fails: see the log"
    kept = {
        name: value
        for name, value in response.headers.items()
        if name not in _ANEW_HEADERS
    }
    kept["Cookies"] = " ".join(sorted(response.cookies))
    return Answer(response.status_code, kept, _ANEW.sub(b"", response.content))


@dataclass(frozen=True)
class Request:
    """One way to ask one route: everything but the parts that are put in.

    ``query`` and ``put`` say which part goes into which parameter of the query and
    field of the body; ``body`` is the rest of it.
    """

    visitor: Visitor
    method: str
    route: str
    body: Mapping[str, Any] = field(default_factory=dict)
    put: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        beside = f" with {[*self.query, *self.put]}" if self.query or self.put else ""
        return f"{self.method} {self.route!r}{beside} as {self.visitor.name}"

    def ask(self, parts: Parts, *, path: Parts) -> Answer:
        """Ask with these parts, but those of the path."""
        page = f"http://testserver{parts['page']}"
        return ask(
            self.visitor,
            self.method,
            filled(self.route, path),
            query={name: parts[part] for name, part in self.query.items()},
            body=dict(self.body)
            | {name: parts[part] for name, part in self.put.items()},
            headers={
                "Idempotency-Key": parts["key"],
                "Referer": page,
                "HX-Current-URL": page,
            },
        )


def _part(found: re.Match[str], parts: Parts) -> str:
    name = found.group(1) or found.group(2)
    return parts[name] if name else ""
