"""The errors that the domain raises; doors translate them, once, into answers."""


class DomainError(Exception):
    """Something that was asked cannot be done, for a reason worth telling.

    ``code`` is stable and meant for programs, the message is meant for people.
    ``field`` names the input that has to change, where there is one.
    """

    code = "refused"

    def __init__(self, message: str, *, code: str = "", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field


class Invalid(DomainError):  # noqa: N818 - reads as what the input is
    """The input is not acceptable as it stands."""

    code = "invalid"


class NotFound(DomainError):  # noqa: N818 - reads as what happened
    """The thing does not exist, or belongs to another client: the same answer."""

    code = "not_found"


class NotAllowed(DomainError):  # noqa: N818 - reads as what happened
    """The person or agent is known and may not do this."""

    code = "not_allowed"


class Conflict(DomainError):  # noqa: N818 - reads as what happened
    """The thing is no longer in the state that this needs."""

    code = "conflict"


class Unavailable(DomainError):  # noqa: N818 - reads as what happened
    """Something that this depends on does not answer now; trying again may help."""

    code = "unavailable"
