"""Two texts side by side, with the words marked that only one of them has."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenants.admin.columns import as_words

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# More would take seconds to compare: then all of it counts as changed.
_MOST_WORDS = 3000


def marked(old: str, new: str) -> tuple[SafeString, SafeString]:
    """Return both texts as HTML: what is gone in ``<del>``, what is new in ``<ins>``.

    Hidden characters are shown by their names.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > _MOST_WORDS:
        return _joined([("replace", old)], "del"), _joined([("replace", new)], "ins")
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    was = [(step, "".join(before[start:end])) for step, start, end, _, _ in steps]
    is_now = [(step, "".join(after[start:end])) for step, _, _, start, end in steps]
    return _joined(was, "del"), _joined(is_now, "ins")


def _joined(pieces: Iterable[tuple[str, str]], tag: str) -> SafeString:
    shown = (
        as_words(text) if step == "equal" else _mark(tag, text)
        for step, text in pieces
        if text
    )
    return format_html_join("", "{}", ((one,) for one in shown))


def _mark(tag: str, text: str) -> SafeString:
    return format_html("<{}>{}</{}>", tag, as_words(text), tag)
