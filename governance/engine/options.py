"""What a value may be one of: worked out once, however many conditions name it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from governance.engine.domains import domain_of, look_of
from governance.engine.texts import skeleton
from governance.engine.values import Scalar, normalised


class Options:
    """Values of one kind, the words for them, and how they look to people."""

    def __init__(self, values: Iterable[Scalar], shown: str) -> None:
        """Take comparable values; texts are in the form that ``normalised`` gives."""
        self.values = frozenset(values)
        self.shown = shown

    @cached_property
    def kind(self) -> type[str] | type[Decimal]:
        """What kind of values they are; text, where there are none."""
        first = next(iter(self.values), "")
        return Decimal if isinstance(first, Decimal) else str

    @cached_property
    def is_ascii(self) -> bool:
        """Whether nothing in them could be mistaken for another letter."""
        return all(text.isascii() for text in self._texts)

    @cached_property
    def looks(self) -> frozenset[str]:
        """What they look like to a person."""
        return frozenset(skeleton(text) for text in self._texts)

    @cached_property
    def domains(self) -> frozenset[str]:
        """The domains that they are; those that are none are in ``no_domains``."""
        return frozenset(one for one in self._as_domains.values() if one)

    @cached_property
    def domain_looks(self) -> frozenset[str]:
        """What the domains look like to a person."""
        return frozenset(look_of(domain) for domain in self.domains)

    @property
    def no_domains(self) -> list[str]:
        """Which of them are no domains."""
        return sorted(text for text, one in self._as_domains.items() if one is None)

    @cached_property
    def _texts(self) -> list[str]:
        return [one for one in self.values if isinstance(one, str)]

    @cached_property
    def _as_domains(self) -> Mapping[str, str | None]:
        return {str(one): domain_of(str(one)) for one in self.values}


def named_list(name: str, entries: Iterable[str]) -> Options:
    """Give the options of a named list of a boundary document."""
    return Options((normalised(entry) for entry in entries), f"on the list {name}")
