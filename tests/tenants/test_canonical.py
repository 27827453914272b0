"""The quick way to canonical JSON writes the same bytes as the library of RFC 8785."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tenants.canonical import canonical_bytes

_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
_CONTENT = st.recursive(
    _SCALARS,
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=20,
)


@given(_CONTENT)
def test_any_content_has_the_same_bytes(content: Any) -> None:
    assert canonical_bytes(content) == rfc8785.dumps(content)


@pytest.mark.parametrize("content", ["\ud800", {"a": float("nan")}, [2**53]])
def test_what_has_no_canonical_form_is_refused(content: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_bytes(content)
