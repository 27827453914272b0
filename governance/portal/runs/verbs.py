"""Acts are written after "to": "pay 480.00 EUR to Nordlicht". Here they are done.

The first word is the client's own (an action type's phrase), the rest may be an
agent's and is never looked at.
"""

import re

_VERB = re.compile(r"([a-z]+)(?=\s|$)")
_VOWELS = "aeiou"
_IRREGULAR = {
    "begin": "began",
    "bring": "brought",
    "buy": "bought",
    "cancel": "cancelled",
    "choose": "chose",
    "cut": "cut",
    "defer": "deferred",
    "draw": "drew",
    "drop": "dropped",
    "find": "found",
    "get": "got",
    "give": "gave",
    "hold": "held",
    "keep": "kept",
    "lend": "lent",
    "make": "made",
    "pay": "paid",
    "plan": "planned",
    "put": "put",
    "read": "read",
    "refer": "referred",
    "sell": "sold",
    "send": "sent",
    "set": "set",
    "ship": "shipped",
    "shut": "shut",
    "stop": "stopped",
    "submit": "submitted",
    "take": "took",
    "tell": "told",
    "transfer": "transferred",
    "withdraw": "withdrew",
    "write": "wrote",
}


def past(act: str) -> str:
    """Return what was done: "pay 480.00 EUR" becomes "paid 480.00 EUR".

    What does not begin with a plain word is told as it is: "did this: ...".
    """
    verb = _VERB.match(act)
    if verb is None:
        return f"did this: {act}"
    return f"{_past_of(verb.group())}{act[verb.end() :]}"


def _past_of(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}ed"
