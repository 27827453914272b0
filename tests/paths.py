"""Every path that the platform answers, asked of Django's resolver."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver


def paths_below(prefix: str) -> Iterator[str]:
    """Yield the paths that begin with a prefix, without it, as they are written."""
    for path in _paths(get_resolver().url_patterns):
        if path.startswith(prefix):
            yield path.removeprefix(prefix)


def _paths(patterns: list[Any], above: str = "") -> Iterator[str]:
    for one in patterns:
        path = f"{above}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _paths(one.url_patterns, path)
        else:
            yield path
