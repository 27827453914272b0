"""Domains of e-mail addresses, as they are compared."""

from collections.abc import Iterator
from functools import lru_cache

import idna

from governance.engine.texts import skeleton

# An address has at most 64 characters, an @ and 255 more (RFC 5321, 4.5.3.1).
_LONGEST = 320


@lru_cache(maxsize=4096)
def domain_of(text: str) -> str | None:
    """Give the domain of an address, or of a bare domain, as ASCII (IDNA 2008).

    None where there is none: no dot, more than one address, what IDNA refuses.
    """
    name, _, domain = text.rpartition("@")
    if len(text) > _LONGEST or "@" in name or any(one in text for one in ' ,;<>"\t\n'):
        return None
    try:
        encoded = idna.encode(domain.rstrip("."), uts46=True, std3_rules=True)
    except (idna.IDNAError, UnicodeError):
        return None
    plain = encoded.decode("ascii").lower()
    return plain if "." in plain else None


@lru_cache(maxsize=4096)
def look_of(domain: str) -> str:
    """Give what a domain looks like to a person, for finding look-alikes."""
    try:
        return skeleton(idna.decode(domain))
    except (idna.IDNAError, UnicodeError):
        return skeleton(domain)


def with_parents(domain: str) -> Iterator[str]:
    """Yield a domain and every domain that it is below."""
    while domain:
        yield domain
        _, _, domain = domain.partition(".")
