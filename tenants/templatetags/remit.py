"""``{% load remit %}``: the small parts that every page is made of.

Pure rendering, no queries. The markup of each part is in ``templates/components``.
"""

from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from tenants.templatetags import amounts, characters, times

register = template.Library()

# What can be said of an action, a checkpoint or a run: the glyph (and its colour),
# and the word.
_DECISIONS = {
    "allow": ("allow", "Allowed"),
    "checkpoint": ("wait", "Waits for a person"),
    "deny": ("deny", "Refused"),
    "unknown": ("unknown", "Unknown"),
    "none": ("none", "Not started"),
    "draft": ("draft", "Draft"),
    "wait": ("wait", "Waits for a person"),
    "waiting": ("wait", "Waits for a person"),
    "approved": ("allow", "Approved"),
    "refused": ("deny", "Refused"),
    "authorized": ("allow", "Allowed"),
    "running": ("allow", "Being carried out"),
    "succeeded": ("allow", "Done"),
    "failed": ("deny", "Failed, no effect"),
    "expired": ("none", "Lapsed"),
    "cancelled": ("none", "Cancelled"),
    "completed": ("allow", "Done"),
    "interrupted": ("deny", "Stopped"),
}

_BAR = 10
_BARS_HIGH = 32


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return a glyph of ``static/icons.svg``; the words beside it say the same."""
    return format_html(
        '<svg class="i" viewBox="0 0 16 16" aria-hidden="true">'
        '<use href="{}#i-{}"/></svg>',
        static("icons.svg"),
        name,
    )


@register.filter
def visible(value: Any) -> SafeString:
    """Return text with every hidden character shown by name, and all else escaped.

    For text that an agent supplied, always. Holds markup: never in an attribute.
    """
    text = characters.as_text(value)
    pieces = characters.pieces_of(text)
    shown = format_html_join("", "{}", ((_shown(piece),) for piece in pieces))
    if characters.has_right_to_left(text):
        return format_html("<bdi>{}</bdi>", shown)
    return shown


def _shown(piece: characters.Piece) -> SafeString:
    if not piece.name:
        return escape(piece.text)
    named = format_html(
        '<wbr><span class="vis" title="{}">{}</span><wbr>', piece.code, piece.name
    )
    broken = piece.text[0] in characters.LINE_BREAKS
    return format_html("{}<br>", named) if broken else named


@register.filter
def hidden_count(value: Any) -> int:
    """Return how many runs of hidden characters a value holds, at any depth."""
    return characters.count_hidden(value)


@register.filter
def fields(value: Any) -> list[tuple[str, str]]:
    """Return every value inside a JSON document as (path, exact text)."""
    return list(amounts.fields(value))


@register.filter
def money(value: Any) -> str:
    """Return "7,400.00 EUR"; what is not money is shown as it is."""
    return amounts.money(value) or visible(value)


@register.filter
def initials(name: str) -> str:
    """Return the first letters of a person's first and last name: "AR"."""
    letters = [next(filter(str.isalnum, word), "") for word in str(name).split()]
    found = [letter.upper()[0] for letter in letters if letter]
    return "".join(found[:1] + found[1:][-1:]) or "?"


@register.filter
def clock(at: datetime | None) -> SafeString:
    """Return the time of day in the active zone, with day and zone as its title."""
    return _time(at, times.clock(at)) if at else SafeString()


@register.filter
def moment(at: datetime | None) -> SafeString:
    """Return day and time in the active zone, with seconds and zone as its title."""
    return _time(at, times.moment(at)) if at else SafeString()


def _time(at: datetime, text: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        times.full(at),
        text,
    )


@register.simple_tag
def ago(at: datetime | None, *, now: datetime | None = None) -> SafeString:
    """Return how long ago it was, kept up to date in an open page."""
    if at is None:
        return SafeString()
    seconds = _seconds(at, (now or timezone.now()))
    return format_html(
        '<time data-age="{}" datetime="{}" title="{}">{}</time>',
        seconds,
        at.isoformat(timespec="seconds"),
        times.full(at),
        times.ago(seconds),
    )


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())


@register.inclusion_tag("components/countdown.html")
def countdown(
    deadline: datetime, *, verb: str = "by", now: datetime | None = None
) -> dict[str, Any]:
    """Show how long is left until a deadline; pressing when under one hour."""
    present = now or timezone.now()
    seconds = _seconds(present, deadline)
    return {
        "seconds": seconds,
        "heat": "hot" if seconds < times.HOT else "",
        "left": times.left(seconds),
        "verb": verb if seconds > 0 else "since",
        "due": times.due(deadline, now=present),
        "iso": deadline.isoformat(timespec="seconds"),
        "full": times.full(deadline),
    }


@register.inclusion_tag("components/decision.html")
def decision(kind: str, word: str = "", *, glyph: str = "") -> dict[str, str]:
    """Show a decision, or the state of an action, checkpoint or run.

    Raises:
        KeyError: no such decision or state.
    """
    shade, usual = _DECISIONS[kind]
    return {"shade": shade, "word": word or usual, "glyph": glyph or shade}


@register.inclusion_tag("components/person.html")
def person(name: str, note: str = "") -> dict[str, str]:
    """Show a person: initials and name, with a soft note beside."""
    return {"name": name, "note": note}


@register.inclusion_tag("components/proof.html")
def proof(number: int, href: str = "") -> dict[str, str]:
    """Show where in the ledger this is recorded."""
    return {"number": f"{number:,}", "href": href}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Show a form's field with its label, help and errors."""
    widget = bound.field.widget
    ticked = isinstance(widget, CheckboxInput)
    plain = "form-select" if isinstance(widget, Select) else "form-control"
    dressed: dict[str, str | bool] = {"class": "form-check-input" if ticked else plain}
    return {"field": bound, "widget": bound.as_widget(attrs=dressed), "ticked": ticked}


@register.inclusion_tag("components/bars.html")
def bars(values: list[int], label: str) -> dict[str, Any]:
    """Show counts, oldest first, as bars; the last one is the present and in colour."""
    top = max([*values, 1])
    heights = [max(1, round((_BARS_HIGH - 1) * each / top)) for each in values]
    return {
        "width": _BAR * len(values),
        "label": f"{label}: {', '.join(map(str, values))}",
        "bars": [
            {"x": _BAR * place + 1.5, "y": _BARS_HIGH - high, "high": high}
            for place, high in enumerate(heights)
        ],
    }
