"""`sources apply`: the sources of a team, kept in a file."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from feedback_miner.feeds.kinds import KINDS
from tests.cli.conftest import Run

DOCS = Path(__file__).parents[2] / "docs"
BLOG = '[sources.blog]\nkind = "rss"\noptions = {url = "http://127.0.0.1:9/feed.xml"}\n'
SECRETS = {"HELPDESK": "h-secret", "SHOP": "s-secret"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(BLOG)
    return path


def test_a_file_is_shown_applied_and_printed(run: Run, file: Path) -> None:
    run("sources", "add", "by-hand", "folder", "folder=x")
    status, printed, _ = run("sources", "apply", file, "--dry-run")
    assert (status, printed) == (0, "blog: would be added\nby-hand: not in the file, left alone\n")
    assert "blog" not in run("sources", "list")[1]
    assert run("sources", "apply", file)[1].startswith("blog: added\n")
    file.write_text(BLOG.replace("feed.xml", "other.xml"))
    status, printed, _ = run("sources", "apply", file, "--json")
    assert status == 0
    assert json.loads(printed) == {
        "dry_run": False,
        "sources": [{"source": "blog", "action": "begin anew", "changes": ["options.url"]}],
        "left_alone": ["by-hand"],
    }
    printed = run("sources", "list", "--toml")[1]
    assert set(tomllib.loads(printed)["sources"]) == {"blog", "by-hand"}
    file.write_text(printed)
    assert run("sources", "apply", file)[1] == "blog: as it was\nby-hand: as it was\n"


def test_a_wrong_file_is_told_and_nothing_is_done(run: Run, file: Path) -> None:
    file.write_text(BLOG + '[sources.shop]\nkind = "hock"\n')
    status, _, error = run("sources", "apply", file)
    assert status == 1
    assert "sources.toml [sources.shop] kind: “hock” is no kind of source. Did you mean “hook”?" in error
    assert "No sources yet" in run("sources", "list")[1]


@pytest.mark.parametrize(
    "secret",
    ["glpat_x8Kd92mQzL4vT1", "3f786850e387550fdab836ed7e6dc881de23001b", "abcd-ef23-ijkl-mnop", "p4ss word!"],
)
def test_a_secret_in_place_of_its_name_is_refused_and_not_repeated(run: Run, file: Path, secret: str) -> None:
    file.write_text(f'[sources.shop]\nkind = "hook"\noptions = {{secret = "{secret}"}}\n')
    by_file, by_hand = (
        run("sources", "apply", file),
        run("sources", "add", "shop", "hook", f"secret={secret}"),
    )
    for status, printed, error in (by_file, by_hand):
        assert status == 1
        assert "name" in error
        assert secret not in printed + error
    assert "sources.toml [sources.shop] options.secret: " in by_file[2]


def test_a_long_name_of_a_secret_that_is_there_is_a_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEEDBACK_MINER_SECRET_DEFAULT__SHOP_2026_FRANKFURT2026", "x")
    assert run("sources", "add", "shop", "hook", "secret=shop-2026-frankfurt2026")[0] == 0


def test_the_example_of_the_docs_can_be_applied(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(f"FEEDBACK_MINER_SECRET_DEFAULT__{name}", value)
    example = DOCS / "sources.example.toml"
    status, printed, _ = run("sources", "apply", example)
    assert status == 0
    assert printed.count("added") == len(tomllib.loads(example.read_text())["sources"])
    assert not any(value in printed for value in SECRETS.values())
    (block,) = re.findall(r"```toml\n(.*?)```", (DOCS / "feeds.md").read_text(), re.DOTALL)
    shown = tomllib.loads(block)["sources"]["helpdesk"]
    assert shown == tomllib.loads(example.read_text())["sources"]["helpdesk"]


def test_every_kind_has_its_section_in_the_docs() -> None:
    page = (DOCS / "feeds.md").read_text().partition("\n## Kinds\n")[2]
    assert set(re.findall(r"^### (.+)$", page, re.MULTILINE)) == {*KINDS, "folder"}
