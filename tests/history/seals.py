"""I7, the other half: the ledger's bytes still say what the pages show."""

import json
from collections.abc import Iterator

import rfc8785

from audit.canonical import leaf_hash
from audit.commitments import Sealed, opens
from audit.models import Entry
from tests.history.reading import History, Violation


def ledger_verifies(history: History) -> Iterator[Violation]:
    """I7: every entry is canonical, hashed, whole, and its private text the one."""
    entries = {one.id: one for one in history.entries}
    for entry in history.entries:
        if not _is_whole(entry):
            yield Violation("I7", f"the bytes of entry {entry.id} do not verify")
    for beside in history.private:
        told = entries[beside.entry_id].data["private"]
        sealed = Sealed(
            path=beside.path,
            salt=bytes(beside.salt),
            value=beside.value,
            commitment=told.get(beside.path, ""),
        )
        if not opens(sealed):
            yield Violation("I7", f"{beside.path} of {beside.entry_id} was changed")


def _is_whole(entry: Entry) -> bool:
    body = bytes(entry.body)
    content = json.loads(body)
    return (
        body == rfc8785.dumps(content)
        and content == entry.data
        and bytes(entry.leaf_hash) == leaf_hash(body)
        and (content["id"], content["client"]) == (str(entry.id), str(entry.client_id))
    )
