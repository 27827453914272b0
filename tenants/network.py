"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def network_address(request: HttpRequest) -> str:
    """Return the network address of whoever asks.

    Each proxy adds the address of who asked it to the end of X-Forwarded-For; what
    stands before that, anybody may have written. See PROXIES.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    told = request.headers.get("X-Forwarded-For", "").split(",")
    known: int = settings.PROXIES
    if known and len(told) >= known:
        return told[-known].strip() or direct
    return direct
