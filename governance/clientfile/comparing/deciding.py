"""What decides: facts, lists and rules, as they are and as a file has them."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from governance.clientfile.comparing.comparison import Comparison, Pair
from governance.clientfile.here import by_key
from governance.clientfile.plans import Change, Kind
from governance.clientfile.saying import counted, rows, said_change, shown
from governance.engine.differences import rule_differences
from governance.engine.document import MEMBERS, DocumentError
from governance.engine.options import Options, named_list
from governance.engine.reading import Place
from governance.engine.rules import read_rule

_STATUS = {"draft": "a draft", "observe": "only observing", "active": "in force"}
EVERYBODY = "*"
_PART = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")


def compare_facts(comparison: Comparison) -> None:
    """Compare registers, whose records become what is written."""
    for pair in comparison.pairs("facts"):
        _compare_rows(comparison, pair, f"register {shown(pair.key)}", "records")
    comparison.say_left_alone("facts", "the registers")


def compare_lists(comparison: Comparison) -> None:
    """Compare named lists, whose entries become what is written."""
    for pair in comparison.pairs("lists"):
        _compare_rows(comparison, pair, f"list {shown(pair.key)}", "entries")
    comparison.say_left_alone("lists", "the lists")


def compare_rules(comparison: Comparison) -> None:
    """Compare the rules; one that the file does not have is retired."""
    lists = _lists(comparison)
    for pair in comparison.pairs("rules"):
        if pair.old == pair.new or not _reads(comparison, pair, lists):
            continue
        if pair.old is None:
            status = _STATUS[pair.new["status"]]
            comparison.add(pair, f"{_rule(pair.new)}, {status}.")
        else:
            told = " ".join(_said(pair.old, pair.new))
            parts = [name for name in pair.new if pair.old[name] != pair.new[name]]
            comparison.change(pair, f"{_rule(pair.new)}. {told}", *parts)
        _check_names(comparison, pair)
    _retire(comparison)


def _lists(comparison: Comparison) -> dict[str, Options]:
    """Return the named lists as they will be, which conditions may name."""
    there = list(comparison.here.section("lists").values())
    wanted = comparison.file.document.get("lists", ())
    return {
        one["name"]: named_list(one["name"], one["entries"])
        for one in [*there, *wanted]
    }


def _reads(comparison: Comparison, pair: Pair, lists: Mapping[str, Options]) -> bool:
    """Tell whether a rule reads as one, and say on which line it does not."""
    written = {name: pair.new[name] for name in MEMBERS - {"observe"}}
    rule = {**written, "observe": pair.new["status"] == "observe"}
    try:
        read_rule(rule, place=Place(lists=lists))
    except DocumentError as error:
        path = (*pair.path, *_parts(error.path))
        problem = comparison.file.problem(path, error.problem)
        comparison.plan.problems.append(problem)
        return False
    return True


def _parts(path: str) -> Iterator[str | int]:
    for index, name in _PART.findall(path):
        yield int(index) if index else name


def _compare_rows(comparison: Comparison, pair: Pair, named: str, of: str) -> None:
    if pair.old is None:
        comparison.add(pair, f"{named}, {len(pair.new[of]):,} {of}.")
        return
    told, parts = [], []
    if pair.old["title"] != pair.new["title"]:
        parts.append("title")
        told.append(said_change(pair.old, pair.new, "title"))
    if pair.old[of] != pair.new[of]:
        parts.append(of)
        told.append(f"{of} {_counted(pair.old[of], pair.new[of]) or 'reordered'}")
    if parts:
        comparison.change(pair, f"{named}: {'; '.join(told)}.", *parts)


def _counted(before: list[Any], after: list[Any]) -> str:
    if (after and isinstance(after[0], str)) or (before and isinstance(before[0], str)):
        added, removed = set(after) - set(before), set(before) - set(after)
        return _said_count(len(added), 0, len(removed))
    return _said_count(*rows(before, after, "id"))


def _said_count(added: int, changed: int, removed: int) -> str:
    return counted(added, changed, removed) if added + changed + removed else ""


def _said(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    told = list(rule_differences(_engine(old), _engine(new)))
    if old["status"] != new["status"]:
        was, is_now = _STATUS[old["status"]], _STATUS[new["status"]]
        # That it only observes, or no longer does, the engine has said.
        told = [one for one in told if "only observes" not in one]
        told.append(f"It was {was} and is {is_now}.")
    return told


def _engine(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {**rule, "observe": rule["status"] == "observe"}


def _check_names(comparison: Comparison, pair: Pair) -> None:
    subject, asked = pair.new["subject"], pair.new["obligation"]
    if subject != EVERYBODY and subject not in comparison.names("agents"):
        comparison.refuse(pair, "subject", f"there is no agent {shown(subject)}")
    if asked and asked["group"] not in comparison.names("groups"):
        told = f"there is no group {shown(asked['group'])}"
        comparison.refuse(pair, "obligation", told)


def _retire(comparison: Comparison) -> None:
    wanted = by_key("rules", comparison.file.document["rules"])
    for key, rule in comparison.here.section("rules").items():
        if key not in wanted:
            told = f"{_rule(rule)}, which the file does not have."
            comparison.plan.changes.append(
                Change(Kind.RETIRED, "rules", ("rules",), told, rule)
            )


def _rule(rule: Mapping[str, Any]) -> str:
    return f"rule {rule['number']} ({rule['key']}), {shown(rule['title'])}"
