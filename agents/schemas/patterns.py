r"""Regular expressions that cannot run away.

Python's ``re`` tries one way of matching after another and has no time limit, so a
pattern is accepted only when its ways can be counted and are few: it begins with
``^``, every repetition is bounded, and look-around and back-references do not exist.
Classes like ``\d`` mean other characters to other readers; they are refused, too.
"""

import re

MOST_WAYS = 2_000
_MOST_TIMES = 1_000
_LONGEST = 500
_DEEPEST = 8
_BOUNDS = re.compile(r"\{([0-9]{1,4})(?:,([0-9]{0,4}))?\}")
# A class without another class, or what may one day be an operator, inside.
_CLASS = re.compile(r"\[\^?(?:\\[^A-Za-z0-9]|[^\\\[\]&|~])+\]")


class PatternError(ValueError):
    """A pattern is not one of those; says why."""


def count_ways(pattern: str) -> int:
    """Return in how many ways a pattern can match or begin to.

    Raises:
        PatternError: it cannot be counted, or there are more than MOST_WAYS.
    """
    if len(pattern) > _LONGEST:
        raise PatternError(f"it has more than {_LONGEST} characters")
    if not pattern.startswith("^"):
        raise PatternError("it has to begin with ^")
    body = pattern[1:].removesuffix("$") if ends(pattern) else pattern[1:]
    reader = _Reader(body)
    ways = reader.sequence()
    if not reader.at_end:
        raise PatternError(f"{reader.rest[:1]} needs a group around it: (...)")
    try:
        re.compile(pattern)
    except re.error as error:
        raise PatternError(str(error)) from error
    return ways


def ends(pattern: str) -> bool:
    """Return whether a pattern says where a text ends; an escaped dollar does not."""
    slashes = re.search(r"(\\*)\$\Z", pattern)
    return slashes is not None and len(slashes[1]) % 2 == 0


class _Reader:
    """Reads a pattern once, from left to right, and counts."""

    def __init__(self, pattern: str) -> None:
        self.rest = pattern
        self.depth = 0

    @property
    def at_end(self) -> bool:
        return not self.rest

    def sequence(self) -> int:
        ways = 1
        while self.rest and self.rest[0] not in "|)":
            ways = _few(ways * self._repeated(self._atom()))
        return ways

    def _atom(self) -> int:
        first = self.rest[0]
        if first == "(":
            return self._group()
        if first == "[":
            return self._take(_CLASS.match(self.rest), "a class like [A-Z0-9]")
        if first == "\\":
            escaped = re.match(r"\\[^A-Za-z0-9]", self.rest)
            return self._take(escaped, "no class like \\d, but [0-9] or the like")
        if first in "^$*+?{}]":
            raise PatternError(f"{first} cannot stand there")
        self.rest = self.rest[1:]
        return 1

    def _group(self) -> int:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise PatternError(f"it is nested deeper than {_DEEPEST}")
        self.rest = self.rest[1:].removeprefix("?:")
        ways = self.sequence()
        while self.rest.startswith("|"):
            self.rest = self.rest[1:]
            ways = _few(ways + self.sequence())
        if not self.rest:
            raise PatternError("a group does not end")
        self.rest = self.rest[1:]
        self.depth -= 1
        return ways

    def _repeated(self, ways: int) -> int:
        least, most = self._times()
        # Each number of times is another way, and each time multiplies.
        total = power = 1 if least == 0 else 0
        for times in range(1, most + 1):
            power = ways if times == 1 else _few(power * ways)
            total = _few(total + power) if times >= least else total
        return max(total, 1)

    def _times(self) -> tuple[int, int]:
        if self.rest.startswith("?"):
            self.rest = self.rest[1:]
            return 0, 1
        if self.rest.startswith(("*", "+")):
            raise PatternError(f"say how often instead of {self.rest[0]}: {{1,40}}")
        if not self.rest.startswith("{"):
            return 1, 1
        found = _BOUNDS.match(self.rest)
        if found is None or found[2] == "":
            raise PatternError("say how often at most: {1,40}")
        self.rest = self.rest[found.end() :]
        least, most = int(found[1]), int(found[2] or found[1])
        if most > _MOST_TIMES:
            raise PatternError(f"something may repeat more than {_MOST_TIMES} times")
        return least, most

    def _take(self, found: re.Match[str] | None, expected: str) -> int:
        if found is None:
            raise PatternError(f"{self.rest[:2]} is not understood: write {expected}")
        self.rest = self.rest[found.end() :]
        return 1


def _few(ways: int) -> int:
    if ways > MOST_WAYS:
        raise PatternError(f"it can match in more than {MOST_WAYS} ways")
    return ways
