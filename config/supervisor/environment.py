"""Which child gets to know what."""

import os
from collections.abc import Mapping

from config.supervisor.addresses import Addresses
from config.supervisor.plan import Plan
from config.supervisor.secrets import Secrets

# Children that are not Remit get nothing of this.
_SECRET = {
    "BANK_SECRET",
    "BROKER_URL",
    "DATABASE_ADMIN_URL",
    "DATABASE_BACKUP_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_URL",
    "EMAIL_HOST_PASSWORD",
    "FIELD_KEY",
    "KEY_PEPPER",
    "METRICS_TOKEN",
    "OLD_FIELD_KEYS",
    "PERMIT_KEY",
    "REMIT_KEY",
    "SECRET_KEY",
}


def outside() -> dict[str, str]:
    """Return what any program may know."""
    kept = {name: value for name, value in os.environ.items() if name not in _SECRET}
    return kept | {"PYTHONUNBUFFERED": "1"}


def bank(secrets: Secrets) -> dict[str, str]:
    """Return what the demo's bank knows."""
    return outside() | {"BANK_SECRET": secrets.bank_secret}


def agent(plan: Plan, key: str) -> dict[str, str]:
    """Return what the demo's agent knows: its key, which is in no command line.

    It finds remit-client in the source tree: an installed one would have to be
    built, by something that no hash in the lock stands for.
    """
    client = plan.source / "clients" / "python" / "src"
    return outside() | {"REMIT_KEY": key, "PYTHONPATH": str(client)}


def remit(plan: Plan, secrets: Secrets, addresses: Addresses) -> dict[str, str]:
    """Return what web, worker and scheduler know: the application's role alone."""
    ours = {
        "DATABASE_URL": addresses.database,
        "BROKER_URL": addresses.broker,
        "PUBLIC_URL": plan.public_url,
        "REMIT_DATA": str(plan.data),
    }
    made = {
        "SECRET_KEY": secrets.secret_key,
        "KEY_PEPPER": secrets.key_pepper,
        "FIELD_KEY": secrets.field_key,
        "PERMIT_KEY": secrets.permit_key,
        "EMAIL_HOST_PASSWORD": "",
    }
    if plan.demo:
        made["EGRESS_ALLOWED"] = f"127.0.0.1:{secrets.bank_port}"
        made["MAILBOX"] = "true"
        if not os.environ.get("EMAIL_HOST"):
            made["EMAIL_FILE_PATH"] = str(plan.data / "mail")
    return outside() | _unless_given(made) | ours


def preparation(
    base: Mapping[str, str], addresses: Addresses, secrets: Secrets
) -> dict[str, str]:
    """Return what ``prepare`` knows: the owner's role, and the demo's bank."""
    return {
        **base,
        "DATABASE_OWNER_URL": addresses.owner,
        "BANK_URL": f"http://127.0.0.1:{secrets.bank_port}",
        "BANK_SECRET": secrets.bank_secret,
    }


def _unless_given(made: dict[str, str]) -> dict[str, str]:
    # Also given: in a file, as SECRET_KEY_FILE says.
    def given(name: str) -> bool:
        return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))

    return {
        name: os.environ.get(name, "") if given(name) else value
        for name, value in made.items()
    }
