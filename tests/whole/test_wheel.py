"""What is installed from a wheel is whole: the model is inside, and scores."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but the package, installed from a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, str(ROOT)], check=True
    )
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", site, wheel], check=True)
    return site


def test_the_installed_wheel_scores(installed: Path, tmp_path: Path) -> None:
    text = "My card was declined at checkout."
    item = {
        "id": "a",
        "source": "review",
        "text": text,
        "statements": [{"n": 0, "start": 0, "end": len(text)}],
    }
    (tmp_path / "items.jsonl").write_text(json.dumps(item) + "\n")
    command = "from feedback_miner.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", command, "score", "items.jsonl", "--output", "out.jsonl"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (line,) = (tmp_path / "out.jsonl").read_text().splitlines()
    scored = json.loads(line)
    assert max(scored["stage"], key=scored["stage"].get) == "purchase"
    assert scored["sentiment"] < 0
