"""What agents can do and who answers for them, as it is and as a file has it."""

from governance.clientfile.comparing.comparison import Comparison, Pair
from governance.clientfile.here import Duty
from governance.clientfile.saying import shown

_UNSEEN = (
    "gets a signing secret that nobody has seen: rotate it on its page to hand one to "
    "the target"
)
_DUTIES = {"owner": "responsible owner", "deputy": "deputy"}


def compare_hosts(comparison: Comparison) -> None:
    """Compare the hosts that may be reached: they are listed or not."""
    for pair in comparison.pairs("hosts"):
        if pair.old is None:
            comparison.add(pair, f"connections may reach {shown(pair.key)}.")
    comparison.say_left_alone("hosts", "the hosts")


def compare_connections(comparison: Comparison) -> None:
    """Compare the connections; one changes its address and patience, not its kind."""
    for pair in comparison.pairs("connections"):
        named = f"connection {shown(pair.key)}"
        if pair.key in comparison.here.retired:
            comparison.refuse(pair, "name", "this connection is retired: name another")
        elif pair.old is not None and pair.old["kind"] != pair.new["kind"]:
            told = f"it is a {pair.old['kind']}: name another connection"
            comparison.refuse(pair, "kind", told)
        else:
            comparison.plain(pair, named)
            if pair.old is None and pair.new["kind"] == "webhook":
                comparison.plan.waiting.append(f"{named} {_UNSEEN}.")
    comparison.say_left_alone("connections", "the connections")


def compare_action_types(comparison: Comparison) -> None:
    """Compare what agents can do; what is different is the next version.

    What undoes something comes before what it undoes.
    """
    known = comparison.names("connections")
    every = comparison.pairs("action_types")
    for pair in sorted(every, key=lambda one: bool(one.new["compensation"])):
        connection = pair.new["connection"]
        if connection and connection not in known:
            told = f"there is no connection {shown(connection)}"
            comparison.refuse(pair, "connection", told)
        comparison.plain(pair, f"action type {shown(pair.key)}")
    comparison.say_left_alone("action_types", "the action types")


def compare_workflows(comparison: Comparison) -> None:
    """Compare the processes; different steps are the next version."""
    for pair in comparison.pairs("workflows"):
        named = f"workflow {shown(pair.key)}"
        comparison.plain(pair, named, f"{named}, {_steps(pair.new['steps'])}.")
    comparison.say_left_alone("workflows", "the workflows")


def compare_agents(comparison: Comparison) -> None:
    """Compare the agents, who answers for them, and what they are cleared for."""
    for pair in comparison.pairs("agents"):
        named = f"agent {shown(pair.key)}"
        if pair.old is None:
            comparison.add(pair, f"{named}.")
        elif pair.old["purpose"] != pair.new["purpose"]:
            told = comparison.said(named, pair, ["purpose"])
            comparison.change(pair, told, "purpose")
        for role, called in _DUTIES.items():
            if pair.new.get(role):
                _compare_duty(comparison, pair, role, called)
            elif pair.new.get(f"{role}_decides"):
                told = f"say who the {called} is: “{role}” is missing"
                comparison.refuse(pair, f"{role}_decides", told)
        _compare_clearances(comparison, pair)
    comparison.say_left_alone("agents", "the agents")


def _compare_duty(comparison: Comparison, pair: Pair, role: str, called: str) -> None:
    here, mail = comparison.here, str(pair.new[role])
    duty = here.duties.get((pair.key, role), Duty())
    of = f"{called} of {shown(pair.key)}"
    words = pair.new.get(f"{role}_decides")
    if mail in duty.decides and words not in (None, duty.decides[mail]):
        told = f"what {mail} may decide as {of} stays as it was when they were named."
        comparison.plan.alone.append(told)
    if duty.accepted == mail:
        return
    if mail in duty.named:
        comparison.plan.waiting.append(f"{mail} has to accept to be {of}.")
    elif mail in here.active:
        comparison.change(pair, f"{mail} is named {of}.", role)
        comparison.plan.waiting.append(f"{mail} has to accept to be {of}.")
    elif mail in comparison.names("people") - here.suspended:
        told = f"{mail} is named {of} once the invitation is accepted: load again then."
        comparison.plan.waiting.append(told)
    else:
        comparison.refuse(pair, role, f"nobody who works here has the e-mail {mail}")


def _compare_clearances(comparison: Comparison, pair: Pair) -> None:
    wanted = pair.new.get("workflows")
    if wanted is None:
        return
    for key in wanted:
        if key not in comparison.names("workflows"):
            comparison.refuse(pair, "workflows", f"there is no workflow {shown(key)}")
        elif (pair.key, key) not in comparison.here.cleared or _moves(comparison, key):
            whom, what = shown(pair.key), shown(key)
            told = f"whoever answers for {whom} has to clear it for {what}."
            comparison.plan.waiting.append(told)
    for key in sorted(set(pair.old["workflows"] if pair.old else ()) - set(wanted)):
        told = f"{shown(pair.key)} stays cleared for {shown(key)}: revoke that."
        comparison.plan.alone.append(told)


def _moves(comparison: Comparison, key: str) -> bool:
    """Tell whether loading publishes another version of a workflow."""
    changes = comparison.plan.changes
    return any(
        one.section == "workflows" and one.item["key"] == key and "steps" in one.parts
        for one in changes
    )


def _steps(steps: list[object]) -> str:
    return f"{len(steps)} {'step' if len(steps) == 1 else 'steps'}"
