"""Writing a client's file, editing it, and loading it again."""

from typing import Any

from governance.clientfile.file import ClientFile, read_client_file
from governance.clientfile.plans import Plan
from governance.selectors.as_code import exported
from governance.services.as_code import load_client, plan_load
from governance.services.boundaries import draft_rule, write_list
from tests.cast import Cast


def export_of(cast: Cast) -> str:
    """Return the client's file."""
    with cast.scope():
        return exported()


def file_of(text: str) -> ClientFile:
    """Read a file."""
    return read_client_file(text.encode())


def edited(cast: Cast, *changes: tuple[str, str]) -> ClientFile:
    """Return the client's file with some texts replaced, each of which is there."""
    text = export_of(cast)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return file_of(text)


def planned(cast: Cast, file: ClientFile) -> Plan:
    """Return what loading a file would do, as Ada."""
    with cast.scope(cast.ada):
        return plan_load(file, by=cast.ada)


def loaded(cast: Cast, file: ClientFile, **more: Any) -> Plan:
    """Load a file as Ada, and return what it did."""
    with cast.scope(cast.ada):
        return load_client(file, by=cast.ada, **more)


def enrich(cast: Cast) -> None:
    """Give the client one of what the demo has none of."""
    with cast.scope(cast.ada):
        write_list(name="banks", title="Banks", entries=["DE", "no", "2026-01-01"])
        draft_rule(
            key="watch",
            title="Watch: \u00fcber 5",
            status="observe",
            effect="deny",
            subject=str(cast.agent.id),
            action="payment.*",
            conditions={
                "field": "parameters.supplier_id",
                "op": "one_of",
                "value": {"list": "banks"},
            },
            reason="Line one.\nLine two.",
        )
