"""Where the secret of a workspace's source is looked for: no other workspace can name it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.errors import SetupError
from feedback_miner.settings import read_secret

_WORKSPACES = st.text("aB1-_.", min_size=1, max_size=6).filter(lambda name: name not in (".", ".."))
_NAMES = st.text("aB1-_", min_size=1, max_size=6)


def variable(workspace: str, name: str) -> str | None:
    """Which variable is asked for; None where none is."""
    with pytest.raises(SetupError) as failed:
        read_secret(Path("/nowhere"), workspace, name)
    set_it = failed.value.message.split("set ")
    return set_it[1].split(",")[0] if len(set_it) > 1 else None


@given(_WORKSPACES, _NAMES, _WORKSPACES, _NAMES)
def test_two_workspaces_never_meet_in_one_variable(
    workspace: str, name: str, other: str, other_name: str
) -> None:
    asked = variable(workspace, name)
    assert workspace == other or asked is None or asked != variable(other, other_name)


def test_a_plain_name_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_SECRET_TEAM_A__X_APP", " word\n")
    assert read_secret(tmp_path, "team-a", "x-app") == "word"


@pytest.mark.parametrize("workspace", ["team.a", "team_a", "Team-a", "team--a", "team-a-", "team-a__x"])
def test_a_name_that_could_be_taken_for_another_is_read_from_its_file_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workspace: str
) -> None:
    for said in ("TEAM_A__APP", "TEAM__A__APP", "TEAM_A___APP", "TEAM_A__X__APP"):
        monkeypatch.setenv(f"FEEDBACK_MINER_SECRET_{said}", "of another team")
    with pytest.raises(SetupError, match=f"Variables are not read for the workspace “{workspace}”"):
        read_secret(tmp_path, workspace, "app")
    file = tmp_path / "secrets" / workspace / "app"
    file.parent.mkdir(parents=True)
    file.write_text("our own\n")
    assert read_secret(tmp_path, workspace, "app") == "our own"
