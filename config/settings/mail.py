"""How mail leaves."""

from django.core.exceptions import ImproperlyConfigured

from config.env import env_bool, env_int, env_secret, env_text
from config.settings.installation import DEBUG, public_host

# Mails to people are kept and shown at /mailbox/ instead of being sent: for a demo.
MAILBOX = env_bool("MAILBOX", default=DEBUG)

# Written as files when EMAIL_FILE_PATH is set, else handed to a mail server.
EMAIL_FILE_PATH = env_text("EMAIL_FILE_PATH")
if EMAIL_FILE_PATH:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_HOST = env_text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env_int("EMAIL_PORT", default=25, minimum=1, maximum=65535)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_secret("EMAIL_HOST_PASSWORD", minimum=1)
# TLS from the first byte (port 465), or asked for after it (STARTTLS, port 587).
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL", default=False)
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
if EMAIL_USE_SSL and EMAIL_USE_TLS:
    raise ImproperlyConfigured("EMAIL_USE_SSL and EMAIL_USE_TLS: set one of them.")
EMAIL_TIMEOUT = 10
# A mail tells whom it was for, and in a demo what it said: that is not kept for ever.
MAILS_KEPT_DAYS = env_int("MAILS_KEPT_DAYS", default=30, minimum=1, maximum=3_650)
DEFAULT_FROM_EMAIL = env_text(
    "MAIL_FROM", default=f"Remit <remit@{public_host or 'localhost'}>"
)
