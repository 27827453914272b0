"""Boundaries and questions as the properties draw them."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.governance.engine.building import Json, rule

Strategy = st.SearchStrategy[Json]
FIELDS = [
    "parameters.a",
    "parameters.b",
    "parameters.money",
    "parameters.mail",
    "parameters.when",
    "parameters.list",
    "facts.a",
    "facts.b.c",
    "facts.list",
]
DOMAINS = ["acme.example", "mail.acme.example", "globex.example"]
texts = st.sampled_from(
    ["approved", " Approved", "blocked", "x", "\uff21pproved", "\u0430pproved",
     "ap\u00adproved", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"]
)  # fmt: skip
mails = st.sampled_from(
    ["bo@acme.example", "Bo@MAIL.acme.example", "x@\u0430cme.example",
     "gil@globex.example", "acme.example", "nobody", "a@b@acme.example",
     "x@evilacme.example"]
)  # fmt: skip
moments = st.sampled_from(
    ["2026-11-26", "2026-11-25T23:30:00Z", "2026-11-26T08:59:00+01:00",
     "2026-11-26T10:00:00Z", "2026-11-28", "2026-11-26T08:00:00", "2026-13-01"]
)  # fmt: skip
numbers = st.integers(-3, 3)
money = st.builds(
    lambda amount, currency: {"amount": f"{amount}.00", "currency": currency},
    st.integers(-2, 4),
    st.sampled_from(["EUR", "GBP"]),
)
scalars = st.one_of(texts, numbers, money, st.booleans())
raws: st.SearchStrategy[object] = st.one_of(
    scalars,
    mails,
    moments,
    st.none(),
    st.just(""),
    st.just("\u200b"),
    st.just([]),
    st.just({"c": "x"}),
)
arrays = st.lists(st.one_of(texts, numbers, money, st.none()), max_size=3)
fields = st.sampled_from(FIELDS)
items = st.one_of(fields, st.just("item"))


def leaves(subjects: st.SearchStrategy[str] = fields) -> Strategy:
    def of(ops: list[str], values: st.SearchStrategy[Any]) -> Strategy:
        both = [name for op in ops for name in (op, _OPPOSITE.get(op, f"not_{op}"))]
        return st.builds(
            lambda field, op, value: {"field": field, "op": op, "value": value},
            subjects,
            st.sampled_from(both),
            values,
        )

    sizes = st.one_of(numbers, money)
    ranges = st.one_of(
        st.tuples(numbers, numbers).map(sorted),
        st.just([{"amount": "0.00", "currency": "EUR"},
                 {"amount": "2.00", "currency": "EUR"}]),
    )  # fmt: skip
    options = st.one_of(
        st.lists(texts, min_size=1, max_size=3),
        st.lists(numbers, min_size=1, max_size=3),
        st.sampled_from([{"list": "some"}, {"list": "none"}]),
    )
    spans = st.sampled_from([{"hours": 1}, {"hours": 24}, {"days": 2}])
    hours = st.just({"days": ["wed", "thu"], "from": "08:30", "until": "17:00"})
    bounds = moments.filter(lambda text: text[:7] == "2026-11" and text[-3:] != ":00")
    return st.one_of(
        of(["equals"], scalars),
        of(["at_most", "at_least"], sizes),
        of(["between"], ranges),
        of(["one_of"], options),
        of(["equals_field", "at_most_field", "before_field"], fields),
        of(["among_field", "apart_from_field"], fields),
        of(["starts_with", "ends_with", "contains"], texts),
        of(["domain_one_of", "domain_under"], st.lists(
            st.sampled_from(DOMAINS), min_size=1, max_size=2)),
        of(["before", "after"], bounds),
        of(["age_at_most", "due_within"], spans),
        of(["in_hours"], hours),
        of(["is_present"], st.none()),
    )  # fmt: skip


_OPPOSITE = {
    "at_most": "more_than",
    "at_least": "less_than",
    "at_most_field": "more_than_field",
    "is_present": "is_missing",
    "age_at_most": "age_more_than",
    "due_within": "due_beyond",
}


def counts() -> Strategy:
    return st.builds(
        lambda of, that, op, value: {
            "count": {"of": of, "that": that},
            "op": op,
            "value": value,
        },
        st.sampled_from(["parameters.list", "facts.list", "parameters.a"]),
        st.one_of(st.none(), leaves(items)),
        st.sampled_from(["at_most", "equals", "more_than"]),
        st.integers(0, 3),
    )


def measures() -> Strategy:
    asked = {"count": "a.b", "outcome": "asked", "per": [], "hours": 1}
    return st.builds(
        lambda op, value: {"history": asked, "op": op, "value": value},
        st.sampled_from(["at_most", "at_least"]),
        st.integers(0, 3),
    )


def quantified() -> Strategy:
    return st.builds(
        lambda kind, of, that: {kind: of, "that": that},
        st.sampled_from(["every", "some"]),
        st.sampled_from(["parameters.list", "facts.list", "parameters.a"]),
        leaves(items),
    )


def trees() -> Strategy:
    return st.recursive(
        st.one_of(leaves(), leaves(), leaves(), counts(), measures(), quantified()),
        lambda inner: st.one_of(
            st.builds(lambda part: {"not": part}, inner),
            st.builds(
                lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)
            ),
            st.builds(
                lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)
            ),
        ),
        max_leaves=6,
    ).filter(lambda tree: depth(tree) <= 4)


def depth(tree: Json) -> int:
    if "op" in tree:
        return 1 if "count" in tree else 0
    parts = tree.get("that") or next(iter(tree.values()))
    return 1 + max(
        depth(part) for part in (parts if isinstance(parts, list) else [parts])
    )


rarely = st.integers(0, 3).map(lambda number: number == 0)
conditions = st.one_of(st.none(), trees())
limits = st.one_of(
    st.builds(
        lambda per: {"count": 1, "per": per, "window": "ever"},
        st.lists(fields, unique=True, max_size=2),
    ),
    st.builds(
        lambda field, per: {
            "sum": field,
            "at_most": {"amount": "9.00", "currency": "EUR"},
            "per": per,
            "window": "day",
        },
        fields,
        st.lists(fields, unique=True, max_size=1),
    ),
)


@st.composite
def rule_sets(
    draw: st.DrawFn,
    effects: Sequence[str] = ("allow", "checkpoint", "deny"),
    most: int = 4,
    first: int = 1,
) -> list[Json]:
    count = draw(st.integers(1 if most == 1 else 0, most))
    rules = []
    for number in range(first, first + count):
        effect = draw(st.sampled_from(effects))
        bounded = effect != "allow" and draw(rarely)
        rules.append(
            rule(
                f"r{number}",
                number,
                effect,
                conditions=draw(conditions),
                limit=draw(limits) if bounded else None,
            )
        )
    return rules


KEY = "a052da8a803090ca526b5b01"
values_of_questions = st.fixed_dictionaries(
    {
        "parameters": st.fixed_dictionaries(
            {},
            optional={
                "a": raws,
                "b": raws,
                "money": money,
                "mail": mails,
                "when": moments,
                "list": arrays,
            },
        ),
        "facts": st.fixed_dictionaries(
            {},
            optional={
                "a": raws,
                "b": st.one_of(raws, st.just({"c": "approved"})),
                "list": arrays,
            },
        ),
        "time": st.just({"now": "2026-11-26T09:00:00Z", "zone": "Europe/Copenhagen"}),
        "history": st.fixed_dictionaries({}, optional={KEY: numbers}),
    }
)
