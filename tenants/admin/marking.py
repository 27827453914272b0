"""Two texts side by side, with the words marked that only one of them has."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenants.admin.columns import as_piece
from tenants.templatetags import characters

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# More would take seconds to compare: then all of it counts as changed.
_MOST_WORDS = 3000

Marked = tuple[SafeString, SafeString]


def marked(old: str, new: str) -> Marked:
    """Return both texts as HTML: what is gone in ``<del>``, what is new in ``<ins>``.

    Hidden characters are shown by their names.
    """
    return _marked(_told_words(old), _told_words(new))


def marked_documents(old: str, new: str) -> Marked:
    """Return two documents of several lines, marked like texts, blanks as they are."""
    return _marked(_plain_words(old), _plain_words(new))


def _told_words(text: str) -> list[SafeString]:
    return [
        word
        for piece in characters.pieces_of(text)
        for word in ([as_piece(piece)] if piece.name else _plain_words(piece.text))
    ]


def _plain_words(text: str) -> list[SafeString]:
    return [format_html("{}", word) for word in _WORDS.findall(text)]


def _marked(old: Sequence[SafeString], new: Sequence[SafeString]) -> Marked:
    if len(old) + len(new) > _MOST_WORDS:
        return _joined([("replace", old)], "del"), _joined([("replace", new)], "ins")
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    was = [(step, old[start:end]) for step, start, end, _, _ in steps]
    is_now = [(step, new[start:end]) for step, _, _, start, end in steps]
    return _joined(was, "del"), _joined(is_now, "ins")


def _joined(pieces: Iterable[tuple[str, Sequence[SafeString]]], tag: str) -> SafeString:
    shown = (
        _html(words) if step == "equal" else _mark(tag, _html(words))
        for step, words in pieces
        if words
    )
    return _html(shown)


def _mark(tag: str, html: SafeString) -> SafeString:
    return format_html("<{}>{}</{}>", tag, html, tag)


def _html(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((one,) for one in parts))
