"""The second engine against torch. Skipped where the extra `openvino` is not installed."""

from __future__ import annotations

import json
import logging
import os
import random
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import torch

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import SetupError
from feedback_miner.scoring.agreement import agreement, as_message
from feedback_miner.scoring.layout import open_model_folder
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.network import JourneyNetwork
from tests.tiny_model import build_tiny_model, build_tiny_mpnet

if find_spec("openvino") is None:  # not importorskip: who imports OpenVINO by itself sets off its telemetry
    pytest.skip("the extra “openvino” is not installed: its engine is NOT tested", allow_module_level=True)

from feedback_miner.scoring import openvino_encoder
from feedback_miner.scoring.engines import load_openvino_scorer
from feedback_miner.scoring.openvino_encoder import OpenVinoEncoder
from feedback_miner.scoring.openvino_graph import split_inputs
from feedback_miner.scoring.outliers import choose_copies

_WORDS = ["the", "card", "was", "refund", "great", "late", "web"]


def _messages(count: int) -> list[ScorableMessage]:
    draw = random.Random(3)
    texts = (" ".join(draw.choices(_WORDS, k=draw.randint(2, 12))) + "." for _ in range(count))
    return [as_message(text, "review") for text in texts]


@pytest.mark.parametrize("build", [build_tiny_model, build_tiny_mpnet])
def test_vectors_are_nearly_those_of_torch(build: Callable[..., Path], tmp_path: Path) -> None:
    folder = build(tmp_path, spread=2.0)  # with more, attention is so sharp that a last digit turns it
    scorer, config = load_scorer(folder, threads=1), open_model_folder(folder).config
    network = scorer.network.float()
    copies = choose_copies(scorer, split_inputs(config.encoder), _messages(20))
    encoder = OpenVinoEncoder(network, config, copies, threads=1)
    draw = torch.Generator().manual_seed(5)
    token_ids = torch.randint(5, config.encoder.vocab_size, (70, 11), generator=draw)
    lengths = torch.randint(3, 12, (70, 1), generator=draw)
    mask = (torch.arange(11) < lengths).long()
    with torch.inference_mode():
        there = mask.bool()
        expected = network.encode(token_ids, mask)[there]
        alike = torch.cosine_similarity(expected, encoder.encode(token_ids, mask)[there])
    assert alike.mean() > 0.999
    assert alike.min() > 0.99


def test_a_message_scores_alike_beside_any_other(tiny_folder: Path) -> None:
    scorer, config = load_scorer(tiny_folder, threads=1), open_model_folder(tiny_folder).config
    other = scorer.read_by(OpenVinoEncoder(scorer.network, config, {}, threads=1))
    alone, beside = _messages(1), _messages(40)
    assert other.score(alone)[0][0].sentiment == pytest.approx(other.score(beside)[0][0].sentiment, abs=2e-3)


def test_the_outcome_is_found_once_and_remembered(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openvino_encoder, "AGREEMENT", 0.0)
    messages = _messages(20)
    first = load_openvino_scorer(tiny_folder, threads=1, messages=messages, memory=tmp_path / "engines")
    [kept] = (tmp_path / "engines").iterdir()
    monkeypatch.setattr(openvino_encoder, "agreement", None)  # a second comparison would fail
    again = load_openvino_scorer(tiny_folder, threads=1, messages=messages, memory=tmp_path / "engines")
    assert agreement(first, again, messages) == {"stage": 1, "touchpoint": 1, "sentiment": 1, "emotions": 1}
    assert kept.read_text("utf-8").startswith('{"agreement":')


def test_a_damaged_memory_is_made_anew(tiny_folder: Path, tmp_path: Path) -> None:
    messages = _messages(20)
    load_openvino_scorer(tiny_folder, threads=1, messages=messages, memory=tmp_path)
    [kept] = tmp_path.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:20])
    load_openvino_scorer(tiny_folder, threads=1, messages=messages, memory=tmp_path)
    assert kept.read_bytes() == whole


def test_torch_reads_where_labels_would_differ(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Deaf(OpenVinoEncoder):
        def encode(self, token_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            return -super().encode(token_ids, attention_mask)

    monkeypatch.setattr(openvino_encoder, "OpenVinoEncoder", Deaf)
    messages = _messages(20)
    with caplog.at_level(logging.WARNING):
        scorer = load_openvino_scorer(tiny_folder, threads=1, messages=messages, memory=tmp_path)
    assert scorer.score(messages) == load_scorer(tiny_folder, threads=1).score(messages)
    assert [record.getMessage().split(":")[0] for record in caplog.records] == ["tiny/1.0.0 reads with torch"]


def _refuse(*_: object, **__: object) -> None:
    raise RuntimeError("no such\ninstruction")


def _broken_library(monkeypatch: pytest.MonkeyPatch, memory: Path) -> None:
    class Finder:
        @staticmethod
        def find_spec(name: str, *_: object) -> None:
            if name == openvino_encoder.__name__:
                raise ImportError("libtbb.so.12: cannot open shared object file")

    monkeypatch.delitem(sys.modules, openvino_encoder.__name__)
    monkeypatch.delattr("feedback_miner.scoring.openvino_encoder")
    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])


