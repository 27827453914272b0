"""How an allowed action is carried out.

Only ``governance.services.execution`` may import this package: there is no effect
without the gate, and an import contract says so.
"""

from agents.runners.registry import carry_out
from agents.runners.reports import Order, Report, Result

__all__ = ["Order", "Report", "Result", "carry_out"]
