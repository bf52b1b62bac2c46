"""Image and compose file: well made by the usual linters, and about this program as it is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from api.routes import service
from feedback_miner.cli.main import app
from feedback_miner.settings import Settings

ROOT = Path(__file__).parents[1]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMPOSE: dict[str, Any] = YAML(typ="safe").load(ROOT / "compose.yaml")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"] == "feedback-miner"]


def lint(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A linter that came with the development tools."""
    command = [Path(sys.executable).with_name(program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def instruction(name: str) -> list[str]:
    """What follows each instruction of this name, its lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{name} +(.*)$", joined, re.MULTILINE)


def environment() -> dict[str, str]:
    return dict(re.findall(r"([A-Z_]+)=(\S+)", instruction("ENV")[-1]))


def locked(file: str) -> dict[str, str]:
    """Package and version → its hashes. Markers differ with what else asks for it."""
    lines = re.sub(r"^ *#.*\n", "", (ROOT / file).read_text(), flags=re.MULTILINE)
    return {
        re.split(r" [;\\]", entry)[0]: "".join(sorted(re.findall(r"sha256:\w+", entry)))
        for entry in re.split(r"\n(?=\S)", lines.strip())
    }


# ── linters ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_hadolint_finds_nothing() -> None:
    done = lint("hadolint", "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_compose_file_keeps_to_the_specification() -> None:
    done = lint("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")
    assert done.returncode == 0, done.stdout


# ── what they say of the program ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("file", ["Dockerfile", "compose.yaml", "docs/operations.md"])
def test_every_variable_is_a_setting(file: str) -> None:
    known = {f"FEEDBACK_MINER_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"FEEDBACK_MINER_[A-Z_]+", (ROOT / file).read_text())) <= known


def test_the_image_says_what_a_container_needs() -> None:
    """It is reached from outside, and keeps everything in its volume."""
    said = environment()
    assert said["FEEDBACK_MINER_DATA_DIR"] == instruction("VOLUME")[0]
    assert said["FEEDBACK_MINER_HOST"] == "0.0.0.0"
    assert (
        said["FEEDBACK_MINER_PORT"] == instruction("EXPOSE")[0] == str(Settings.model_fields["port"].default)
    )


def test_every_command_is_one_of_the_program() -> None:
    assert json.loads(instruction("ENTRYPOINT")[0]) == list(PROJECT["project"]["scripts"])
    commands: Any = get_command(app)
    called = [json.loads(instruction(r"(?<!  )CMD")[-1]), *(SERVICES[name]["command"] for name in OURS)]
    for name, *arguments in called:
        commands.commands[name].make_context(name, list(arguments))
    assert ["worker"] in called


@pytest.mark.parametrize(("status", "exits"), [(200, 0), (503, 1)])
def test_the_health_check_asks_the_service(status: int, exits: int) -> None:
    check = json.loads(instruction("HEALTHCHECK")[0].partition("CMD ")[2])
    with answering(status) as (port, asked):
        done = subprocess.run(
            [sys.executable, *check[1:]],
            env={**os.environ, "FEEDBACK_MINER_PORT": str(port)},
            capture_output=True,
            check=False,
        )
    assert check[0] == "python"
    assert done.returncode == exits
    assert set(asked) <= {route.path for route in service.router.routes}  # type: ignore[attr-defined]


@contextmanager
def answering(status: int) -> Iterator[tuple[int, list[str]]]:
    """A server that gives one answer; its port, and which paths it was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()


def test_what_the_page_on_running_it_tells_to_type_is_there() -> None:
    blocks = re.findall(r"```\n(.*?)```", OPERATIONS, re.DOTALL)
    between = re.sub(r"```.*?```", "", OPERATIONS, flags=re.DOTALL)
    typed = [*"".join(blocks).splitlines(), *re.findall(r"`([^`]+)`", between)]
    called = [
        found[1].split()
        for line in typed
        if (found := re.search(r".*feedback-miner ((?!/)[a-z][^:|&]*)$", line))
    ]
    called += [
        found[1].split() for line in typed if (found := re.search(r"compose run .*api (restore .*)", line))
    ]
    assert len(called) > 8
    for words in called:
        command: Any = get_command(app)
        assert words[0] in command.commands, words
        while words and words[0] in getattr(command, "commands", ()):
            command = command.commands[words.pop(0)]
        if not hasattr(command, "commands"):
            command.make_context("feedback-miner", words)


def test_compose_is_told_of_services_that_there_are() -> None:
    told = re.findall(r"docker compose (?:exec|run|stop)((?: --?\S+| sh)*) (\w+)", OPERATIONS)
    assert {name for _, name in told} <= set(SERVICES)


def test_what_is_to_be_watched_is_there() -> None:
    routes = {route.path for route in service.router.routes}  # type: ignore[attr-defined]
    assert set(re.findall(r"`(/[a-z]+)`", OPERATIONS)) <= routes
    metrics = (ROOT / "api" / "metrics.py").read_text()
    for name in re.findall(r"`(feedback_miner_[a-z_]+?)(?:_total)?`", OPERATIONS):
        assert f'"{name}"' in metrics


# ── versions ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_python_is_the_one_that_the_versions_are_pinned_for() -> None:
    bases = {base.split()[0] for base in instruction("FROM")}
    (python,) = {re.fullmatch(r"python:(\d+\.\d+)-slim-\w+", base)[1] for base in bases}  # type: ignore[index]
    assert set(re.findall(r"--python-version (\S+)", MAKEFILE)) == {python}
    assert PROJECT["project"]["requires-python"] == f">={python}"


def test_torch_is_the_same_everywhere() -> None:
    (torch,) = [one for one in PROJECT["project"]["dependencies"] if one.startswith("torch")]
    assert re.findall(r"torch==[\d.]+", DOCKERFILE + MAKEFILE) == [torch, torch]


def test_the_client_programs_are_of_the_version_of_the_server() -> None:
    server = re.match(r"postgres:(\d+)-(\w+)", SERVICES["postgres"]["image"])
    assert server
    assert re.findall(r"postgresql-client-(\d+)", DOCKERFILE) == [server[1]]
    assert instruction("FROM")[-1].endswith(f"-{server[2]}")


def test_the_image_is_pinned_as_the_rest_is() -> None:
    image, whole = locked("requirements-image.lock"), locked("requirements.lock")
    assert image.items() <= whole.items()
    assert all(image.values())
    assert "--require-hashes --no-deps -r requirements-image.lock" in DOCKERFILE


def test_the_image_has_what_the_program_needs_and_no_tools_of_ours() -> None:
    names = {re.split("[=;]", entry)[0] for entry in locked("requirements-image.lock")}
    extras = re.search(r"^IMAGE_EXTRAS := (.*)$", MAKEFILE, re.MULTILINE)
    assert extras
    optional = PROJECT["project"]["optional-dependencies"]
    needed = [
        *PROJECT["project"]["dependencies"],
        *(one for name in extras[1].split() for one in optional[name]),
    ]
    wanted = {re.split(r"[\[<>=~]", one)[0].lower().replace(".", "-") for one in needed}
    assert wanted - names == {"torch"}
    assert not names & {"pytest", "mypy", "ruff", "ray", "locust", "playwright"}


# ── safe by default ─────────────────────────────────────────────────────────────────────────────────────────────


def test_only_what_the_image_is_built_from_is_sent_to_the_builder() -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [rule for rule in rules if rule and not rule.startswith("#")]
    assert rules[0] == "*"
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    copied = {
        source
        for line in instruction("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    }
    assert {path.split("/")[0] for path in allowed} == copied
    assert all((ROOT / path).exists() for path in allowed)


def test_nobody_is_root() -> None:
    user, group = instruction("USER")[-1].split(":")
    assert min(int(user), int(group)) >= 10_000
    for name in OURS:
        assert SERVICES[name]["read_only"]
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_nothing_is_reached_from_outside_but_the_api_of_this_machine() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    (port,) = published.pop("api")
    assert not published
    assert re.fullmatch(r"127\.0\.0\.1:\$\{PORT:-8000\}:8000", port)
    assert SERVICES["postgres"]["networks"] == ["database"]
    assert COMPOSE["networks"]["database"] == {"internal": True}


def test_no_password_is_written_down() -> None:
    assert not re.search(r"password|secret|token|_key", DOCKERFILE, re.IGNORECASE)
    assert SERVICES["api"]["environment"]["FEEDBACK_MINER_SECRET"] == "${FEEDBACK_MINER_SECRET:-}"
    written = re.findall(r"PASSWORD: *(.*)", (ROOT / "compose.yaml").read_text())
    assert len(written) == 2
    assert all(value.startswith("${POSTGRES_PASSWORD:?") for value in written)
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()


def test_server_and_workers_share_database_and_data() -> None:
    api, worker = (SERVICES[name] for name in OURS)
    data = environment()["FEEDBACK_MINER_DATA_DIR"]
    assert api["volumes"] == worker["volumes"] == [f"data:{data}"]
    assert api["environment"] == worker["environment"]
    assert "@postgres/" in api["environment"]["FEEDBACK_MINER_DATABASE_URL"]
    assert worker["depends_on"]["api"] == {"condition": "service_healthy"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_comes_back_and_has_time_to_end(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) >= 10
