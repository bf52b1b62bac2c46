"""A model folder loads, or says in words what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import ModelError
from feedback_miner.scoring import weights
from feedback_miner.scoring.layout import open_model_folder, sha256_of
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.scorer import JourneyScorer
from tests.tiny_model import build_tiny_model, build_tiny_mpnet

SHARD = "model-00001-of-00001.safetensors"
_MESSAGE = ScorableMessage("The card was late.", "ticket", "web", ((0, 18),))


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


@pytest.mark.parametrize("name", ["config.json", SHARD, "tokenizer.json", "metrics.json", "card.md"])
def test_a_missing_file_is_named(own_tiny_folder: Path, name: str) -> None:
    (own_tiny_folder / name).unlink()
    with pytest.raises(ModelError, match=name) as caught:
        load_scorer(own_tiny_folder, threads=1)
    assert caught.value.where == str(own_tiny_folder)


@pytest.mark.parametrize("name", [SHARD, "tokenizer.json"])
def test_one_changed_byte_is_found(own_tiny_folder: Path, name: str) -> None:
    path = own_tiny_folder / name
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="SHA-256") as caught:
        load_scorer(own_tiny_folder, threads=1)
    assert caught.value.where == str(path)


def test_a_cut_off_file_is_found(own_tiny_folder: Path) -> None:
    path = own_tiny_folder / SHARD
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
        (lambda c: c.update(format=1), "format"),
        (lambda c: c.update(colour="red"), "colour"),
        (lambda c: c.update(stage_temperature=0), "stage_temperature"),
        (lambda c: c["stages"].remove("none"), "none"),
        (lambda c: c["policy"]["emotion_min"].pop("joy"), "emotion_min"),
        (lambda c: c["policy"]["emotion_min"].update(joy=1.5), "emotion_min.joy"),
        (lambda c: c.update(max_tokens=4096), "max_tokens"),
        (lambda c: c.update(goemotions_min=[0.5]), "goemotions_min"),
        (lambda c: c.update(weights_encoding="roman"), "weights_encoding"),
        (lambda c: c["sha256"].pop(SHARD), "every shard"),
        (lambda c: c["sha256"].update({"model-00003-of-00003.safetensors": "0" * 64}), "every shard"),
        (lambda c: c["sha256"].pop("tokenizer.json"), "tokenizer.json"),
        (lambda c: c["sha256"].update({"../secret": "0" * 64}), "../secret"),
        (lambda c: c["sha256"].update({"card.md": "0" * 64}), "card.md"),
        (lambda c: c["sha256"].update({SHARD: "short"}), SHARD),
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


@pytest.mark.parametrize(("name", "content"), [("tokenizer.json", b"{}"), (SHARD, b"\x00" * 64)])
def test_nonsense_under_the_right_hash_is_refused(own_tiny_folder: Path, name: str, content: bytes) -> None:
    path = own_tiny_folder / name
    path.write_bytes(content)
    _change_config(own_tiny_folder, lambda config: config["sha256"].update({name: sha256_of(path)}))
    with pytest.raises(ModelError) as caught:
        load_scorer(own_tiny_folder, threads=1)
    assert str(caught.value).startswith(str(own_tiny_folder))


def test_weights_that_are_not_numbers_are_refused(own_tiny_folder: Path) -> None:
    path = own_tiny_folder / SHARD
    stored = load_file(path)
    stored["stage.bias"] = torch.full_like(stored["stage.bias"], float("nan"))
    save_file(stored, path)
    _change_config(own_tiny_folder, lambda config: config["sha256"].update({SHARD: sha256_of(path)}))
    with pytest.raises(ModelError, match=r"stage\.bias"):
        load_scorer(own_tiny_folder, threads=1)


def test_weights_in_many_shards_are_the_same_weights(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "SHARD_BYTES", 14_000)
    sharded = build_tiny_model(tmp_path)
    files = open_model_folder(sharded).shards
    assert len(files) > 3
    assert max(file.stat().st_size for file in files) < 20_000, "the tensors and what names them"
    one, many = (load_scorer(folder, threads=1) for folder in (tiny_folder, sharded))
    assert one.score([_MESSAGE]) == many.score([_MESSAGE])


def test_a_shard_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "SHARD_BYTES", 14_000)
    folder = build_tiny_model(tmp_path)
    lost = open_model_folder(folder).shards[1]
    lost.unlink()
    with pytest.raises(ModelError, match=lost.name):
        load_scorer(folder, threads=1)


#: Weights that are no weights at all, below what float32 holds with full precision after a division, are taken as 0.
_WEIGHTS = st.floats(-1e4, 1e4, width=32).map(lambda weight: weight if abs(weight) > 1e-30 else 0.0)


@given(st.lists(_WEIGHTS, min_size=1, max_size=80))
def test_a_row_of_whole_numbers_is_near_the_row_that_it_stands_for(values: list[float]) -> None:
    matrix = torch.zeros(33, 40)
    matrix[1:] = torch.tensor((values * (32 * 40))[: 32 * 40]).view(32, 40)
    stored = weights.pack({"encoder.matrix": matrix, "encoder.bias": matrix[0]}, "int8-rows")
    assert stored["encoder.matrix"].dtype == torch.int8
    back = weights.unpack(stored, "int8-rows")
    step = matrix.abs().amax(dim=1, keepdim=True) / 127
    assert ((back["encoder.matrix"] - matrix).abs() <= 0.501 * step).all()
    assert torch.equal(back["encoder.bias"], matrix[0])


def test_int8_rows_score_nearly_as_what_they_were_packed_from(
    tmp_path: Path, tiny_mpnet: JourneyScorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "_SMALLEST_SIDE", 10**6)  # nothing is large enough: all stays in float32
    exact = load_scorer(build_tiny_mpnet(tmp_path), threads=1)
    ((rough,),), ((fine,),) = tiny_mpnet.score([_MESSAGE]), exact.score([_MESSAGE])
    assert rough != fine
    assert rough.stage == pytest.approx(fine.stage, abs=0.05)


def test_confusions_are_kept_and_checked(own_tiny_folder: Path, tmp_path: Path) -> None:
    assert open_model_folder(own_tiny_folder).confusions is None
    folder = build_tiny_model(tmp_path / "with", confusions={"stage": [[1.0]]})
    path = open_model_folder(folder).confusions
    assert path is not None
    assert json.loads(path.read_text(encoding="utf-8")) == {"stage": [[1.0]]}
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="SHA-256"):
        load_scorer(folder, threads=1)
