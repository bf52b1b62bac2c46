"""The parts of training that a shipped model rests on, with a tiny network and sentences of our own."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from feedback_miner.domain import ScorableMessage
from feedback_miner.scoring.encoding import MessageEncoder, token_id
from feedback_miner.scoring.layout import ModelConfig
from feedback_miner.scoring.network import Answers, JourneyNetwork
from scripts.training.batches import LabelledWindow, label_windows, plan_batches
from scripts.training.calibrate import calibrate
from scripts.training.data import Example, Target, read_examples, split_fold
from scripts.training.evaluate import Judged, judge
from scripts.training.fit import fit_network
from scripts.training.placeholders import with_placeholders
from scripts.training.recipe import Fit, Recipe, read_recipe

_RECIPE = Path(__file__).parents[2] / "scripts" / "train.toml"


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return read_recipe(_RECIPE)


@pytest.fixture(scope="module")
def config(tiny_folder: Path) -> ModelConfig:
    return ModelConfig.model_validate_json((tiny_folder / "config.json").read_bytes())


@pytest.fixture(scope="module")
def tokenizer(tiny_folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(tiny_folder / "tokenizer.json"))


@pytest.fixture(scope="module")
def windows(config: ModelConfig, tokenizer: Tokenizer) -> list[LabelledWindow]:
    """Two kinds of statement that differ in their words and in every label."""
    encoder = MessageEncoder(tokenizer, max_tokens=48, context_tokens=16, sources=config.sources)
    kinds = [("card late {}", Target(0, 0, -1.0, (0,))), ("great refund {}", Target(1, 1, 1.0, (1,)))]
    examples = [_example(text.format("the " * n), target) for text, target in kinds for n in range(12)]
    return label_windows(examples, encoder)


def _example(text: str, *targets: Target) -> Example:
    spans = ((0, len(text)),) * len(targets)
    return Example("own", ScorableMessage(text, "ticket", "", spans), targets)


def _network(config: ModelConfig) -> JourneyNetwork:
    torch.manual_seed(1)
    return JourneyNetwork(config.encoder, len(config.stages), len(config.touchpoints), len(config.emotions))


def _short_fit(recipe: Recipe, epochs: int) -> Fit:
    changes = {
        "epochs": epochs,
        "tokens_per_batch": 200,
        "encoder_learning_rate": 1e-3,
        "head_learning_rate": 0.02,
    }
    return recipe.fit.model_copy(update=changes)


def test_fitting_learns_what_the_labels_say(
    recipe: Recipe, config: ModelConfig, tokenizer: Tokenizer, windows: list[LabelledWindow], tmp_path: Path
) -> None:
    network = _network(config)
    fit = _short_fit(recipe, epochs=20)
    fit_network(network, windows, fit, token_id(tokenizer, "[MASK]"), tmp_path / "c.pt", lambda _: None)
    judged = judge(network, windows)
    assert torch.equal(judged.answers.stage.argmax(1), judged.stage)
    assert torch.equal(judged.answers.touchpoint.argmax(1), judged.touchpoint)
    assert torch.equal(judged.answers.sentiment.sign(), judged.sentiment.sign())


def test_a_resumed_run_ends_as_an_uninterrupted_one(
    recipe: Recipe, config: ModelConfig, tokenizer: Tokenizer, windows: list[LabelledWindow], tmp_path: Path
) -> None:
    fit = _short_fit(recipe, epochs=3)
    mask = token_id(tokenizer, "[MASK]")
    whole = _network(config)
    fit_network(whole, windows, fit, mask, tmp_path / "whole.pt", lambda _: None)

    class CutOff(Exception):
        pass

    def cut_off_after_two(epoch: int) -> None:
        if epoch == 2:
            raise CutOff

    with pytest.raises(CutOff):
        fit_network(_network(config), windows, fit, mask, tmp_path / "cut.pt", cut_off_after_two)
    finished: list[int] = []
    resumed = _network(config)
    fit_network(resumed, windows, fit, mask, tmp_path / "cut.pt", finished.append)
    assert finished == [3]
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, resumed.state_dict()[name]), name


def test_batches_hold_every_window_once_and_stay_small(recipe: Recipe, windows: list[LabelledWindow]) -> None:
    fit = _short_fit(recipe, epochs=1)
    batches = plan_batches(windows, fit, random.Random(5))
    assert sorted(id(w) for batch in batches for w in batch) == sorted(id(w) for w in windows)
    for batch in batches:
        assert len(batch) * max(len(w.window.token_ids) for w in batch) <= fit.tokens_per_batch


_PIECES = [
    "I asked Dawn Miller about it.",
    "Write to a.b@example.org now!",
    "It ends in +44 20 7946 0018.",
    "Card 4111 1111 1111 1111 declined,",
    "order 55123 came late.",
]


@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=6))
def test_placeholders_keep_the_borders_of_statements(pieces: list[str]) -> None:
    spans, at = [], 0
    for piece in pieces:
        spans.append((at, at + len(piece)))
        at += len(piece) + 1
    targets = tuple(Target(n, 0, 0.0, ()) for n in range(len(pieces)))
    example = Example("own", ScorableMessage(" ".join(pieces), "ticket", "", tuple(spans)), targets)
    (changed,) = with_placeholders([example], share=1.0, seed=1)
    expected = {
        _PIECES[0]: "I asked <PERSON> about it.",
        _PIECES[1]: "Write to <EMAIL> now!",
        _PIECES[2]: "It ends in <PHONE>.",
        _PIECES[3]: "Card <CARD> declined,",
        _PIECES[4]: _PIECES[4],
    }
    found = [changed.message.text[start:end] for start, end in changed.message.spans]
    assert found == [expected[piece] for piece in pieces]
    assert changed.targets == targets
    assert with_placeholders([example], share=0.0, seed=1) == [example]


def _judged(stage: torch.Tensor, truth: torch.Tensor, shown: torch.Tensor, emotions: torch.Tensor) -> Judged:
    sentiment = torch.zeros(len(truth))
    return Judged(Answers(stage, stage, sentiment, shown.logit()), truth, truth, sentiment, emotions)


def test_calibration_finds_the_temperature_and_the_thresholds_that_were_put_in() -> None:
    draw = torch.Generator().manual_seed(11)
    honest = torch.randn(6000, 4, generator=draw) * 2
    truth = torch.multinomial(honest.softmax(1), 1, generator=draw).squeeze(1)
    shown = torch.rand(6000, 2, generator=draw)
    emotions = (shown >= 0.35).float()
    calibration = calibrate(_judged(honest * 2.5, truth, shown, emotions), ["joy", "anger"], 3, 3)
    assert calibration.stage_temperature == pytest.approx(2.5, abs=0.2)
    assert calibration.touchpoint_temperature == pytest.approx(2.5, abs=0.2)
    assert calibration.emotion_min == {
        "joy": pytest.approx(0.35, abs=0.01),
        "anger": pytest.approx(0.35, abs=0.01),
    }


def test_labels_and_messages_are_brought_together(recipe: Recipe, tmp_path: Path) -> None:
    items, labels, authored = tmp_path / "items.jsonl", tmp_path / "labels.csv", tmp_path / "authored"
    authored.mkdir()
    items.write_text(
        '{"id": "x:1", "dataset": "x", "source": "survey", "text": "Late. Great!", '
        '"statements": [{"n": 0, "start": 0, "end": 5}, {"n": 1, "start": 6, "end": 12}]}\n',
        encoding="utf-8",
    )
    header = "item_id,statement,stage,touchpoint,sentiment,emotions\n"
    labels.write_text(header + "x:1,1,use,product,2,joy relief\n", encoding="utf-8")
    (authored / "own.jsonl").write_text(
        '{"id": "o:1", "source": "ticket", "statements": [{"text": "Hi.", "stage": "none", "touchpoint": "none", '
        '"sentiment": 0, "emotions": ["neutral"]}, {"text": "Broken.", "stage": "use", "touchpoint": "product", '
        '"sentiment": -1, "emotions": ["anger"]}]}\n',
        encoding="utf-8",
    )
    keys = recipe.labels
    found, written = read_examples(items, labels, authored, keys)
    assert found.message.spans == ((6, 12),), "the statement without a label is context only"
    joy, relief = keys.emotions.index("joy"), keys.emotions.index("relief")
    assert found.targets == (
        Target(keys.stages.index("use"), keys.touchpoints.index("product"), 1.0, (joy, relief)),
    )
    assert written.message.text == "Hi. Broken."
    assert [target.sentiment for target in written.targets] == [0.0, -0.5]
    assert split_fold([found, written], ["authored/own"]) == ([found], [written])
    with pytest.raises(ValueError, match="elsewhere"):
        split_fold([found, written], ["elsewhere"])

    labels.write_text(header + "x:1,1,use,moon,2,joy\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x:1.*moon"):
        read_examples(items, labels, authored, keys)
    labels.write_text(header + "y:9,0,use,product,2,joy\n", encoding="utf-8")
    with pytest.raises(ValueError, match="y:9"):
        read_examples(items, labels, authored, keys)
