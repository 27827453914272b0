"""The Celery app. Its settings stand in ``config.settings``."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, task_postrun, task_prerun, worker_init
from django.db import close_old_connections

from config.boot import refuse_unsafe_boot

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("remit")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_unsafe_worker(**_: Any) -> None:
    """Stop the worker before its first task when the start-up check fails."""
    refuse_unsafe_boot()


@task_prerun.connect
@task_postrun.connect
def keep_sound_connections(**_: Any) -> None:
    """Close connections that are broken, as Django does around each request.

    Celery would close every one, and work on a new one waits for all that
    PostgreSQL has to look up anew: see CELERY_DB_REUSE_MAX.
    """
    close_old_connections()


@setup_logging.connect
def keep_logging(**_: Any) -> None:
    """Leave logging to Django's settings, so that all processes log alike."""
