"""Texts of other programs, such as exceptions, as Remit takes them."""

import re

# NUL, other control characters but tab and line breaks, half characters.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def plain(text: str, *, longest: int = 1_000) -> str:
    """Return a text without what Remit refuses, and not longer than people read."""
    clean = _UNSTORABLE.sub("\ufffd", text).strip()
    return clean if len(clean) <= longest else f"{clean[: longest - 1]}…"


def told(error: BaseException) -> str:
    """Return an exception in words."""
    kind = type(error).__name__
    return plain(f"{kind}: {error}" if str(error) else kind)
