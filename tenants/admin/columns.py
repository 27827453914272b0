"""How values read in the admin, in lists and on pages.

Each function makes a column that ``list_display`` and ``fields`` take like a name.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.admin import display
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenants.templatetags import characters, times

NOTHING = "-"
Column = Callable[[Any], str]


def when(field: str, *, title: str = "", nothing: str = NOTHING) -> Column:
    """Return a column of times, written with their zone."""
    return column(field, times.full, title=title, nothing=nothing)


def text(field: str, *, title: str = "", nothing: str = NOTHING) -> Column:
    """Return a column of text as it is; ``field`` may lead over relations."""
    return column(field, str, title=title, nothing=nothing)


def words(field: str, *, title: str = "") -> Column:
    """Return a column of text that somebody wrote, its hidden characters named."""
    return column(field, as_words, title=title)


def document(field: str, *, title: str = "") -> Column:
    """Return a column of JSON, its hidden characters escaped."""
    return column(field, as_document, title=title)


def badge(field: str, shades: Mapping[str, str], *, title: str = "") -> Column:
    """Return a column of states, each word in the shade that is given for it."""
    made = column(field, str, title=title)
    # Read by unfold's lists.
    made.label = dict(shades)  # type: ignore[attr-defined]
    return made


def column(
    field: str,
    show: Callable[[Any], str],
    *,
    title: str = "",
    nothing: str = NOTHING,
) -> Column:
    """Return a column of a field's value, or ``nothing`` where there is none."""

    @display(description=title or field.replace("_", " "), ordering=field)
    def shown(row: Any) -> str:
        value = row
        for name in field.split("__"):
            value = getattr(value, name, None)
        return nothing if value is None or value == "" else show(value)

    shown.__name__ = field
    return shown


def alarm(word: Any) -> SafeString:
    """Return a word as one that somebody should see to."""
    shade = "font-semibold text-red-700 dark:text-red-400"
    return format_html('<span class="{}">{}</span>', shade, word)


def as_words(value: Any) -> SafeString:
    """Return text as HTML, every hidden character shown by its name in brackets."""
    pieces = characters.pieces_of(characters.as_text(value))
    return format_html_join("", "{}", ((as_piece(one),) for one in pieces))


def as_document(value: Any) -> SafeString:
    """Return JSON as HTML, a value per line."""
    written = as_json(value)
    return format_html('<pre class="whitespace-pre-wrap break-all">{}</pre>', written)


def as_json(value: Any) -> str:
    """Return JSON as text, a value per line, its hidden characters escaped."""
    written = json.dumps(value, indent=2, ensure_ascii=False)
    return "".join(
        json.dumps(one)[1:-1] if characters.is_hidden(one) and one != "\n" else one
        for one in written
    )


def as_list(lines: list[tuple[Any, ...]], *, layout: str) -> SafeString:
    """Return one line of HTML for each tuple; ``layout`` as for ``format_html``."""
    if not lines:
        return SafeString(NOTHING)
    return format_html('<ol class="flex flex-col gap-1">{}</ol>', _items(lines, layout))


def _items(lines: list[tuple[Any, ...]], layout: str) -> SafeString:
    return format_html_join("", f"<li>{layout}</li>", lines)


def as_piece(piece: characters.Piece) -> SafeString:
    """Return a stretch of text as HTML, by its name if it is hidden."""
    if not piece.name:
        return format_html("{}", piece.text)
    return format_html('<mark title="{}">[{}]</mark>', piece.code, piece.name)
