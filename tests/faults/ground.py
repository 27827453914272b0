"""The servers below the stack: imported before anything that reads the settings.

PostgreSQL writes through to the disk here, as it does where people depend on it;
the quick rows do without.
"""

import os
import sys
from importlib import import_module

import django

from tests.cluster import start_servers
from tests.ports import free_port

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
# Of this process alone: the stack's say what they always say.
os.environ["LOG_LEVEL"] = "WARNING"
# Private servers in any case: faults are not for anybody else's.
os.environ.pop("DATABASE_URL", None)
SERVERS = start_servers(durable="--quick" not in sys.argv)
# Where scenarios listen themselves; the operator lets runners reach these, too.
TARGETS = [f"127.0.0.1:{free_port()}" for _ in range(2)]
os.environ["EGRESS_ALLOWED"] = ",".join([os.environ["EGRESS_ALLOWED"], *TARGETS])
django.setup()
# It reads the settings, so not before.
import_module("tests.preparation").prepare()
