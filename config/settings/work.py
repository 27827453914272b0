"""Leases, the sweeper, and Celery."""

from config.env import env_int, env_secret

# How long silence is taken for work, in seconds: of an agent about its run, of a
# worker about an action. Longer than the longest answer that a runner waits for.
RUN_LEASE_SECONDS = env_int("RUN_LEASE_SECONDS", default=90, minimum=1, maximum=86_400)
ACTION_LEASE_SECONDS = env_int(
    "ACTION_LEASE_SECONDS", default=60, minimum=1, maximum=3_600
)
# How often somebody looks for what is overdue.
SWEEP_SECONDS = env_int("SWEEP_SECONDS", default=5, minimum=1, maximum=60)
# Called each minute in which nothing has been neglected; its service raises the alarm
# when the call does not come.
DEADMAN_URL = env_secret("DEADMAN_URL", minimum=8)

# Celery is a doorbell: a message carries nothing, and losing one only delays.
BROKER_URL = env_secret("BROKER_URL", minimum=8)
CELERY_BROKER_URL = BROKER_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "health_check_interval": 25,
    # A request must not wait for a broker that is down: the sweeper rings again.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
# For as long as the process lives, connections are kept, unless they are broken.
CELERY_DB_REUSE_MAX = CELERY_WORKER_MAX_TASKS_PER_CHILD
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_ETA_TASK_LIMIT = 100
# Only a second way to notice what is due: the rows say what and when.
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "governance.sweep",
        "schedule": float(SWEEP_SECONDS),
        "options": {"expires": 30},
    },
    "forget-mails": {
        "task": "tenants.forget_mails",
        "schedule": 3600.0,
        "options": {"expires": 1800},
    },
}
