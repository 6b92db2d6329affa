"""Every setting of Attune, in one file. What a machine may change comes from environment.py."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from attune.web.config import environment

# --- the machine ---------------------------------------------------------------------------
DATA = environment.data_directory()
PUBLIC_URL = environment.public_url()
SECRET_KEY = environment.secret_key(DATA)
HTTPS = PUBLIC_URL.startswith("https://")
DEBUG = False
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
MAIL = environment.mail()  # None: nobody can be written to, and no page pretends otherwise

# --- films ---------------------------------------------------------------------------------
FILMS = DATA / "films"
KEYS = environment.keys(DATA)  # what opens them: a file outside the data
FILMS_S3 = environment.films_s3()  # where what is large of them lies; None: in FILMS too
LARGEST_FILM = environment.whole_number("ATTUNE_LARGEST_FILM_MIB", 8192) * 2**20
DISK_RESERVE = environment.whole_number("ATTUNE_DISK_RESERVE_MIB", 512) * 2**20
environment.check_media()  # memory and hardware are read where films are opened
RANGE_CAP = 4 * 2**20  # bytes in one 206, so that no tab holds a thread
UPLOAD_KEPT_HOURS = 48  # how long a broken-off upload waits to be resumed
EXPORT_KEPT_DAYS = environment.whole_number(
    "ATTUNE_EXPORT_KEPT_DAYS", 14
)  # then its file is erased

# --- national data ---------------------------------------------------------------------------
NATIONAL = DATA / "national"  # outcome records that services sent to this instance, as Parquet

# --- applications, roof first --------------------------------------------------------------
INSTALLED_APPS = [
    "attune.web.config",
    "attune.web.demonstration",
    "attune.web.exports",
    "attune.web.evidence",
    "attune.web.insight",
    "attune.web.reviews",
    "attune.web.contribution",
    "attune.web.national",
    "attune.web.films",
    "attune.web.outcomes",
    "attune.web.cases",
    "attune.web.people",
    "attune.web.audit",
    "attune.web.ui",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "attune.web.ui.devices.PermissionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "attune.web.people.middleware.ActorMiddleware",
    "attune.web.outcomes.middleware.HandOverMiddleware",
    "attune.web.films.middleware.BucketMiddleware",
]

ROOT_URLCONF = "attune.web.config.urls"
WSGI_APPLICATION = "attune.web.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
FORM_RENDERER = "attune.web.ui.rendering.Renderer"

# --- database: what is acknowledged is on the disk -------------------------------------------
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "attune.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA secure_delete=ON;",  # what is deleted is overwritten: wrapped keys above all
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "films"]}}

# --- sign-in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "attune.web.people.sign_in.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by an administrator, never self-registered
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that nobody here has
ACCOUNT_SESSION_REMEMBER = False  # tablets are passed round: a closed browser is signed out
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
if MAIL is not None:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.ssl, MAIL.starttls
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
REMIND_AFTER_DAYS = environment.whole_number("ATTUNE_REMIND_AFTER_DAYS", 3)  # of forms at home
DEFAULT_FROM_EMAIL = f"attune@{urlsplit(PUBLIC_URL).hostname}"

# --- the browser -----------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the reverse proxy ends TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # names stay on the server
)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20  # films come through the resumable upload, not a form

# --- files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # unused: see films/store.py
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# --- what the server says of itself ------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"attune": {"level": "INFO"}},
}
