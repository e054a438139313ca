"""Django settings, read from the environment once.

LALI_HOME        data folder of the node                     default: ./.lali
LALI_AUDIENCE    public | workspace: what this process is    default: workspace
LALI_HOSTS       host names, comma between                   default: loopback only
LALI_HTTPS       0 on loopback without TLS                   default: 1 outside the demo
LALI_PROXIES     our own proxies that stand in front         default: 0
LALI_PUBLIC_ADDRESS  address of the public site on posters    default: none; in the demo its own
LALI_ONION       onion service that leads to the public site default: none
DATABASE_URL     PostgreSQL of the workspace                 default: SQLite in the data folder
LETTERBOX_URL    PostgreSQL of the letterbox                 default: SQLite in the data folder
LALI_TIMESTAMP_URL           a time-stamping authority (RFC 3161)   default: none: heads of the journal are not stamped
LALI_TIMESTAMP_CERTIFICATE   its root certificate, a PEM file        needed with LALI_TIMESTAMP_URL
LALI_SMTP_HOST   mail server for notices                     default: none: notices wait in the workspace
LALI_SMTP_PORT   its port                                    default: 587, with tls 465, with off 25
LALI_SMTP_TLS    starttls | tls | off                        default: starttls
LALI_SMTP_USER, LALI_SMTP_PASSWORD   to sign in there        default: no sign-in
LALI_SMTP_FROM   sender of the notices                       needed with LALI_SMTP_HOST
LALI_SMS_SECRET  what Kannel must know to speak to us        default: none: no text messages
LALI_RAPIDPRO_SECRET   the same for RapidPro, and for gateways of its external channel
LALI_RAPIDPRO_SEND_URL where such a gateway takes answers      default: none: only flows of RapidPro may ask
LALI_WHATSAPP_SECRET, _VERIFY, _TOKEN, _ACCOUNT   app secret, verify token, access token, phone number id
LALI_MESSENGER_SECRET, _VERIFY, _TOKEN, _ACCOUNT  app secret, verify token, page access token, page id
LALI_META_URL    where both take answers                     default: https://graph.facebook.com/v25.0
"""

import os
from pathlib import Path

import dj_database_url
import django.conf.locale
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from lali.engines.exchange import MAX_PACKET_BYTES
from lali.project.channels import channel_settings
from lali.project.logs import configure_logs
from lali.project.mail import mail_settings
from lali.project.node import NodeIsMissing, read_node
from lali.project.stamping import stamp_settings
from lali.web.components.styles import public_css_hash

HOME = Path(os.environ.get("LALI_HOME", ".lali")).absolute()
AUDIENCE = os.environ.get("LALI_AUDIENCE", "workspace")
try:
    NODE = read_node(HOME)
except NodeIsMissing as why:
    raise ImproperlyConfigured(str(why)) from None

IS_PUBLIC = AUDIENCE == "public"
DEMO = NODE.demo
COUNTRY = NODE.country
LOG_ORIGIN = f"lali/{NODE.country.lower()}/{NODE.agency}"  # name of this node's log in signed heads
DEBUG = False

CARD_ISSUED = NODE.made_at  # so that this node's card is the same file each time

# The public process holds no private key: it is not even told where they are.
KEY_FOLDER = None if IS_PUBLIC else NODE.keys
EXHIBIT_FOLDER = None if IS_PUBLIC else NODE.exhibits
# Sealed originals go to an S3-compatible bucket where one is named (s3://BUCKET or s3://BUCKET/FOLDER).
EXHIBITS = "" if IS_PUBLIC else os.environ.get("LALI_EXHIBITS", "")
S3_ENDPOINT = os.environ.get("LALI_S3_ENDPOINT", "")
S3_KEYS = (
    os.environ.get("LALI_S3_KEY", ""),
    os.environ.get("LALI_S3_SECRET", ""),
    os.environ.get("LALI_S3_REGION", "us-east-1"),
)
if EXHIBITS and not EXHIBITS.startswith("s3://"):
    raise ImproperlyConfigured("LALI_EXHIBITS names a bucket: s3://BUCKET or s3://BUCKET/FOLDER.")

