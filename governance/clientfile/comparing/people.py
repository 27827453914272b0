"""The client itself, its groups and its people, as they are and as a file has them."""

from governance.clientfile.comparing.comparison import Comparison, Pair
from governance.clientfile.saying import different, joined, said_change, shown

_ROLES = {
    "admin": "client admin",
    "operator": "operator",
    "auditor": "auditor",
    "member": "member",
}
# What the client has settled for all of its processes.
POLICY = frozenset(
    {
        "attest_alone_up_to",
        "drill_every_days",
        "review_grace_days",
        "trace_kept_days",
    }
)
# Who is needed for what, where it is not: each is demanded by a service of its own.
_DEMANDED = {
    "second_factor_required": (
        "whoever may decide shows a second factor",
        "whoever may decide needs a password alone",
    ),
    "second_lifter": ("two people lift a halt", "one person lifts a halt"),
}
_SECOND = (
    "that a second person publishes waits for a second admin: load again when there is "
    "one."
)


def compare_client(comparison: Comparison) -> None:
    """Compare the settings of the client."""
    old, new = comparison.here.document["client"], comparison.file.document["client"]
    parts = different(old, {**new, "slug": old["slug"]})
    if "second_publisher" in parts:
        parts.remove("second_publisher")
        _compare_publisher(comparison, demanded=new["second_publisher"])
    for name in _DEMANDED.keys() & set(parts):
        parts.remove(name)
        _compare_demand(comparison, name, demanded=new[name])
    settled = [name for name in parts if name in POLICY]
    for some in (settled, [name for name in parts if name not in POLICY]):
        if some:
            told = "; ".join(said_change(old, new, name) for name in some)
            pair = Pair("", ("client",), new, old)
            comparison.change(pair, f"client: {told}.", *some)


def _compare_publisher(comparison: Comparison, *, demanded: bool) -> None:
    if demanded and comparison.here.admins < 2:
        comparison.plan.waiting.append(_SECOND)
        return
    who = "a second person" if demanded else "whoever proposes"
    pair = Pair("", ("client",), comparison.file.document["client"], None)
    comparison.change(
        pair, f"client: boundaries are published by {who}.", "second_publisher"
    )


def _compare_demand(comparison: Comparison, name: str, *, demanded: bool) -> None:
    said, otherwise = _DEMANDED[name]
    pair = Pair("", ("client",), comparison.file.document["client"], None)
    comparison.change(pair, f"client: {said if demanded else otherwise}.", name)


def compare_groups(comparison: Comparison) -> None:
    """Compare the groups, which are there or not."""
    there, wanted = comparison.here.document["groups"], comparison.file.document
    for index, name in enumerate(wanted["groups"]):
        if name not in there:
            pair = Pair(name, ("groups", index), {"name": name}, None)
            comparison.add(pair, f"group {shown(name)}.")
    others = sorted(set(there) - set(wanted["groups"]))
    if others:
        told = f"not in the file: the groups {joined(others)}."
        comparison.plan.alone.append(told)


def compare_people(comparison: Comparison) -> None:
    """Compare who works here, as what, and in which groups."""
    for pair in comparison.pairs("people"):
        unknown = set(pair.new.get("groups", ())) - comparison.names("groups")
        for name in sorted(unknown):
            comparison.refuse(pair, "groups", f"there is no group {shown(name)}")
        _compare_person(comparison, pair)
    comparison.say_left_alone("people", "the people")


def _compare_person(comparison: Comparison, pair: Pair) -> None:
    here, plan = comparison.here, comparison.plan
    if pair.key in here.suspended:
        plan.alone.append(f"{pair.key} is suspended: restore them on their page.")
    elif pair.old is None:
        role = _ROLES[pair.new["role"]]
        comparison.add(pair, f"{_person(pair)} is invited as {role}.")
        _say_groups_wait(comparison, pair)
    elif pair.key in here.invited:
        _compare_invited(comparison, pair, str(pair.old["role"]))
    else:
        _compare_member(comparison, pair)


def _compare_invited(comparison: Comparison, pair: Pair, role: str) -> None:
    if role != pair.new["role"]:
        comparison.plan.waiting.append(
            f"{_person(pair)} is invited as {_ROLES[role]}, and {pair.new['role']} in "
            "the file: load again once they have accepted."
        )
    _say_groups_wait(comparison, pair)


def _say_groups_wait(comparison: Comparison, pair: Pair) -> None:
    if pair.new.get("groups"):
        comparison.plan.waiting.append(
            f"{_person(pair)} joins {joined(pair.new['groups'])} once the invitation "
            "is accepted: load again then."
        )


def _compare_member(comparison: Comparison, pair: Pair) -> None:
    assert pair.old is not None  # noqa: S101 - a member is there
    parts, told = [], []
    if pair.old["role"] != pair.new["role"]:
        parts.append("role")
        was, is_now = _ROLES[str(pair.old["role"])], _ROLES[pair.new["role"]]
        told.append(f"was {was} and is {is_now}")
    old = set(pair.old["groups"])
    new = set(pair.new.get("groups", old))
    if old != new:
        parts.append("groups")
        told += [f"joins {joined(sorted(new - old))}"] if new - old else []
        told += [f"leaves {joined(sorted(old - new))}"] if old - new else []
    if parts:
        comparison.change(pair, f"{_person(pair)} {', '.join(told)}.", *parts)
    if pair.old["name"] != pair.new["name"]:
        called = shown(str(pair.old["name"]))
        told_name = f"{pair.key} is called {called} in their own account."
        comparison.plan.alone.append(told_name)


def _person(pair: Pair) -> str:
    return f"{shown(pair.new['name'])} ({pair.key})"
