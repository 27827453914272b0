"""How an allowed action is carried out.

Only ``governance.services.execution`` may import this package: there is no effect
without the gate, and an import contract says so.
"""

from agents.runners.exchange import Message
from agents.runners.inquiry import ask_target
from agents.runners.posting import Seen, post
from agents.runners.registry import carry_out
from agents.runners.reports import Inquiry, Order, Report, Result
from agents.runners.trial import Trial, send_trial

__all__ = [
    "Inquiry",
    "Message",
    "Order",
    "Report",
    "Result",
    "Seen",
    "Trial",
    "ask_target",
    "carry_out",
    "post",
    "send_trial",
]
