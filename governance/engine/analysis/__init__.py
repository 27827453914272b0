"""Analysis of rules before they take effect: by sets of questions, not samples."""

from governance.engine.analysis.analysing import STEPS, analyse, analyse_one
from governance.engine.analysis.examples import Example
from governance.engine.analysis.report import Analysis, Insight

__all__ = ["STEPS", "Analysis", "Example", "Insight", "analyse", "analyse_one"]
