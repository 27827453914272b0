"""How people sign in, and what a browser may do with our pages."""

from config.env import env_int
from config.settings.installation import PUBLIC_URL, is_https

AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["tenants.backends.ThrottledBackend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
# allauth has the second factor and the list of sessions; what it would say, write and
# count by mail, page or message is ours, so it knows our adapters and none of its own.
ACCOUNT_ADAPTER = "tenants.portal.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "tenants.portal.adapters.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Remit"
# A clock that is half a minute wrong still shows a right code (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
# Which codes were used, and how many were tried: known to all processes at once.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tenants_cache",
        # Beyond that some are forgotten, used codes among them: so many that whoever
        # tries does not get there.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]
# How long the link in a mail lets somebody choose a password, in seconds.
PASSWORD_RESET_TIMEOUT = 24 * 3600
# How many proxies stand before the web server: each adds the address of who asked it
# to X-Forwarded-For, and only what these have added is believed.
PROXIES = env_int("PROXIES", default=1 if is_https else 0, minimum=0, maximum=5)

# What a browser may do with our pages. The admin's looser list: see middleware.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = is_https
SECURE_SSL_REDIRECT = is_https
if is_https:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    # The web process speaks plain http: an https address means a proxy before it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# W021: whether a domain goes onto the browsers' preload list is its owner's choice.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
