"""A client's file that has been read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from governance.clientfile.checking import faults
from governance.clientfile.nodes import Node
from governance.clientfile.normal import normalised
from governance.clientfile.problems import Path, Problem, UnreadableFileError
from governance.clientfile.yaml_reading import read_yaml


@dataclass(frozen=True, slots=True)
class ClientFile:
    """What a file says, in the one way that things are written, and on which lines."""

    document: Mapping[str, Any]
    digest: str
    node: Node

    @property
    def slug(self) -> str:
        """Return which client the file is about; "" where any is meant."""
        return str(self.document.get("client", {}).get("slug", ""))

    def problem(self, path: Path, told: str) -> Problem:
        """Return something that is wrong with what stands at a path."""
        return Problem(self.node.line_of(path), path, told)


def read_client_file(data: bytes) -> ClientFile:
    """Read and check a client's file.

    Raises:
        UnreadableFileError: with what is wrong, and on which lines.
    """
    node = read_yaml(data)
    problems = faults(node)
    if problems:
        raise UnreadableFileError(problems)
    digest = f"sha256:{sha256(data).hexdigest()}"
    return ClientFile(normalised(node.plain()), digest, node)
