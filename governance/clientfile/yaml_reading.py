"""YAML, event by event, without whatever could surprise, hang or exhaust.

No aliases, no tags, no duplicate names, one document. Nothing recurses: how deep and
how large a file may be is counted while it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from governance.clientfile.nodes import Node
from governance.clientfile.problems import refusal
from governance.clientfile.scalars import plain

MOST_BYTES = 1_000_000
_DEEPEST = 20
_MOST_VALUES = 100_000
_NO_TAG = {None, "!"}


@dataclass(slots=True)
class _Open:
    """A list or an object that has not ended yet."""

    line: int
    is_object: bool
    items: list[Node] = field(default_factory=list)
    members: dict[str, Node] = field(default_factory=dict)
    name: str | None = None
    name_line: int = 0

    def take(self, node: Node) -> None:
        """Put a value where it belongs."""
        if not self.is_object:
            self.items.append(node)
            return
        assert self.name is not None  # noqa: S101 - a name comes before its value
        self.members[self.name] = Node(node.value, self.name_line)
        self.name = None

    @property
    def awaits_a_name(self) -> bool:
        """Whether what comes next is the name of a member."""
        return self.is_object and self.name is None

    def closed(self) -> Node:
        """Return the whole of it."""
        return Node(self.members if self.is_object else self.items, self.line)


def read_yaml(data: bytes) -> Node:
    """Return what the bytes hold.

    Raises:
        UnreadableFileError: says on which line, and why.
    """
    text = _text(data)
    reader = _Reader()
    try:
        for event in _events(text):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise refusal(f"this is no YAML: {error.problem}", line=line) from error
    except yaml.YAMLError as error:
        raise refusal("this is no YAML: a character that it does not have") from error
    if reader.root is None:
        raise refusal("the file is empty")
    return reader.root


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise refusal(
            f"a file has at most {MOST_BYTES:,} bytes; this has {len(data):,}"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal("this is not UTF-8", line=line) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise refusal("there is a NUL character", line=line)
    return text


def _events(text: str) -> Iterator[Any]:
    # libyaml's parser hands out one event after the other and never recurses.
    return iter(yaml.parse(text, Loader=yaml.CSafeLoader))


class _Reader:
    """Builds the nodes out of the events."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._values = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.NodeEvent):
            self._take_value(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._put(self._open.pop().closed())
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise refusal("one file holds one client: remove this ---", line=line)

    def _take_value(self, event: Any, line: int) -> None:
        self._count(line)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise refusal("write it out: there are no anchors (&, *) here", line=line)
        if event.tag not in _NO_TAG:
            raise refusal(f"there are no tags here: {event.tag}", line=line)
        if isinstance(event, yaml.ScalarEvent):
            self._take_scalar(event, line)
            return
        if self._open and self._open[-1].awaits_a_name:
            raise refusal("a name is one word or text", line=line)
        if len(self._open) == _DEEPEST:
            raise refusal(f"nothing is nested deeper than {_DEEPEST}", line=line)
        self._open.append(_Open(line, isinstance(event, yaml.MappingStartEvent)))

    def _take_scalar(self, event: Any, line: int) -> None:
        text: str = event.value
        if "\0" in text:
            raise refusal("there is a NUL character", line=line)
        if self._open and self._open[-1].awaits_a_name:
            self._take_name(text, line)
            return
        # Without quotes and without a tag: a word may stand for something.
        bare = event.style is None or event.style == ""
        value = plain(text, line=line) if bare and event.tag is None else text
        self._put(Node(value, line))

    def _take_name(self, name: str, line: int) -> None:
        inside = self._open[-1]
        if name in inside.members:
            told = f"{name} is here twice: first on line {inside.members[name].line}"
            raise refusal(told, line=line)
        inside.name, inside.name_line = name, line

    def _put(self, node: Node) -> None:
        if self._open:
            self._open[-1].take(node)
        else:
            self.root = node

    def _count(self, line: int) -> None:
        self._values += 1
        if self._values > _MOST_VALUES:
            raise refusal(f"a file has at most {_MOST_VALUES:,} values", line=line)
