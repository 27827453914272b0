"""Where in a list of numbered things a page is, as its address says it."""

from django.http import QueryDict

from governance.models import Run, Ticket
from governance.selectors.numbered import Cursor, NumberedPage

_MOST_DIGITS = 9


def cursor_of(query: QueryDict) -> Cursor:
    """Return the cursor; what is no number means the newest."""
    return Cursor(before=_number(query, "before"), after=_number(query, "after"))


def links_of(
    page: NumberedPage[Run] | NumberedPage[Ticket], **keep: str
) -> dict[str, str]:
    """Return the addresses of the older and newer page, empty where there is none."""
    return {
        "older": _link(keep, before=page.older),
        "newer": _link(keep, after=page.newer),
    }


def _number(query: QueryDict, name: str) -> int | None:
    text = query.get(name, "")
    plain = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if plain else None


def _link(keep: dict[str, str], **cursor: int | None) -> str:
    if None in cursor.values():
        return ""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in keep.items() if value})
    query.update({name: str(number) for name, number in cursor.items()})
    return f"?{query.urlencode()}"
