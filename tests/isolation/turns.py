"""Who asks a route by which methods, without everybody asking by all of them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from zlib import crc32

# By these a body or query may be read; by all others only a path is.
READ = ("GET", "HEAD", "POST")
UNREAD = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def ways(
    visitors: Iterable[str],
    route: str,
    let_in: Collection[str],
    *kinds: Sequence[str],
) -> Iterator[tuple[str, str]]:
    """Yield visitor and method: those let in by all, the others by one of each kind.

    The others are refused before anybody looks at the method. They take turns, from
    another method on each route: so every route is asked by everybody and by every
    method, and everybody comes by every method somewhere.
    """
    for turn, name in enumerate(visitors, start=crc32(route.encode())):
        for methods in kinds:
            of_one = [methods[turn % len(methods)]]
            for method in methods if name in let_in else of_one:
                yield name, method
