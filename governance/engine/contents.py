"""Judging what is there: whether anything is, what a text holds, what a list holds."""

from collections.abc import Callable, Iterable

from governance.engine.domains import domain_of, is_under, look_of
from governance.engine.operands import (
    Bind,
    Operand,
    read_constant,
    read_options,
    shown_constant,
)
from governance.engine.paths import read_path
from governance.engine.reading import Place
from governance.engine.texts import skeleton
from governance.engine.values import Scalar, Seen, Truth, Value, comparable

_TEXT = "text"


def bind_presence(raw: object, *, place: Place) -> Operand:
    """Bind nothing: a value is there, or is missing."""
    if raw is not None:
        raise place.refusal("this operator takes no value")
    return Operand(lambda value, _seen: value is not None)


def bind_texts(holds: Callable[[str, str], bool]) -> Bind:
    """Make the reader of a text that another one starts with, ends with, contains."""

    def bind(raw: object, *, place: Place) -> Operand:
        wanted = read_constant(raw, place=place)
        if not isinstance(wanted, str):
            raise place.refusal("text is needed here")
        plain, look = wanted.isascii(), skeleton(wanted)

        def judge(value: Value | None, _seen: Seen) -> Truth:
            if not isinstance(value, str):
                return None
            if holds(value, wanted):
                return True
            if plain and value.isascii():
                return False
            return None if holds(skeleton(value), look) else False

        return Operand(judge, shown_constant(raw, wanted), _TEXT)

    return bind


def bind_domains(*, under: bool) -> Bind:
    """Make the reader of domains that an address is of, or is `under`."""

    def bind(raw: object, *, place: Place) -> Operand:
        options = read_options(raw, place=place)
        domains = _read_domains(options.values, place)
        looks = {look_of(domain) for domain in domains}

        def judge(value: Value | None, _seen: Seen) -> Truth:
            domain = domain_of(value) if isinstance(value, str) else None
            if domain is None:
                return None
            if any(_fits(domain, one, under=under) for one in domains):
                return True
            if domain.isascii() and "xn--" not in domain:
                return False
            seen_as = look_of(domain)
            return (
                None
                if any(_fits(seen_as, one, under=under) for one in looks)
                else False
            )

        return Operand(judge, options.shown, "an e-mail address or a domain")

    return bind


def bind_sets(holds: Callable[[frozenset[Scalar], frozenset[Scalar]], bool]) -> Bind:
    """Make the reader of a second field whose elements are compared as a set."""

    def bind(raw: object, *, place: Place) -> Operand:
        other = read_path(raw, place=place)
        dotted = other.dotted

        def judge(value: Value | None, seen: Seen) -> Truth:
            one, two = _elements(value), _elements(seen[dotted])
            if one is None or two is None or not _comparable(one, two):
                return None
            return _told(holds, one, two)

        return Operand(judge, other=other)

    return bind


def _told(
    holds: Callable[[frozenset[Scalar], frozenset[Scalar]], bool],
    one: frozenset[Scalar],
    two: frozenset[Scalar],
) -> Truth:
    truth = holds(one, two)
    # What only looks like another element makes it neither yes nor no.
    return truth if holds(_looks(one), _looks(two)) is truth else None


def _looks(elements: frozenset[Scalar]) -> frozenset[Scalar]:
    if all(not isinstance(one, str) or one.isascii() for one in elements):
        return elements
    return frozenset(
        skeleton(one) if isinstance(one, str) and not one.isascii() else one
        for one in elements
    )


def _elements(value: Value | None) -> frozenset[Scalar] | None:
    """Give the elements where all are of one kind; a single value is a list of one."""
    entries = value if isinstance(value, tuple) else (value,)
    usable = [one for one in entries if isinstance(one, Scalar)]
    if len(usable) < len(entries):
        return None
    # In Python 1 and true are equal, so a set would take one for the other.
    alike = all(comparable(usable[0], one) for one in usable)
    return frozenset(usable) if alike else None


def _comparable(one: frozenset[Scalar], two: frozenset[Scalar]) -> bool:
    return comparable(next(iter(one)), next(iter(two)))


def _read_domains(options: Iterable[Scalar], place: Place) -> frozenset[str]:
    domains = {option: domain_of(str(option)) for option in options}
    for option, domain in domains.items():
        if domain is None:
            raise place.refusal(f"“{option}” is not a domain like example.com")
    return frozenset(domain for domain in domains.values() if domain)


def _fits(domain: str, wanted: str, *, under: bool) -> bool:
    return is_under(domain, wanted) if under else domain == wanted
