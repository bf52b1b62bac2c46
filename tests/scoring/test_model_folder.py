"""A model folder loads, or says in words what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from feedback_miner.errors import ModelError
from feedback_miner.scoring.layout import sha256_of
from feedback_miner.scoring.loading import load_scorer
from tests.tiny_model import build_tiny_model


def test_a_model_folder_loads_under_its_name(tiny_folder: Path) -> None:
    scorer = load_scorer(tiny_folder, threads=1)
    assert scorer.name == "tiny/1.0.0"
    assert scorer.default_policy.version == "tiny-1"
    assert scorer.default_policy.emotions_max == 3
    assert "joy" in scorer.default_policy.emotion_min


def test_the_same_build_writes_the_same_bytes(tiny_folder: Path, tmp_path: Path) -> None:
    again = build_tiny_model(tmp_path)
    names = sorted(path.name for path in tiny_folder.iterdir())
    assert names == sorted(path.name for path in again.iterdir())
    for name in names:
        assert (again / name).read_bytes() == (tiny_folder / name).read_bytes()


def test_a_version_is_never_overwritten(tmp_path: Path) -> None:
    build_tiny_model(tmp_path)
    with pytest.raises(FileExistsError):
        build_tiny_model(tmp_path)


def test_a_path_without_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model folder"):
        load_scorer(tmp_path / "nowhere", threads=1)


@pytest.mark.parametrize(
    "name", ["config.json", "model.safetensors", "tokenizer.json", "metrics.json", "card.md"]
)
def test_a_missing_file_is_named(own_tiny_folder: Path, name: str) -> None:
    (own_tiny_folder / name).unlink()
    with pytest.raises(ModelError, match=name) as caught:
        load_scorer(own_tiny_folder, threads=1)
    assert caught.value.where == str(own_tiny_folder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_one_changed_byte_is_found(own_tiny_folder: Path, name: str) -> None:
    path = own_tiny_folder / name
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="SHA-256") as caught:
        load_scorer(own_tiny_folder, threads=1)
    assert caught.value.where == str(path)


def test_a_cut_off_file_is_found(own_tiny_folder: Path) -> None:
    path = own_tiny_folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(ModelError, match="SHA-256"):
        load_scorer(own_tiny_folder, threads=1)


def _change_config(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    change(config)
    path.write_text(json.dumps(config), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c.pop("stages"), "stages"),
        (lambda c: c.update(format=2), "format"),
        (lambda c: c.update(colour="red"), "colour"),
        (lambda c: c.update(stage_temperature=0), "stage_temperature"),
        (lambda c: c["stages"].remove("none"), "none"),
        (lambda c: c["policy"]["emotion_min"].pop("joy"), "emotion_min"),
        (lambda c: c["policy"]["emotion_min"].update(joy=1.5), "emotion_min.joy"),
        (lambda c: c.update(max_tokens=4096), "max_tokens"),
        (lambda c: c["encoder"].update(hidden_size="wide"), "encoder.hidden_size"),
        (lambda c: c["encoder"].update(vocab_size=7), "tokenizer"),
        (lambda c: c["encoder"].update(num_attention_heads=3), "num_attention_heads"),
        (lambda c: c["encoder"].update(hidden_act="magic"), "encoder.hidden_act"),
        (lambda c: c["stages"].append("afterlife"), "weights do not fit"),
        (lambda c: c["encoder"].update(num_hidden_layers=3), "weights do not fit"),
        (lambda c: c.update(context_tokens=47), "no room"),
    ],
)
def test_a_config_that_cannot_be_is_refused(
    own_tiny_folder: Path, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    _change_config(own_tiny_folder, change)
    with pytest.raises(ModelError) as caught:
        load_scorer(own_tiny_folder, threads=1)
    assert words in str(caught.value)


def test_a_config_that_is_no_json(own_tiny_folder: Path) -> None:
    (own_tiny_folder / "config.json").write_text("weights: yes", encoding="utf-8")
    with pytest.raises(ModelError, match=r"config\.json.*cannot be used"):
        load_scorer(own_tiny_folder, threads=1)


@pytest.mark.parametrize(
    ("name", "content"), [("tokenizer.json", b"{}"), ("model.safetensors", b"\x00" * 64)]
)
def test_nonsense_under_the_right_hash_is_refused(own_tiny_folder: Path, name: str, content: bytes) -> None:
    path = own_tiny_folder / name
    path.write_bytes(content)
    field = {"tokenizer.json": "tokenizer_sha256", "model.safetensors": "weights_sha256"}[name]
    _change_config(own_tiny_folder, lambda config: config.update({field: sha256_of(path)}))
    with pytest.raises(ModelError) as caught:
        load_scorer(own_tiny_folder, threads=1)
    assert caught.value.where == str(path)


def test_weights_that_are_not_numbers_are_refused(own_tiny_folder: Path) -> None:
    path = own_tiny_folder / "model.safetensors"
    weights = load_file(path)
    weights["stage.bias"] = torch.full_like(weights["stage.bias"], float("nan"))
    save_file(weights, path)
    _change_config(own_tiny_folder, lambda config: config.update(weights_sha256=sha256_of(path)))
    with pytest.raises(ModelError, match=r"stage\.bias"):
        load_scorer(own_tiny_folder, threads=1)
