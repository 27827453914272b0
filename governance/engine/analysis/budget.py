"""How much an analysis may do: whatever somebody writes, it ends."""


class SpentError(Exception):
    """The analysis has done as much as it may."""


class Budget:
    """Counts steps; a step is about a microsecond of work."""

    def __init__(self, steps: int) -> None:
        """Begin with so many steps."""
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps; raises SpentError when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise SpentError