def _failing_compiler(monkeypatch: pytest.MonkeyPatch, memory: Path) -> None:
    monkeypatch.setattr(openvino_encoder, "build_graph", _refuse)


def _failing_at_first(monkeypatch: pytest.MonkeyPatch, memory: Path) -> None:
    monkeypatch.setattr(OpenVinoEncoder, "encode", _refuse)


def _other_shapes(monkeypatch: pytest.MonkeyPatch, memory: Path) -> None:
    [kept] = memory.iterdir()
    outcome = json.loads(kept.read_bytes())
    outcome["copies"] = {name: [10_000] for name in outcome["copies"]}
    kept.write_text(json.dumps(outcome), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "known"),
    [
        (_broken_library, False),
        (_failing_compiler, False),
        (_failing_at_first, False),
        (_failing_at_first, True),  # then it fails only when the first message is read
        (_other_shapes, True),
    ],
)
def test_torch_reads_where_openvino_fails(
    *,
    spoil: Callable[[pytest.MonkeyPatch, Path], None],
    known: bool,
    tiny_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(openvino_encoder, "AGREEMENT", 0.0)
    memory, messages = tmp_path / "engines", _messages(20)
    if known:
        load_openvino_scorer(tiny_folder, threads=1, messages=messages, memory=memory)
    spoil(monkeypatch, memory)
    scorer = load_openvino_scorer(tiny_folder, threads=1, messages=messages, memory=memory)
    expected = load_scorer(tiny_folder, threads=1).score(messages)
    assert [scorer.score(messages), scorer.score(messages)] == [expected, expected]
    [said] = [record.getMessage() for record in caplog.records]
    assert said.startswith("tiny/1.0.0 reads with torch: OpenVINO failed (")
    assert "\n" not in said


def test_a_missing_extra_is_said(tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, openvino_encoder.__name__)
    monkeypatch.delattr("feedback_miner.scoring.openvino_encoder")
    monkeypatch.setitem(sys.modules, "feedback_miner.scoring.openvino_graph", None)  # cannot be imported
    with pytest.raises(SetupError, match="is not installed"):
        load_openvino_scorer(tiny_folder, threads=1, messages=_messages(1), memory=tmp_path)


def test_what_cannot_be_kept_is_used_all_the_same(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(openvino_encoder, "AGREEMENT", 0.0)
    memory, messages = tmp_path / "engines", _messages(20)
    memory.write_text("a file where the folder should be")
    scorer = load_openvino_scorer(tiny_folder, threads=1, messages=messages, memory=memory)
    monkeypatch.setattr(OpenVinoEncoder, "encode", _refuse)
    scorer.score(messages)
    kept, read = (record.getMessage().split(":")[0] for record in caplog.records)
    assert kept == "OpenVINO is compared with torch again at the next start"
    assert read == "tiny/1.0.0 reads with torch"  # so until then OpenVINO read


def test_workers_at_their_first_start_do_not_share_a_draft(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, messages = tmp_path / "engines", _messages(20)
    load = partial(load_openvino_scorer, tiny_folder, threads=1, messages=messages, memory=memory)
    drafts: list[Path] = []
    write = Path.write_text

    def write_while_another_starts(path: Path, text: str, **how: Any) -> int:
        drafts.append(path)
        if len(drafts) == 1:
            load()
        return write(path, text, **how)

    monkeypatch.setattr(Path, "write_text", write_while_another_starts)
    load()
    assert len(set(drafts)) == 2
    [kept] = memory.iterdir()
    assert kept.suffix == ".json"


def test_the_network_itself_is_a_reader(tiny_folder: Path) -> None:
    scorer = load_scorer(tiny_folder, threads=1)
    assert isinstance(scorer.network, JourneyNetwork)
    assert scorer.read_by(scorer.network).score(_messages(3)) == scorer.score(_messages(3))


def test_openvino_reports_to_nobody(tmp_path: Path) -> None:
    watched = (
        "import sys\n"
        "seen = []\n"
        "sys.addaudithook(lambda name, _: seen.append(name) if name in ('os.fork', 'socket.connect') else None)\n"
        "import feedback_miner.scoring.openvino_silent\n"
        "print(seen, 'openvino.tools.ovc' in sys.modules)"
    )
    home = os.environ | {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", watched], env=home, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "True"]
    assert list(tmp_path.iterdir()) == []
