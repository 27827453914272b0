import hashlib
from typing import Any

import pytest

from governance.engine.document import DocumentError, content_hash
from tests.governance.engine.building import document, rule


def test_the_hash_is_over_canonical_bytes() -> None:
    expected = hashlib.sha256(b'{"format":1,"rules":[]}').hexdigest()

    assert content_hash({"rules": [], "format": 1}) == f"sha256:{expected}"


def test_the_order_of_members_does_not_matter_and_any_change_does() -> None:
    written = document(rule("a", 1, "allow"))
    turned = document(dict(reversed(rule("a", 1, "allow").items())))
    changed = document(rule("a", 1, "allow", title="Other"))

    assert content_hash(turned) == content_hash(written)
    assert content_hash(changed) != content_hash(written)


def bottomless() -> list[object]:
    inner: list[object] = []
    for _ in range(100_000):
        inner = [inner]
    return inner


@pytest.mark.parametrize(
    "written",
    [{"n": 2**53}, {"n": float("nan")}, {"t": "\ud800"}, {1: 2}, {"o": object()}],
)
def test_what_has_no_canonical_bytes_is_refused(written: Any) -> None:
    with pytest.raises(DocumentError):
        content_hash(written)


def test_a_bottomless_document_is_refused() -> None:
    with pytest.raises(DocumentError):
        content_hash(bottomless())


@pytest.mark.parametrize("written", [{"\ud800": 1}])
def test_a_member_that_is_no_text_of_unicode_is_refused(written: Any) -> None:
    with pytest.raises(DocumentError):
        content_hash(written)
