"""How an operator speaks: of what it saw, and of what a rule demands.

Phrases may use {name}, {actual}, {expected}, {other}, and {measured}: the value, with
its name before it where it does not speak for itself.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """What was seen (`holds`, `fails`), what a rule wants (`demands`, `forbids`)."""

    holds: str
    fails: str
    demands: str
    forbids: str

    def opposite(self) -> "Phrases":
        """Give the phrases of the operator that holds where this one fails."""
        return Phrases(self.fails, self.holds, self.forbids, self.demands)


def of_values(yes: str, no: str) -> Phrases:
    """Speak of a value by its name: "recipient x@y.example is at y.example"."""
    return Phrases(
        holds="{name} {actual} " + yes + " {expected}",
        fails="{name} {actual} " + no + " {expected}",
        demands=yes + " {expected}",
        forbids=no + " {expected}",
    )


def of_sizes(yes: str, no: str) -> Phrases:
    """Speak of a size, which may speak for itself: "740.00 EUR is over 500.00 EUR"."""
    return Phrases(
        holds="{measured} " + yes + " {expected}",
        fails="{measured} " + no + " {expected}",
        demands=yes + " {expected}",
        forbids=no + " {expected}",
    )


def of_fields(yes: str, no: str) -> Phrases:
    """Speak of two fields without their values.

    An agent reads the sentence, and one of them may be a fact that it is being checked
    against.
    """
    return Phrases(
        holds="{name} " + yes + " {other}",
        fails="{name} " + no + " {other}",
        demands=yes + " the {other}",
        forbids=no + " the {other}",
    )


IDENTITY = Phrases(
    holds="{name} is {actual}",
    fails="{name} is {actual}, not {expected}",
    demands="is {expected}",
    forbids="is not {expected}",
)
PRESENCE = Phrases(
    holds="{name} is present",
    fails="{name} is missing",
    demands="is given",
    forbids="is missing",
)
