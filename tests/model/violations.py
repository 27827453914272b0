"""What the machine says when something is not as promised."""


class ViolationError(AssertionError):
    """A promise that was seen broken: no other error counts as finding one."""


def require(holds: bool, promise: str) -> None:
    """Raise ViolationError unless the promise holds."""
    if not holds:
        raise ViolationError(promise)
