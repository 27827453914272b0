"""How mail leaves."""

from config.env import env_int, env_text
from config.settings.installation import public_host

# Written as files when EMAIL_FILE_PATH is set, else handed to a mail server.
EMAIL_FILE_PATH = env_text("EMAIL_FILE_PATH")
if EMAIL_FILE_PATH:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_HOST = env_text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env_int("EMAIL_PORT", default=25, minimum=1, maximum=65535)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_text(
    "MAIL_FROM", default=f"Remit <remit@{public_host or 'localhost'}>"
)
