"""Measure and write the figures down: python -m tests.bench [--small]."""

import sys

from tests.bench.ground import REMIT_DATA  # before everything that reads settings
from tests.bench.runner import SMALL, WHOLE, measure, table, write

if __name__ == "__main__":
    figures = measure(SMALL if "--small" in sys.argv else WHOLE)
    print(table(figures))
    print(f"Written to {write(figures, REMIT_DATA)}.")
