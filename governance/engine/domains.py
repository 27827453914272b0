"""Domains of e-mail addresses, as they are compared."""

from functools import lru_cache

import idna

from governance.engine.texts import skeleton


@lru_cache(maxsize=4096)
def domain_of(text: str) -> str | None:
    """Give the domain of an address, or of a bare domain, as ASCII (IDNA 2008).

    None where there is none: no dot, more than one address, what IDNA refuses.
    """
    name, _, domain = text.rpartition("@")
    if "@" in name or any(one in text for one in ' ,;<>"\t\n'):
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


def is_under(domain: str, parent: str) -> bool:
    """Tell whether a domain is `parent` or a subdomain of it."""
    return domain == parent or domain.endswith(f".{parent}")
