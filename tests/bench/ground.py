"""The servers below the measurements: imported before anything that reads the settings.

PostgreSQL writes through to the disk, as it does where people depend on it.
"""

import os
from importlib import import_module
from pathlib import Path

import django
from django.test.utils import setup_test_environment

from config.env import env_path
from tests.cluster import start_servers

# Where the figures go; the servers below have a folder of their own.
REMIT_DATA = env_path(
    "REMIT_DATA", default=Path(__file__).resolve().parents[2] / ".data"
)

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["LOG_LEVEL"] = "WARNING"
# One key asks as often as it can: how often it may is not what is measured.
os.environ |= {"RATE_LIMIT_PER_SECOND": "10000", "RATE_LIMIT_BURST": "1000000"}
# Private servers in any case: measurements are not for anybody else's.
os.environ.pop("DATABASE_URL", None)
start_servers(durable=True)
django.setup()
# This process also asks without a server.
setup_test_environment()
# It reads the settings, so not before.
import_module("tests.preparation").prepare()
