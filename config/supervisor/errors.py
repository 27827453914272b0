"""What keeps Remit from starting."""


class CannotStartError(Exception):
    """Remit cannot start; says why in one line."""
