"""Settings, all of them from `LINLI_*` variables; with none set everything works on one machine."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from linli.config.databases import database
from linli.config.secrets import secret

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LINLI_DATA", "var")).resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)

# The demonstration: the walk at `/`, the strip, the rehearsal clock. Only ever with its own database.
LINLI_DEMO = os.environ.get("LINLI_DEMO") == "1"
DEBUG = os.environ.get("LINLI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("LINLI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("LINLI_ORIGINS", "").split(",") if origin]
SECRET_KEY = secret("LINLI_SECRET_KEY", DATA / "secret.key")
LINLI_FIELD_KEYS = secret("LINLI_FIELD_KEYS", DATA / "field.key", fernet=True).split(",")
LINLI_CATCHER_URL = os.environ.get("LINLI_CATCHER_URL", "")

DATABASES = {"default": database(os.environ.get("LINLI_DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "linli.config.apps.LinliConfig",
    "linli.errands.apps.ErrandsConfig",
    "linli.audit.apps.AuditConfig",
    "linli.files.apps.FilesConfig",
    "linli.places.apps.PlacesConfig",
    "linli.people.apps.PeopleConfig",
    "linli.letters.apps.LettersConfig",
    "linli.moves.apps.MovesConfig",
    "linli.cases.apps.CasesConfig",
    "linli.channels.web.apps.WebConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "linli.channels.web.middleware.NoZeroBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    *(["linli.demo.walk.middleware.Rehearsal"] if LINLI_DEMO else []),
    "linli.channels.web.middleware.WhoAndWhen",
]
ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "channels" / "web" / "templates", ROOT / "demo" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "linli.channels.web.context.page",
                *(["linli.demo.walk.context.strip"] if LINLI_DEMO else []),
            ]
        },
    }
]

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "linli.channels.web.accounts.Accounts"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "60/m/ip", "find_failed": "20/10m/ip"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 400 * 86400
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"

SESSION_COOKIE_AGE = 400 * 86400  # a steward's phone stays signed in; staff are signed out when idle, see web
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = 400 * 86400
SECURE = os.environ.get("LINLI_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0  # else one who tries passwords locks out all who come by the proxy
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # a receipt's address is a secret
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 10

EMAIL_HOST = os.environ.get("LINLI_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("LINLI_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("LINLI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LINLI_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("LINLI_MAIL_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("LINLI_MAIL_FROM", "linli@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"secrets": {"()": "linli.config.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
