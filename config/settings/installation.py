"""Where this installation is, its secrets, and what its runners may reach."""

from pathlib import Path
from urllib.parse import urlsplit

from config.env import (
    env_addresses,
    env_bool,
    env_key,
    env_keys,
    env_list,
    env_path,
    env_secret,
    env_text,
    env_web_address,
)

BASE_DIR = Path(__file__).resolve().parent.parent.parent
_LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]

DEBUG = env_bool("DEBUG", default=False)
PUBLIC_URL = env_web_address("PUBLIC_URL", default="http://localhost:8000")
REMIT_DATA = env_path("REMIT_DATA", default=BASE_DIR / ".data")
public_host = urlsplit(PUBLIC_URL).hostname or ""
is_https = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env_list(
    "ALLOWED_HOSTS",
    default=_LOOPBACK if public_host in _LOOPBACK else [public_host],
)

# Secrets.
SECRET_KEY = env_secret("SECRET_KEY", minimum=50)
KEY_PEPPER = env_secret("KEY_PEPPER", minimum=32)
FIELD_KEY = env_key("FIELD_KEY", size=32)
# The first seals; those before it, the newest first, can still unseal.
FIELD_KEYS = [FIELD_KEY, *env_keys("OLD_FIELD_KEYS", size=32)]
PERMIT_KEY = env_key("PERMIT_KEY", size=32)

# A folder of orders to end or freeze processes: for tests, never in production.
FAULT_POINTS = env_text("FAULT_POINTS")

# Private addresses that runners may reach nevertheless.
EGRESS_ALLOWED = env_addresses("EGRESS_ALLOWED")
