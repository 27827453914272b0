"""How an allowed action is carried out.

Only ``governance.services.execution`` may import this package: there is no effect
without the gate, and an import contract says so.
"""

from agents.runners.inquiry import ask_target
from agents.runners.registry import carry_out
from agents.runners.reports import Inquiry, Order, Report, Result

__all__ = ["Inquiry", "Order", "Report", "Result", "ask_target", "carry_out"]
