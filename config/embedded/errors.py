"""What goes wrong with a private server, for a person to read."""


class EmbeddedServerError(Exception):
    """A private server cannot run; says why in one line."""
