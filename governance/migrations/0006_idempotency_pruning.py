"""Keys of requests are forgotten after a while: the application may delete them."""

from django.db import migrations

_PRUNE = """
GRANT DELETE ON governance_idempotencykey TO remit_app;
CREATE INDEX idempotency_by_age ON governance_idempotencykey (client_id, used_at);
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0005_limits")]

    operations = [migrations.RunSQL(_PRUNE, migrations.RunSQL.noop)]
