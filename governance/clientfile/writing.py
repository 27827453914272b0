"""Writing a client's file: always the same bytes for the same client."""

from collections.abc import Mapping
from typing import Any

import yaml

from governance.clientfile.scalars import fraction

_HEAD = (
    "# A client of Remit as code: see docs/reference/client-file.md.\n"
    "# No secrets, no passwords, and nothing that people sign.\n"
)
# One value, one line: what differs between two files is what differs in the client.
_WIDTH = 1_000_000


class _Dumper(yaml.CSafeDumper):
    """YAML without anchors, long texts as they read."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that everything is written out."""
        return True


def _text(dumper: Any, text: str) -> Any:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _fraction(dumper: Any, number: float) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:float", fraction(number))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _fraction)


def write_client_file(document: Mapping[str, Any]) -> str:
    """Return a client's document as YAML, each section after a blank line."""
    parts = [_section(name, value) for name, value in document.items()]
    return _HEAD + "\n" + "\n".join(parts)


def _section(name: str, value: Any) -> str:
    return str(
        yaml.dump(
            {name: value},
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=False,
            width=_WIDTH,
        )
    )
