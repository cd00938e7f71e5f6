"""The service's settings: what an operator decides, from the command line and the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
MEBIBYTE = 1024 * 1024
SECRET_LENGTH = 16
FILE = "_FILE"
SECRETS = ("ZHIDA_DATABASE_PASSWORD", "ZHIDA_SECRET_KEY", "ZHIDA_WEBHOOK_SECRET")
"""Variables that may be given as a file instead: the same name with ``_FILE``."""


class SettingsRefused(ValueError):
    """A setting that contradicts another or that the service cannot honour."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator decides.

    Attributes:
        data: policies, reference tables and sample scenarios.
        state: the folder that the service writes to: database, liveness locks, secret.
        database: SQLAlchemy address of the jobs; ``sqlite:///…`` or ``postgresql://…``.
        slots: solves at once in one process; 0 for a server that leaves them to workers.
        body_max_bytes: largest request body.
        solve_max_s: wall-clock bound of one solve; then the best plan so far is kept.
        solve_max_mb: address space of one solve, mebibytes; 0 means unbounded.
        cancel_grace_s: how long a cancelled solve may take to hand over its best plan.
        attempts_max: solves that may die before their job is given up.
        queued_max: unfinished jobs of one tenant.
        keep_days: finished jobs older than this are forgotten; 0 means never.
        roster_days: people's data older than this is erased.
        require_keys: whether every request needs an API key.
        log_json: whether logs are JSON, one object a line.
        webhook_url: where a finished job is announced; None means nowhere.
        webhook_secret: what announcements are signed with.
        public_hosts: further Host headers that are answered, beside the bound address.
    """

    data: Path
    state: Path
    database: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    slots: int = 2
    body_max_bytes: int = 20 * MEBIBYTE
    solve_max_s: int = 3_600
    solve_max_mb: int = 0
    cancel_grace_s: int = 20
    attempts_max: int = 3
    queued_max: int = 200
    keep_days: int = 30
    roster_days: int = 60
    require_keys: bool = False
    log_json: bool = False
    webhook_url: str | None = None
    webhook_secret: str = field(default="", repr=False)
    public_hosts: tuple[str, ...] = ()

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        return self.host in LOOPBACK_HOSTS

    @property
    def is_sqlite(self) -> bool:
        """Whether the jobs live in one file."""
        return self.database.startswith("sqlite")


def read_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with every secret that is given as a file read from it.

    Raises:
        SettingsRefused: a secret is given twice, or its file cannot be read.
    """
    read = dict(environment)
    for name in SECRETS:
        path = environment.get(name + FILE)
        if not path:
            continue
        if environment.get(name):
            raise SettingsRefused(f"{name} and {name}{FILE} are both set")
        try:
            read[name] = Path(path).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as trouble:
            raise SettingsRefused(f"{name}{FILE}: {path} cannot be read") from trouble
    return read


def default_state(environment: Mapping[str, str]) -> Path:
    """Where the service writes when nobody says so: the user's state folder."""
    if "ZHIDA_STATE" in environment:
        return Path(environment["ZHIDA_STATE"])
    base = environment.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "zhida"


def read_settings(
    data: Path,
    *,
    environment: Mapping[str, str] | None = None,
    state: Path | None = None,
    database: str | None = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    slots: int | None = None,
) -> Settings:
    """Settings from the words of the command line, completed by the environment.

    Raises:
        SettingsRefused: an address other than loopback without API keys, a webhook that is not
            https, a secret that cannot be read, or a number that is none.
    """
    env = read_environment(os.environ if environment is None else environment)
    folder = state or default_state(env)
    settings = Settings(
        data=data,
        state=folder,
        database=_with_password(
            _database_address(database or env.get("ZHIDA_DATABASE"), folder),
            env.get("ZHIDA_DATABASE_PASSWORD"),
        ),
        host=host,
        port=port,
        slots=_number(env, "ZHIDA_SLOTS", 2) if slots is None else slots,
        body_max_bytes=_number(env, "ZHIDA_BODY_MAX_BYTES", 20 * MEBIBYTE),
        solve_max_s=_number(env, "ZHIDA_SOLVE_MAX_S", 3_600),
        solve_max_mb=_number(env, "ZHIDA_SOLVE_MAX_MB", 0),
        cancel_grace_s=_number(env, "ZHIDA_CANCEL_GRACE_S", 20),
        attempts_max=_number(env, "ZHIDA_ATTEMPTS_MAX", 3),
        queued_max=_number(env, "ZHIDA_QUEUED_MAX", 200),
        keep_days=_number(env, "ZHIDA_KEEP_DAYS", 30),
        roster_days=_number(env, "ZHIDA_ROSTER_DAYS", 60),
        require_keys=env.get("ZHIDA_REQUIRE_KEYS", "") == "1",
        log_json=env.get("ZHIDA_LOG_JSON", "") == "1",
        webhook_url=env.get("ZHIDA_WEBHOOK_URL") or None,
        webhook_secret=env.get("ZHIDA_WEBHOOK_SECRET", ""),
        public_hosts=tuple(h for h in env.get("ZHIDA_PUBLIC_HOSTS", "").split(",") if h),
    )
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    if not settings.on_loopback and not settings.require_keys:
        raise SettingsRefused(
            f"refusing to serve on {settings.host} without API keys: set ZHIDA_REQUIRE_KEYS=1 "
            "and make a key with `zhida keys add`, or bind to 127.0.0.1"
        )
    url = settings.webhook_url
    if url is not None and not url.startswith(("https://", "http://127.0.0.1:")):
        raise SettingsRefused("ZHIDA_WEBHOOK_URL must be an https address")
    if url is not None and len(settings.webhook_secret) < SECRET_LENGTH:
        raise SettingsRefused("ZHIDA_WEBHOOK_SECRET must have at least 16 characters")


def _database_address(given: str | None, state: Path) -> str:
    if given is None:
        return f"sqlite:///{state / 'zhida.sqlite'}"
    if given.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + given.split("://", 1)[1]
    if given.startswith(("sqlite:///", "postgresql+psycopg://")):
        return given
    raise SettingsRefused("--database must be sqlite:///FILE or postgresql://…")


def _with_password(address: str, password: str | None) -> str:
    """The address with a password that was given apart from it."""
    if not password or address.startswith("sqlite"):
        return address
    parts = urlsplit(address)
    user, _, host = parts.netloc.rpartition("@")
    if not user or ":" in user:
        raise SettingsRefused(
            "ZHIDA_DATABASE_PASSWORD needs an address with a user and without a password"
        )
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name)
    if text is None or text == "":
        return default
    if not text.isdecimal():
        raise SettingsRefused(f"{name} must be a whole number, not {text!r}")
    return int(text)
