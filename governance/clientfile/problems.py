"""What is wrong with a client's file, and on which line."""

from collections.abc import Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: "line 41, rules[3].effect: ..."."""

    line: int
    path: Path
    told: str

    def __str__(self) -> str:
        where = written(self.path)
        return f"line {self.line}, {where}: {self.told}" if where else self._bare()

    def _bare(self) -> str:
        return f"line {self.line}: {self.told}"


class UnreadableFileError(ValueError):
    """The file is no client's file, for these reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, the first of which is the message."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def refusal(told: str, *, line: int = 1, path: Path = ()) -> UnreadableFileError:
    """Return the error of one problem, for the caller to raise."""
    return UnreadableFileError([Problem(line, path, told)])


def written(path: Path) -> str:
    """Return a path as people write it: rules[3].effect."""
    parts = (f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return "".join(parts).removeprefix(".")
