"""One frozen Settings, and the only reader of the environment. Every setting is FEEDBACK_MINER_<NAME>."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from feedback_miner.errors import SetupError

_PACKAGE = Path(__file__).parent
#: How the variables begin that hold the secrets of sources.
_VARIABLE = "FEEDBACK_MINER_SECRET_"
#: Workspaces whose secrets may lie in variables: no two of them are spelled alike there, and none has the “__” that
#: ends it. For others, such as “team.a” beside “team-a”, files alone are read.
_VARIABLE_WORKSPACE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Letters of a word, with digits among them, that nobody chooses for a name.
_SECRET_WORD = 12


def _data_folder() -> Path:
    return user_data_path("feedback-miner", appauthor=False)


def _models_folder() -> Path:
    """Beside the package in a checkout, inside it in an installed wheel."""
    inside = _PACKAGE / "models"
    return inside if inside.is_dir() else _PACKAGE.parent / "models"


class Settings(BaseSettings):
    """Everything that can be set from outside. A setting that was read can no longer change."""

    model_config = SettingsConfigDict(env_prefix="FEEDBACK_MINER_", frozen=True, extra="forbid")

    #: where the secret, the spool and the default database lie
    data_dir: Path = Field(default_factory=_data_folder)
    #: SQLAlchemy URL; empty: one SQLite file in data_dir
    database_url: str = ""
    #: the workspace that the command line works in
    workspace: str = "default"
    #: zone of a new workspace: its days are days there
    time_zone: str = "UTC"
    #: TOML file of sources that `serve` brings the workspace's to when it starts; empty: none
    sources: Path | None = None
    #: where watched folders lie; empty: the folder `inbox` in data_dir
    inbox_dir: Path | None = None
    #: folder of the models, NAME/VERSION inside
    models_dir: Path = Field(default_factory=_models_folder)
    #: which model scores: NAME/VERSION in models_dir, or NAME alone for its newest version
    model: str = "default"
    #: threads of the model; two processes of one thread beat one of two
    threads: Annotated[int, Field(ge=1, le=64)] = 1
    #: what the model reads with; "openvino" needs the extra of that name, and is used where it comes to torch's labels
    engine: Literal["torch", "openvino"] = "torch"
    #: pseudonyms and session digests are keyed with this; empty: a file `secret` in data_dir, made at first use
    secret: SecretStr = SecretStr("")
    #: largest upload, in bytes
    max_upload: Annotated[int, Field(ge=1)] = 2 * 1024**3
    #: hours after which an upload that waits for an answer is removed
    spool_hours: Annotated[int, Field(ge=1, le=24)] = 24
    #: rows that are prepared, scored and written together
    chunk_rows: Annotated[int, Field(ge=1, le=8192)] = 512
    #: imports that may wait at a time, of all workspaces; more are refused until some are done
    max_waiting: Annotated[int, Field(ge=1)] = 1000
    #: where `serve` listens
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    #: sends the session cookie over HTTPS alone; set it where the service is reached by HTTPS
    secure_cookies: bool = False

    @property
    def inbox(self) -> Path:
        """Where watched folders lie."""
        return self.inbox_dir or self.data_dir / "inbox"

    @property
    def url(self) -> str:
        """The database in use."""
        return self.database_url or f"sqlite:///{self.data_dir / 'feedback-miner.sqlite3'}"


def read_secret(data_dir: Path, workspace: str, name: str) -> str:
    """The secret of a workspace's source by its name; no other workspace can name it. Raises SetupError.

    FEEDBACK_MINER_SECRET_<WORKSPACE>__<NAME>, where that cannot mean another workspace's (`_VARIABLE_WORKSPACE`); else
    the file `secrets/WORKSPACE/NAME` in `data_dir`.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
        raise SetupError("A secret is given by its name: letters, digits, “-” and “_”.", where="secret")
    has_variable = _VARIABLE_WORKSPACE.fullmatch(workspace) is not None
    variable = _VARIABLE + "__".join(_as_variable(part) for part in (workspace, name))
    if has_variable and (value := os.environ.get(variable, "").strip()):
        return value
    path = data_dir / "secrets" / workspace / name
    try:
        value = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        value = ""
    if value:
        return value
    if _reads_like_a_secret(name):
        to_variable = f"set {_VARIABLE}{_as_variable(workspace)}__HELPDESK to the secret"
        to_file = f"write the secret to {path.with_name('helpdesk')}"
        raise SetupError(
            "This reads like a secret, where the name of one belongs. Choose a name, such as helpdesk, "
            f"{to_variable if has_variable else to_file}, and write the name here.",
            where="secret",
        )
    if not has_variable:
        raise SetupError(
            f"There is no secret “{name}”: write it to {path}. Variables are not read for the workspace “{workspace}”: "
            f"{variable} could as well be meant for another one.",
            where=name,
        )
    raise SetupError(f"There is no secret “{name}”: set {variable}, or write it to {path}.", where=name)


def _reads_like_a_secret(name: str) -> bool:
    """Letters and digits in one long word, or the four by four letters of an app password."""
    words = re.split(r"[-_]", name)
    long = any(len(word) >= _SECRET_WORD and re.search(r"\d", word) for word in words)
    return long or re.fullmatch(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", name) is not None


def _as_variable(word: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", word.upper())
