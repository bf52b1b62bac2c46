from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.scorer import JourneyScorer
from tests.tiny_model import build_tiny_model, build_tiny_mpnet


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    """A tiny network gains nothing from threads, and on a busy machine waits for them."""
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that is not to be changed."""
    return build_tiny_model(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def tiny_mpnet_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that is not to be changed, of the other kind of encoder and the other encoding of weights."""
    return build_tiny_mpnet(tmp_path_factory.mktemp("models"))


@pytest.fixture
def own_tiny_folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A model folder that a test may damage."""
    return shutil.copytree(tiny_folder, tmp_path / "model")


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> JourneyScorer:
    return load_scorer(tiny_folder, threads=1)


@pytest.fixture(scope="session")
def tiny_mpnet(tiny_mpnet_folder: Path) -> JourneyScorer:
    return load_scorer(tiny_mpnet_folder, threads=1)
