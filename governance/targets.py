"""What a halt of one action type stops: the type by its name, in every version."""

from uuid import UUID, uuid5


def action_target(client_id: UUID, name: str) -> UUID:
    """Return the id by which a halt names an action type of a client.

    Each version of an action type has an id of its own, and a halt means all of them,
    also those to come. So it is made of the name (RFC 9562, section 5.5), within the
    client: the same name at another client is something else.
    """
    return uuid5(client_id, name)