# -- who may speak to us ------------------------------------------------------------------------------------------
ALLOWED_HOSTS = os.environ.get("LALI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ONION = os.environ.get("LALI_ONION", "") if IS_PUBLIC else ""
ALLOWED_HOSTS += [ONION] if ONION else []
HTTPS = os.environ.get("LALI_HTTPS", "0" if DEMO else "1") == "1"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if HTTPS else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# The public process signs nothing and keeps no session: a key of its own, gone when it stops, is all Django needs.
SECRET_KEY = os.urandom(32).hex() if IS_PUBLIC else (NODE.keys / "django.key").read_text(encoding="ascii").strip()

# Where the public site stands, as posters and text messages of campaigns say it.
PUBLIC_ADDRESS = os.environ.get("LALI_PUBLIC_ADDRESS", "http://127.0.0.1:8000" if DEMO else "").rstrip("/")

ROOT_URLCONF = f"lali.project.urls_{AUDIENCE}"
WSGI_APPLICATION = "lali.project.wsgi.application"

# Where "Leave this page" leads: something anybody might read. Empty: the weather of the country.
LEAVE_TO = os.environ.get("LALI_LEAVE_TO", "")

# -- databases ----------------------------------------------------------------------------------------------------
# Measured: with Django's defaults 85-93 % of concurrent read-then-write requests fail on SQLite; with these, none.
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; "
        "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"  # what is erased is gone
    ),
}
# Measured: a case page waits half as long when PostgreSQL keeps the plans of what it is asked again and again.
_POSTGRES = {"server_side_binding": True, "prepare_threshold": 5}


def _database(url: str | None, file_name: str) -> dict:
    if url:
        found = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        return found | {"OPTIONS": _POSTGRES | found.get("OPTIONS", {})}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / file_name,
        "OPTIONS": _SQLITE,
        "CONN_MAX_AGE": 60,
    }


LETTERBOX = "default" if IS_PUBLIC else "letterbox"  # alias under which this process sees the letterbox
_letterbox = _database(os.environ.get("LETTERBOX_URL"), "letterbox.sqlite3")
if IS_PUBLIC:
    DATABASES = {"default": _letterbox}
else:
    DATABASES = {"default": _database(os.environ.get("DATABASE_URL"), "lali.sqlite3"), "letterbox": _letterbox}
DATABASE_ROUTERS = ["lali.records.letterbox.router.LetterboxRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- parts --------------------------------------------------------------------------------------------------------
_SHARED_APPS = [
    "lali.web.components",
    "lali.records.audit",
    "lali.records.letterbox",
    "lali.records.learning",
    "lali.records.noticeboard",
    "lali.records.wording",
    "lali.records.channels",
    "lali.records.reach",
]
if IS_PUBLIC:
    INSTALLED_APPS = [*_SHARED_APPS, "lali.web.public"]
    MIDDLEWARE = [
        "lali.web.public.middleware.SealedWays",
        "lali.web.public.shared.SharedPages",
        "lali.web.public.middleware.LeaveNoTrace",
        "lali.web.components.middleware.NewestWords",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "csp.middleware.CSPMiddleware",
        "lali.web.public.middleware.dress",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
else:
    INSTALLED_APPS = [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.humanize",
        "django.forms",
        *_SHARED_APPS,
        "lali.records.search",
        "lali.records.agencies",
        "lali.records.notices",
        "lali.records.configuration",
        "lali.records.law",
        "lali.records.entities",
        "lali.records.tips",
        "lali.records.cases",
        "lali.records.imports",
        "lali.records.evidence",
        "lali.records.conversations",
        "lali.records.contents",
        "lali.records.chronology",
        "lali.records.elements",
        "lali.records.links",
        "lali.records.cooperation",
        "lali.records.awareness",
        "lali.records.lures",
        "lali.records.briefs",
        "lali.records.retention",
        "lali.records.transfers",
        "lali.web.workspace",
        "lali.web.programme",
        "lali.web.administration",
        "allauth",
        "allauth.account",
        "allauth.mfa",
        "allauth.usersessions",
        "axes",
        "csp",
    ]
    MIDDLEWARE = [
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "lali.web.workspace.middleware.PagesAreCompressed",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "lali.web.components.middleware.NewestWords",
        "django.middleware.locale.LocaleMiddleware",
        "csp.middleware.CSPMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "lali.web.administration.middleware.IdleTimeOut",
        "lali.web.administration.middleware.SecondFactorRequired",
        "lali.web.administration.middleware.MemberLanguageAndZone",
        "lali.web.workspace.middleware.NothingIsCached",
        "lali.web.workspace.middleware.OneLookAtTheConfiguration",
        "axes.middleware.AxesMiddleware",
    ]
FORM_RENDERER = "lali.web.components.forms.HouseFormRenderer"

_context_processors = ["django.template.context_processors.request", "lali.web.components.context.house"]
if not IS_PUBLIC:
    _context_processors += [
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
        "csp.context_processors.nonce",
    ]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _context_processors},
    },
]

