"""Settings, read from the environment once; the table in docs/configuration.md lists every name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

DEVELOPMENT_SECRET = "development-only-secret"


class InvalidSettings(Exception):
    """The environment asks for something that cannot run; the message names the variable and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many connections a process holds on PostgreSQL, and how long one may keep others waiting, in seconds."""

    pool: int = 5
    statement: int = 30
    lock: int = 10
    idle: int = 600  # in a transaction that does nothing
    slow: float = 1.0  # a statement that takes longer is logged


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the processes need to know about where they run."""

    environment: str  # development, testing or production
    secret_key: str
    data_dir: Path
    database_url: str
    database_limits: Limits
    search_engine: str
    elasticsearch: Mapping[str, str]  # ELASTICSEARCH_*, read by the engine
    index_dir: Path
    model_dir: Path
    embedding_model: str
    base_url: str
    mail_url: str  # smtp://user:password@host:port, smtps://..., or empty: kept and shown at /dev/mail
    mail_sender: str
    mail_reply: (
        str  # an address whose +extensions are handed to us, so that answers are filed; empty: answers go nowhere
    )
    mail_in_token: str  # what a mail server proves itself with at /mail/in; empty: no such door
    max_upload_bytes: int
    rate_limit_storage: str
    metrics_token: str
    files_url: str  # s3://bucket/prefix, or empty: in DATA_DIR
    s3_endpoint_url: str  # of another maker's store than Amazon's
    s3_region: str
    clamd: str  # tcp://host:port or unix:///socket of a virus scanner, or empty: uploads are not scanned
    demo: bool
    proxies: int
    harvest_hosts: frozenset[str]  # host:port pairs that may be harvested although they are not public

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def attachments_dir(self) -> Path:
        return self.data_dir / "attachments"


ENVIRONMENTS = ("development", "testing", "production")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raise InvalidSettings naming what is wrong."""
    env = os.environ if environ is None else environ
    data_dir = Path(env.get("DATA_DIR", "var/data")).resolve()
    settings = Settings(
        environment=_one_of(env, "TANSUO_ENV", ENVIRONMENTS, "development"),
        secret_key=env.get("SECRET_KEY", DEVELOPMENT_SECRET),
        data_dir=data_dir,
        database_url=with_driver(env.get("DATABASE_URL", f"sqlite:///{data_dir / 'tansuo.sqlite3'}")),
        database_limits=_limits(env),
        search_engine=_one_of(env, "SEARCH_ENGINE", ("embedded", "elasticsearch"), "embedded"),
        elasticsearch={name: value for name, value in env.items() if name.startswith("ELASTICSEARCH_")},
        index_dir=Path(env.get("INDEX_DIR", str(data_dir / "index"))).resolve(),
        model_dir=Path(env.get("MODEL_DIR", "var/models")).resolve(),
        embedding_model=env.get("EMBEDDING_MODEL", "multilingual-e5-small"),
        base_url=env.get("BASE_URL", f"http://127.0.0.1:{env.get('PORT', '8000')}").rstrip("/"),
        mail_url=env.get("MAIL_URL", ""),
        mail_sender=env.get("MAIL_SENDER", "碳索 <no-reply@example.org>"),
        mail_reply=env.get("MAIL_REPLY_ADDRESS", ""),
        mail_in_token=env.get("MAIL_IN_TOKEN", ""),
        max_upload_bytes=_whole_number(env, "MAX_UPLOAD_MB", 20) * 1024 * 1024,
        rate_limit_storage=env.get("RATE_LIMIT_STORAGE", "memory://"),
        metrics_token=env.get("METRICS_TOKEN", ""),
        files_url=env.get("FILES_URL", ""),
        s3_endpoint_url=env.get("S3_ENDPOINT_URL", ""),
        s3_region=env.get("S3_REGION", "us-east-1"),
        clamd=env.get("CLAMD", ""),
        demo=env.get("TANSUO_DEMO", "") == "1",
        proxies=_whole_number(env, "PROXIES", 0),
        harvest_hosts=frozenset(env.get("HARVEST_HOSTS", "").replace(",", " ").split()),
    )
    _refuse_unsafe(settings)
    return settings


def _refuse_unsafe(settings: Settings) -> None:
    if settings.production and (settings.secret_key == DEVELOPMENT_SECRET or len(settings.secret_key) < 32):
        raise InvalidSettings("SECRET_KEY: production needs a secret of its own, at least 32 characters long")
    if settings.production and settings.demo:
        raise InvalidSettings("TANSUO_DEMO: the demo's known passwords do not belong into production")
    if settings.production and 0 < len(settings.metrics_token) < 16:
        raise InvalidSettings("METRICS_TOKEN: at least 16 characters, or none for no /metrics")
    if settings.clamd and not settings.clamd.startswith(("tcp://", "unix:///")):
        raise InvalidSettings(f"CLAMD: {settings.clamd!r} is not of the form tcp://host:port or unix:///path")
    if settings.files_url and not (settings.files_url.startswith("s3://") and urlsplit(settings.files_url).netloc):
        raise InvalidSettings(f"FILES_URL: {settings.files_url!r} is not of the form s3://bucket/prefix")
    if settings.production and 0 < len(settings.mail_in_token) < 16:
        raise InvalidSettings("MAIL_IN_TOKEN: at least 16 characters, or none for no /mail/in")
    if settings.database_limits.pool < 1:
        raise InvalidSettings("DATABASE_POOL: a process needs one connection at least")


def _one_of(env: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = env.get(name, default)
    if value not in allowed:
        raise InvalidSettings(f"{name}: {value!r} is not one of {', '.join(allowed)}")
    return value


def _whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, str(default))
    if not value.isdigit():
        raise InvalidSettings(f"{name}: {value!r} is not a whole number")
    return int(value)


def _limits(env: Mapping[str, str]) -> Limits:
    usual = Limits()
    return Limits(
        pool=_whole_number(env, "DATABASE_POOL", usual.pool),
        statement=_whole_number(env, "DATABASE_STATEMENT_SECONDS", usual.statement),
        lock=_whole_number(env, "DATABASE_LOCK_SECONDS", usual.lock),
        slow=_whole_number(env, "SLOW_STATEMENT_MS", int(usual.slow * 1000)) / 1000,
    )


def with_driver(url: str) -> str:
    """Name the driver we ship for a plain postgresql:// address."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url
