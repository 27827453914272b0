"""JSON Schemas as clients may write them, for hypothesis."""

from typing import Any

from hypothesis import strategies as st

_NAMES = st.sampled_from(["amount", "invoice", "order", "note"])
_PATTERNS = ["^[A-Z]{3}$", r"^[0-9]{1,6}(\.[0-9]{2})?$", "^(paid|due)$", "^NL-[0-9]{4}"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("abc", max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_NAMES, inner),
    max_leaves=4,
)


def satisfiable() -> st.SearchStrategy[Any]:
    """Return schemas that something satisfies, by the way that they are made."""
    return st.recursive(_leaf(), _around, max_leaves=6)


def writable() -> st.SearchStrategy[Any]:
    """Return schemas of which some are satisfied by nothing."""
    return st.recursive(_leaf(), _across, max_leaves=6)


def _leaf() -> st.SearchStrategy[Any]:
    low, width = st.integers(-50, 50), st.integers(0, 20)
    return st.one_of(
        st.builds(_text, st.integers(0, 12), st.integers(0, 12)),
        st.builds(_number, st.sampled_from(["integer", "number"]), low, width),
        st.sampled_from(_PATTERNS).map(lambda one: {"type": "string", "pattern": one}),
        st.sampled_from([{"type": "boolean"}, {"type": "null"}, {}, True]),
        st.lists(_JSON, min_size=1, max_size=3).map(lambda some: {"enum": some}),
        _JSON.map(lambda one: {"const": one}),
        st.integers(1, 12).map(lambda one: {"type": "integer", "multipleOf": one}),
    )


def _text(least: int, more: int) -> dict[str, Any]:
    return {"type": "string", "minLength": least, "maxLength": least + more}


def _number(kind: str, low: int, width: int) -> dict[str, Any]:
    return {"type": kind, "minimum": low, "maximum": low + width}


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    named = st.dictionaries(_NAMES, inner, max_size=3)
    return st.one_of(
        named.map(_closed),
        st.builds(_listed, inner, st.integers(0, 3)),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: {"anyOf": some}),
        inner.map(lambda one: {"allOf": [one, {"title": "As before"}]}),
        inner.map(lambda one: {"type": "array", "contains": one, "minContains": 2}),
        st.lists(inner, min_size=1, max_size=2).map(lambda some: {"prefixItems": some}),
    )


def _across(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        _around(inner),
        several.map(lambda some: {"allOf": some}),
        several.map(lambda some: {"oneOf": some}),
        inner.map(lambda one: {"not": one}),
        st.builds(lambda a, b, c: {"if": a, "then": b, "else": c}, inner, inner, inner),
        inner.map(lambda one: {"propertyNames": one, "minProperties": 2}),
        inner.map(
            lambda one: {
                "items": one,
                "minItems": 2,
                "maxItems": 3,
                "uniqueItems": True,
            }
        ),
        inner.map(
            lambda one: {"required": ["note"], "dependentSchemas": {"note": one}}
        ),
    )


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _listed(one: Any, least: int) -> dict[str, Any]:
    return {"type": "array", "items": one, "minItems": least}
