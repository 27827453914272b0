"""Run the fault matrix: python -m tests.faults [--quick] [F1 F2 ...]."""

import sys

from tests.faults import (
    ground,  # noqa: F401 - before everything that reads settings
    runner,
)

if __name__ == "__main__":
    sys.exit(runner.main(sys.argv[1:]))
