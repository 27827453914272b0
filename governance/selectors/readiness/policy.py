"""What a client has settled for all of its processes."""

from governance.models import ReadinessPolicy


def policy() -> ReadinessPolicy:
    """Return the client's policy; an unsaved one where it has settled nothing."""
    return ReadinessPolicy.objects.first() or ReadinessPolicy()
