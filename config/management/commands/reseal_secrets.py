"""``manage.py reseal_secrets``: seal everything with the key that FIELD_KEY is now."""

from typing import Any

from cryptography.exceptions import InvalidTag
from django.core.management.base import BaseCommand, CommandError

from agents.models import RunnerSecret
from agents.services.signing import reseal_secrets
from tenants.scoping import PLATFORM, client_scope, lead_scope
from tenants.services.second_factors import reseal_second_factors

_ADD = "add the key that it was sealed with."


class Command(BaseCommand):
    """Put a new key in the place of an old one, client by client."""

    help = (
        "Seals every secret with FIELD_KEY. What was sealed before is read with that "
        "or with one of OLD_FIELD_KEYS, which are not needed afterwards. May be run "
        "again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line when a key is missing."""
        with lead_scope(actor=PLATFORM):
            rows = RunnerSecret.objects.exclude(sealed=b"").order_by("client_id")
            clients = list(rows.values_list("client_id", flat=True).distinct())
        count = _resealed_second_factors()
        for client_id in clients:
            try:
                with client_scope(client_id, actor=PLATFORM, reason="Resealing"):
                    count += reseal_secrets()
            except InvalidTag as error:
                raise CommandError(
                    f"A secret of the client {client_id} was sealed with none of "
                    f"FIELD_KEY and OLD_FIELD_KEYS: {_ADD}"
                ) from error
        self.stdout.write(f"Sealed {count} secrets with FIELD_KEY.")


def _resealed_second_factors() -> int:
    try:
        return reseal_second_factors()
    except InvalidTag as error:
        raise CommandError(
            "A second factor was sealed with none of FIELD_KEY and OLD_FIELD_KEYS: "
            f"{_ADD}"
        ) from error