# -- sign-in ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "agencies.Member"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lali.web.administration.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # members come by invitation; the administrator vouches for the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Wrong passwords are counted by axes for the pair (member, address): someone who guesses shuts out only himself.
# allauth counts wrong second steps, after a right password (see InvitedOnly.pre_authenticate).
ACCOUNT_RATE_LIMITS = {"login": False, "login_failed": "5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("LALI_PROXIES", "0"))  # 0: nobody's word about the address is believed
AXES_CLIENT_IP_CALLABLE = "lali.web.administration.adapter.address_of"
AXES_DISABLE_ACCESS_LOG = True  # the journal does it, without e-mail and address
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_TEMPLATE = "administration/throttled.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "password"]
MFA_ADAPTER = "lali.web.administration.adapter.SealedSecondFactors"
USERSESSIONS_ADAPTER = "lali.web.administration.adapter.JournalledSessions"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = f"Lali {NODE.name}"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # passkeys on http://localhost
SECOND_FACTOR_REQUIRED = not DEMO
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_NAME = f"lali_{NODE.country.lower()}"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = f"lali_csrf_{NODE.country.lower()}"
# The public site has no cookie to protect, so nothing there fails so; its process must not load the workspace.
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure" if IS_PUBLIC else "lali.web.workspace.views.errors.form_expired"
IDLE_TIME_OUT = 30 * 60  # seconds without a request, then sign in again

# Counts of tries are shared by all workers, and survive a restart. The public process counts none; pages that are the
# same for everybody lie in its memory, 32 KiB each at most (lali/web/public/shared.py).
_PAGES = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 256}}
if IS_PUBLIC:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}, "pages": _PAGES}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "counts_of_tries"}}

# -- headers ------------------------------------------------------------------------------------------------------
SECURE_HSTS_SECONDS = 365 * 86400 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REFERRER_POLICY = "no-referrer" if IS_PUBLIC else "same-origin"
X_FRAME_OPTIONS = "DENY"
_csp = {
    "default-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
    "media-src": ["'self'"],  # pages read aloud
    "img-src": ["data:"] if IS_PUBLIC else ["'self'", "data:"],
    "style-src": [public_css_hash()] if IS_PUBLIC else ["'self'"],
}
if not IS_PUBLIC:
    _csp |= {"script-src": ["'self'"], "connect-src": ["'self'"]}  # allauth's passkey script; nothing of ours
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _csp}

# -- size of what comes in ----------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a form; exhibits stream past this in their own handler
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# A file in a form stays in memory up to this size, and what is larger is passed over: nothing that somebody sends,
# signed in or not, is written in clear to a temporary folder. The public form with a file has a handler of its own.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 0 if IS_PUBLIC else MAX_PACKET_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE

# -- languages and time -------------------------------------------------------------------------------------------
USE_TZ = True
TIME_ZONE = {"FJ": "Pacific/Fiji", "VU": "Pacific/Efate", "VN": "Asia/Ho_Chi_Minh"}.get(COUNTRY, "UTC")
LANGUAGE_CODE = "en"
# Django and CLDR know none of these three.
django.conf.locale.LANG_INFO |= {
    "bi": {"bidi": False, "code": "bi", "name": "Bislama", "name_local": "Bislama"},
    "fj": {"bidi": False, "code": "fj", "name": "Fijian", "name_local": "Vosa Vakaviti"},
    "hif": {"bidi": False, "code": "hif", "name": "Fiji Hindi", "name_local": "Fiji Baat"},
}
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
if IS_PUBLIC:
    LANGUAGES += [("bi", "Bislama"), ("fj", "Vosa Vakaviti"), ("hif", "Fiji Baat"), ("vi", "Tiếng Việt")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
FORMAT_MODULE_PATH = ["lali.project.formats"]
LANGUAGE_COOKIE_NAME = "lali_language"

# -- files --------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing of ours uses it
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# -- time-stamps --------------------------------------------------------------------------------------------------
TIMESTAMPS = {} if IS_PUBLIC else stamp_settings(os.environ)  # address and certificates, or nothing

# -- mail, logs ---------------------------------------------------------------------------------------------------
_mail = {} if IS_PUBLIC else mail_settings(os.environ)
MAIL_IS_CONFIGURED = bool(_mail)  # without a mail server notices wait in the workspace, and `lali doctor` says so
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if _mail else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = _mail.get("host", "localhost"), _mail.get("port", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.get("user", ""), _mail.get("password", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("tls") == "starttls", _mail.get("tls") == "tls"
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs stops no round of letters for long
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.get("sender", "lali@localhost")
CHANNELS = channel_settings(os.environ if IS_PUBLIC else {})
LOGGING_CONFIG = None
configure_logs()

SILENCED_SYSTEM_CHECKS = [
    # The public site keeps no cookie and no authority that a forged request could misuse: there is nothing to protect.
    # Django's SecurityMiddleware stands there as SealedWays, which it does not know by its name.
    *(["security.W003", "security.W001"] if IS_PUBLIC else []),
]
