"""What a draft would have said of past actions, and what would be different."""

from datetime import UTC, datetime, timedelta
from typing import Any

from governance.engine.boundary import compile_boundary
from governance.engine.replay import MOST_EXAMPLES, PastAction, Replay
from governance.selectors.limits import window_key
from tests.governance.engine.building import (
    AGENT,
    Json,
    document,
    eur,
    leaf,
    question,
    rule,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ALLOW = rule("allow", 1, "allow")
OVER = leaf("parameters.amount", "more_than", eur("500.00"))
ASK = rule("ask", 2, "checkpoint", conditions=OVER)
DENY = rule("deny", 3, "deny", conditions=OVER)


def past(amount: str, *, hours: int = 0, happened: bool = True) -> PastAction:
    asked = question(parameters={"amount": eur(amount), "note": {"amount": "no money"}})
    at = NOON + timedelta(hours=hours)
    return PastAction(f"a{hours}", asked, at, happened, f"pay {amount}")


def replayed(before: list[Json], after: list[Json], *actions: PastAction) -> Json:
    old, new = (compile_boundary(document(*rules)) for rules in (before, after))
    replay = Replay(old, new, window_key=window_key)
    replay.take(actions)
    return replay.to_json()


def limited(effect: str, window: Any, **limit: Any) -> Json:
    measure = limit or {"count": 2}
    return rule("limit", 9, effect, limit={**measure, "per": [], "window": window})


def changes(result: Json) -> list[tuple[str, str, str, int]]:
    return [
        (one["from"], one["to"], one["rule"], one["count"]) for one in result["changes"]
    ]


def test_what_would_change_is_grouped_by_rule_with_counts_and_amounts() -> None:
    amounts = ["400.00", *(f"{n}00.00" for n in range(6, 13))]
    actions = [past(one, hours=hours) for hours, one in enumerate(amounts)]

    found = replayed([ALLOW], [ALLOW, ASK], *actions)

    assert (found["total"], found["changed"], found["ungrouped"]) == (8, 7, 0)
    (group,) = found["changes"]
    assert group["from"], group["to"] == ("allow", "checkpoint")
    assert (group["rule"], group["title"], group["gone"]) == ("ask", "Ask", False)
    assert (group["agent"], group["action"]) == (AGENT, "payment.send")
    assert group["amounts"] == {"EUR": "6300.00"}
    assert len(group["examples"]) == MOST_EXAMPLES
    assert group["examples"][0]["action"] == "a1"
    assert "600.00 EUR is over 500.00 EUR" in group["examples"][0]["why"]


def test_a_rule_that_is_gone_is_named_where_nothing_else_decides() -> None:
    found = replayed([ALLOW], [DENY], past("400.00"))

    assert changes(found) == [("allow", "deny", "allow", 1)]
    assert found["changes"][0]["gone"]


def test_other_rules_for_the_same_answer_change_nothing() -> None:
    found = replayed([ALLOW], [rule("other", 5, "allow")], past("4.00"))

    assert (found["changed"], found["changes"]) == (0, [])


def test_limits_are_counted_in_order_of_time_and_by_the_day() -> None:
    actions = [past("1.00", hours=hours) for hours in (0, 1, 2, 13, 14, 15)]

    found = replayed([ALLOW], [ALLOW, limited("deny", "day")], *actions)

    assert changes(found) == [("allow", "deny", "limit", 2)]
    assert [one["action"] for one in found["changes"][0]["examples"]] == ["a2", "a15"]
    first = found["changes"][0]["examples"][0]
    assert "the limit of 2 per day is used up" in first["why"]


def test_a_rolling_limit_makes_room_again() -> None:
    summed = {"sum": "parameters.amount", "at_most": eur("5.00")}
    rolling = limited("checkpoint", {"hours": 2}, **summed)
    rolling["obligation"] = ASK["obligation"]
    actions = [past("3.00", hours=hours) for hours in (0, 1, 2, 3)]

    found = replayed([ALLOW], [ALLOW, rolling], *actions)

    # At two, what came at noon has left the window.
    assert [one["action"] for one in found["changes"][0]["examples"]] == ["a1", "a3"]


def test_what_came_to_nothing_takes_no_room() -> None:
    actions = [past("1.00", hours=n, happened=n == 0) for n in range(4)]

    found = replayed([ALLOW], [ALLOW, limited("deny", "ever")], *actions)

    assert found["changed"] == 0


def test_a_limit_that_both_have_changes_nothing() -> None:
    both = limited("deny", "ever")
    actions = [past("1.00", hours=n) for n in range(4)]

    assert replayed([ALLOW, both], [ALLOW, both], *actions)["changed"] == 0
