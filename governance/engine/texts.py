"""The forms in which texts are compared, so that no spelling slips past a list."""

import re
import unicodedata
from functools import lru_cache

from confusable_homoglyphs.confusables import confusables_data

# Country, check digits, account: ISO 13616 has 15 to 34 characters.
_IBAN = re.compile(r"[a-z]{2}[0-9]{2}[a-z0-9]{11,30}")
_CHECKED = 97
_ASCII = "abcdefghijklmnopqrstuvwxyz0123456789-.@_"
# These three look alike within ASCII too; by themselves that is no trick.
_ALIKE = {ord("1"): "l", ord("|"): "l", ord("0"): "o"}


def _look_alikes() -> dict[int, str]:
    """Map each character that passes for an ASCII one to it (Unicode UTS 39)."""
    table: dict[int, str] = {}
    for plain in _ASCII:
        for entry in confusables_data.get(plain, ()):
            other = entry["c"].strip("\u200e")
            if len(other) == 1 and not other.isascii():
                table.setdefault(ord(other), _ALIKE.get(ord(plain), plain))
    return table | _ALIKE


_SKELETON = _look_alikes()


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """Give the form in which texts are compared.

    NFKC, case folded, without characters that have no width, runs of white space as
    one blank, an IBAN without its blanks. Otherwise a no-break space, a full-width
    letter or a soft hyphen slips past a list.
    """
    plain = text.casefold() if text.isascii() else _folded(text)
    compact = "".join(plain.split())
    if is_iban(compact):
        return compact
    return " ".join(plain.split())


def is_iban(compact: str) -> bool:
    """Tell whether folded text without blanks is an IBAN whose check digits fit."""
    if not _IBAN.fullmatch(compact):
        return False
    digits = "".join(str(int(letter, 36)) for letter in compact[4:] + compact[:4])
    return int(digits) % _CHECKED == 1


def skeleton(text: str) -> str:
    """Give what normalised text looks like, written in ASCII as far as possible."""
    return text.translate(_SKELETON)


def look_alike(one: str, other: str) -> bool:
    """Tell whether two different normalised texts could be read as one another.

    Within ASCII nobody is fooled by the alphabet: invoice 10 is not invoice IO.
    """
    if one == other or (one.isascii() and other.isascii()):
        return False
    return skeleton(one) == skeleton(other)


def _folded(text: str) -> str:
    # Folding can undo the normal form, so it is made again (Unicode 3.13, D146).
    folded = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(one for one in folded if unicodedata.category(one) != "Cf")
    return unicodedata.normalize("NFKC", visible)
