"""The Celery app. Its settings stand in ``config.settings``."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

from config.boot import refuse_unsafe_boot

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("remit")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_unsafe_worker(**_: Any) -> None:
    """Stop the worker before its first task when the start-up check fails."""
    refuse_unsafe_boot()


@setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Leave logging to Django's settings, so that all processes log alike."""
