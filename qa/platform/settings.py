"""Every setting, its environment variable and its default. Values come from `QA_*` variables or files named by them."""

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

#: In a clone this is the clone itself; in an installed package, the folder that the command is called from.
CLONE = Path(__file__).resolve().parents[2]
_HOME = CLONE if (CLONE / "pyproject.toml").is_file() else Path.cwd()


class Settings(BaseSettings):
    """The settings of one running system. Durations in seconds unless the name says otherwise.

    A secret may be given as a file: QA_SECRET_FILE=/run/secrets/qa instead of QA_SECRET (see `secret_key`).
    """

    model_config = SettingsConfigDict(env_prefix="QA_", frozen=True, extra="ignore")

    # Where things are.
    data: Path = Field(default=_HOME / "data", description="The one folder that holds everything this system keeps")
    models: Path = Field(default=_HOME / "models" / "weights", description="Where model weights lie")
    database_url: str = Field(default="", description="SQLAlchemy address; empty: SQLite in the data folder")
    broker_url: str = Field(default="", description="redis://, rediss://, amqp://; empty: embedded Valkey")
    storage_url: str = Field(default="", description="file:///… or s3://bucket/prefix; empty: the data folder")
    s3_endpoint: str = Field(default="", description="Address of an S3 service other than AWS")

    # How it is reached.
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = Field(default="", description="The address people type, if it differs: https://qa.example.com")
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    secret: SecretStr | None = Field(
        default=None, description="Signs audio addresses; empty: made once in the data folder"
    )
    secret_file: Path | None = None
    sealing_secret: SecretStr | None = Field(
        default=None,
        description="Seals the personal numbers that were taken out of transcripts; empty: the secret that signs",
    )
    sealing_secret_file: Path | None = None
    webhook_hosts: str = Field(
        default="",
        description="Hosts inside the own network that webhooks may reach nevertheless, with commas between",
    )
    demo: bool = Field(default=False, description="Demo people and calls are loaded, and the sign-in page says so")
    demo_history: bool = Field(
        default=True, description="With the demo come eight simulated weeks of forty agents, marked as such"
    )

    # What is accepted.
    max_upload_mb: int = Field(default=500, ge=1)
    max_duration_s: int = Field(default=4 * 3600, ge=1)
    watch: Path | None = Field(default=None, description="A folder whose new recordings are taken in by themselves")

    # How calls are heard.
    profile: str = Field(default="base", description="A set of models and how they run; `qa models list` shows all")
    asr_model: str = Field(default="", description="One model for every language; empty: the profile's")
    asr_device: Literal["", "auto", "cpu", "cuda"] = Field(default="", description="empty: the profile's")
    asr_compute_type: str = Field(default="", description="empty: the profile's, or int8 on CPU, float16 on a GPU")
    asr_batch: int = Field(default=0, ge=0, description="Windows decoded together; 0: the profile's")
    asr_beam: int = Field(default=5, ge=1, le=10)
    asr_threads: int = Field(default=0, ge=0, description="0: as many as this process may use")
    asr_workers: int = Field(
        default=0, ge=0, description="Batches heard at the same time; 0: one a thread up to four, on a GPU one"
    )
    asr_together: int = Field(default=6, ge=1, description="Waiting calls that a worker takes and hears at once")

    # What is kept of it.
    redact: Literal["on", "off"] = Field(
        default="on",
        description="Card, identity and telephone numbers and security codes are taken out of transcripts and playback",
    )

    # How their tone is heard.
    tone_model: str = Field(
        default="head",
        description="head: comes with Mashov; or the id of a tone model, or the folder of one; empty: no tone",
    )

    # How the voices on one channel are told apart.
    speakers: Literal["auto", "senko", "pyannote", "off"] = Field(
        default="auto", description="auto: senko, or off where the extra `speakers` is not installed"
    )
    speakers_model: Path | None = Field(default=None, description="The folder of pyannote's pipeline")

    # How jobs are kept.
    lease_s: int = Field(default=30, ge=1, description="A silent worker loses its job after this long")
    sweep_s: float = Field(default=5, gt=0, description="How often forgotten jobs are looked for")
    max_attempts: int = Field(default=3, ge=1)
    job_limit_s: int = Field(default=4 * 3600, ge=1, description="A job that takes longer is stopped")

    # How long practice is kept.
    practice_days: int = Field(default=365, ge=1, description="Attempts at drills are deleted after so many days")

    # When the organisation works.
    time_zone: str = Field(default="Asia/Jerusalem", description="Whose days and hours are meant")
    working_week: Literal["sunday-thursday", "monday-friday"] = "sunday-thursday"
    shifts: str = Field(
        default="morning 07-15, evening 15-23, night 23-07",
        description="The shifts that insights tell apart: names with whole hours; they may run past midnight",
    )

    # How long an agent may dispute feedback, and how long looking at it again may take.
    dispute_days: int = Field(default=14, ge=1, le=365, description="From publication on")
    dispute_working_days: int = Field(default=5, ge=1, le=60, description="After the day on which it was opened")

    # How people sign in.
    session_hours: int = Field(default=12, ge=1)
    sign_in_attempts: str = Field(
        default="10/5minutes", description="Per account and per address, in the notation of `limits`"
    )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is no time zone; one is called like Asia/Jerusalem") from error
        return name

    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def database(self) -> str:
        """The address that is really used."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'qa.db'}"

    @property
    def broker(self) -> str:
        """The address that is really used; the embedded Valkey listens on a socket in the data folder only."""
        return self.broker_url or f"redis+socket://{self.valkey_socket}"

    @property
    def valkey_socket(self) -> Path:
        """Where the embedded Valkey listens."""
        return self.data.resolve() / "queue" / "valkey.sock"

    @property
    def storage(self) -> str:
        """The address that is really used."""
        return self.storage_url or f"file://{self.data.resolve() / 'storage'}"

    @property
    def scratch(self) -> Path:
        """Where half-received uploads and half-decoded sound lie; safe to empty while nothing runs."""
        return self.data.resolve() / "scratch"

    @property
    def address(self) -> str:
        """What a person types into the browser."""
        if self.public_url:
            return self.public_url.rstrip("/")
        scheme = "https" if self.tls_certificate else "http"
        return f"{scheme}://{self.host}:{self.port}"

    @cached_property
    def secret_key(self) -> bytes:
        """The key that signs. Made once, readable by its owner only, where none is given."""
        if self.secret is not None:
            return self.secret.get_secret_value().encode()
        return _key_in(self.secret_file or self.data / "secret.key")

    @cached_property
    def sealing_key(self) -> bytes:
        """What personal numbers are sealed with. Whoever changes it cannot open what was sealed before."""
        if self.sealing_secret is not None:
            return self.sealing_secret.get_secret_value().encode()
        return _key_in(self.sealing_secret_file) if self.sealing_secret_file else self.secret_key


def _key_in(path: Path) -> bytes:
    import os
    import secrets

    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Linking a finished file into place makes two first starts at once agree on one key.
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
