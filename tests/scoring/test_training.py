"""The parts of training that a shipped model rests on, with a tiny network and sentences of our own."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from torch.nn.functional import one_hot

from feedback_miner.domain import ScorableMessage
from feedback_miner.scoring.encoding import MessageEncoder, token_id
from feedback_miner.scoring.layout import ModelConfig
from feedback_miner.scoring.network import Answers, HeadSizes, JourneyNetwork
from feedback_miner.scoring.scorer import JourneyScorer
from scripts.training.batches import ExampleWindow, Truth, plan_batches, windows_of
from scripts.training.calibrate import calibrate
from scripts.training.evaluate import Judged, judge
from scripts.training.examples import Example, Target, split_fold
from scripts.training.fit import Lessons, fit_network
from scripts.training.journey import read_authored, read_found, read_items
from scripts.training.losses import ClassWeights, loss_of
from scripts.training.placeholders import with_placeholders
from scripts.training.public import read_goemotions
from scripts.training.recipe import Phase, Recipe, read_recipe
from scripts.training.teaching import read_unlabelled, taught

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
def encoder(config: ModelConfig, tokenizer: Tokenizer) -> MessageEncoder:
    return MessageEncoder(
        tokenizer,
        config.encoder.special_tokens,
        max_tokens=48,
        context_tokens=16,
        sources=config.sources,
        channels=config.channels,
    )


@pytest.fixture(scope="module")
def windows(encoder: MessageEncoder) -> list[ExampleWindow]:
    """Two kinds of statement that differ in their words and in every label, and a third whose journey is unknown."""
    kinds = [
        ("card late {}", Target({0: 1.0}, {0: 1.0}, -1.0, {0: 1.0, 1: 0.0})),
        ("great refund {}", Target({1: 1.0}, {1: 1.0}, 1.0, {0: 0.0, 1: 1.0})),
        ("was the social {}", Target(goemotions=(3,))),
    ]
    examples = [_example(text.format("the " * n), target) for text, target in kinds for n in range(12)]
    return windows_of(examples, encoder)


def _example(text: str, *targets: Target) -> Example:
    spans = ((0, len(text)),) * len(targets)
    return Example("own", ScorableMessage(text, "ticket", "", spans), targets)


def _network(config: ModelConfig) -> JourneyNetwork:
    torch.manual_seed(1)
    sizes = HeadSizes(len(config.stages), len(config.touchpoints), len(config.emotions))
    return JourneyNetwork(config.encoder, sizes)


def _lessons(config: ModelConfig, windows: list[ExampleWindow], mask: int, *epochs: int) -> Lessons:
    phases = [Phase(epochs=n, encoder_learning_rate=1e-3, head_learning_rate=0.02) for n in epochs]
    even = ClassWeights(torch.ones(len(config.stages)), torch.ones(len(config.touchpoints)))
    return Lessons(phases, lambda _phase, _epoch: windows, even, mask, "mine")


def test_fitting_learns_what_the_labels_say(
    recipe: Recipe, config: ModelConfig, tokenizer: Tokenizer, windows: list[ExampleWindow], tmp_path: Path
) -> None:
    network = _network(config)
    lessons = _lessons(config, windows, token_id(tokenizer, "[MASK]"), 5, 20)
    fit = recipe.fit.model_copy(update={"tokens_per_batch": 200})
    fit_network(network, lessons, fit, tmp_path / "c.pt", lambda _phase, _epoch: None)
    judged = judge(network, windows)
    known = ~judged.truth.sentiment.isnan()
    assert torch.equal(judged.answers.stage.argmax(1)[known], judged.truth.stage.argmax(1)[known])
    assert torch.equal(judged.answers.touchpoint.argmax(1)[known], judged.truth.touchpoint.argmax(1)[known])
    assert torch.equal(judged.answers.sentiment.sign()[known], judged.truth.sentiment.sign()[known])
    assert set(judged.answers.goemotions[~known].argmax(1).tolist()) == {3}


def test_what_is_not_known_of_a_statement_teaches_nothing(
    recipe: Recipe, config: ModelConfig, windows: list[ExampleWindow]
) -> None:
    network = _network(config)
    unknown = [w for w in windows if w.targets[0].stage is None]
    judged = judge(network, unknown)
    even = ClassWeights(torch.ones(len(config.stages)), torch.ones(len(config.touchpoints)))
    other = Answers(
        judged.answers.stage.flip(1),
        judged.answers.touchpoint.flip(1),
        judged.answers.sentiment + 9,
        judged.answers.emotions - 9,
        judged.answers.goemotions,
    )
    loss = loss_of(judged.answers, judged.truth, even, recipe.fit)
    assert loss > 0
    assert torch.equal(loss, loss_of(other, judged.truth, even, recipe.fit))


def test_a_resumed_run_ends_as_an_uninterrupted_one(
    recipe: Recipe, config: ModelConfig, tokenizer: Tokenizer, windows: list[ExampleWindow], tmp_path: Path
) -> None:
    fit = recipe.fit.model_copy(update={"tokens_per_batch": 200})
    lessons = _lessons(config, windows, token_id(tokenizer, "[MASK]"), 2, 1)
    whole = _network(config)
    fit_network(whole, lessons, fit, tmp_path / "whole.pt", lambda _phase, _epoch: None)

    class CutOff(Exception):
        pass

    def cut_off_in_the_second_epoch(_phase: int, epoch: int) -> None:
        if epoch == 1:
            raise CutOff

    with pytest.raises(CutOff):
        fit_network(_network(config), lessons, fit, tmp_path / "cut.pt", cut_off_in_the_second_epoch)
    finished: list[tuple[int, int]] = []
    resumed = _network(config)
    fit_network(resumed, lessons, fit, tmp_path / "cut.pt", lambda *done: finished.append(done))
    assert finished == [(0, 1), (1, 0)]
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, resumed.state_dict()[name]), name


def test_batches_hold_every_window_once_and_stay_small(windows: list[ExampleWindow]) -> None:
    batches = plan_batches(windows, 200, random.Random(5))
    assert sorted(id(w) for batch in batches for w in batch) == sorted(id(w) for w in windows)
    for batch in batches:
        assert len(batch) * max(len(w.window.token_ids) for w in batch) <= 200


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
    targets = tuple(Target({n: 1.0}, {0: 1.0}, 0.0) for n in range(len(pieces)))
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


def _judged(
    stage: torch.Tensor,
    truth: torch.Tensor,
    shown: torch.Tensor,
    emotions: torch.Tensor,
    datasets: tuple[str, ...] = (),
) -> Judged:
    sentiment = torch.zeros(len(truth))
    unknown = torch.full((len(truth), 28), torch.nan)
    return Judged(
        Answers(stage, stage, sentiment, shown.logit(), unknown),
        Truth(one_hot(truth), one_hot(truth), sentiment, emotions, unknown),
        datasets or ("one",) * len(truth),
    )


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


def test_no_data_set_rules_the_temperature_by_its_size() -> None:
    draw = torch.Generator().manual_seed(12)

    def temperature(statements: tuple[int, int]) -> float:
        """Of one data set whose probabilities are honest, and one that is three times too sure."""
        parts = []
        for n, sure in zip(statements, (1.0, 3.0), strict=True):
            honest = torch.randn(n, 4, generator=draw) * 2
            parts.append((honest * sure, torch.multinomial(honest.softmax(1), 1, generator=draw).squeeze(1)))
        logits, truth = (torch.cat(column) for column in zip(*parts, strict=True))
        shown = torch.rand(sum(statements), 1, generator=draw)
        names = ("honest",) * statements[0] + ("sure",) * statements[1]
        judged = _judged(logits, truth, shown, (shown >= 0.5).float(), names)
        return calibrate(judged, ["joy"], 3, 3).stage_temperature

    alike = temperature((1000, 1000))
    assert 1.2 < alike < 2.6
    assert temperature((5000, 500)) == pytest.approx(alike, abs=0.25)


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
    (found,), (written,) = read_found(read_items(items), labels, keys), read_authored(authored, keys)
    assert found.message.spans == ((6, 12),), "the statement without a label is context only"
    joy, relief = keys.emotions.index("joy"), keys.emotions.index("relief")
    assert found.targets == (
        Target(
            {keys.stages.index("use"): 1.0},
            {keys.touchpoints.index("product"): 1.0},
            1.0,
            {n: float(n in (joy, relief)) for n in range(len(keys.emotions))},
        ),
    )
    assert written.message.text == "Hi. Broken."
    assert [target.sentiment for target in written.targets] == [0.0, -0.5]
    assert split_fold([found, written], ["authored/own"]) == ([found], [written])
    with pytest.raises(ValueError, match="elsewhere"):
        split_fold([found, written], ["elsewhere"])

    labels.write_text(header + "x:1,1,use,moon,2,joy\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"x:1.*moon"):
        read_found(read_items(items), labels, keys)
    labels.write_text(header + "y:9,0,use,product,2,joy\n", encoding="utf-8")
    with pytest.raises(ValueError, match="y:9"):
        read_found(read_items(items), labels, keys)


_GOEMOTIONS = (
    "admiration amusement anger annoyance approval caring confusion curiosity desire disappointment disapproval "
    "disgust embarrassment excitement fear gratitude grief joy love nervousness optimism pride realization relief "
    "remorse sadness surprise neutral"
)


def test_goemotions_teaches_those_of_our_emotions_that_it_knows(recipe: Recipe, tmp_path: Path) -> None:
    (tmp_path / "labels.txt").write_text(_GOEMOTIONS.replace(" ", "\n"), encoding="utf-8")
    (tmp_path / "own.tsv").write_text("ha, what a day\t1,20\tid1\nso be it\t27\tid2\n", encoding="utf-8")
    keys = recipe.labels
    (laughing, _, first), (_, _, second) = read_goemotions(tmp_path / "own.tsv", keys)
    assert laughing == "ha, what a day"
    assert (first.goemotions, second.goemotions) == ((1, 20), (27,))
    assert first.emotions is not None
    assert second.emotions is not None
    assert {keys.emotions[n] for n, shown in first.emotions.items() if shown} == {"joy", "hope"}
    assert not any(second.emotions.values())
    assert keys.emotions.index("skepticism") not in first.emotions, "GoEmotions does not ask for it"
    assert first.stage is None


@pytest.mark.parametrize("trust", [0.0, 0.3, 1.0])
def test_a_teacher_and_a_label_share_a_target(tiny: JourneyScorer, recipe: Recipe, trust: float) -> None:
    keys = recipe.labels
    label = Target({2: 1.0}, {5: 1.0}, -1.0, dict.fromkeys(range(len(keys.emotions)), 0.0))
    labelled, unlabelled = _example("the card was late", label), _example("great refund", Target())
    mixed, said = (example.targets[0] for example in taught([labelled, unlabelled], tiny, keys, trust))
    ((scores,), (others,)) = tiny.score([labelled.message, unlabelled.message])
    assert mixed.stage is not None
    assert dict(mixed.stage) == {
        n: pytest.approx((1 - trust) * (n == 2) + trust * scores.stage[key])
        for n, key in enumerate(keys.stages)
    }
    assert mixed.sentiment == pytest.approx(-(1 - trust) + trust * scores.sentiment)
    assert said.touchpoint == {n: others.touchpoint[key] for n, key in enumerate(keys.touchpoints)}
    assert said.emotions == {n: others.emotions[key] for n, key in enumerate(keys.emotions)}


def test_messages_that_are_labelled_are_not_read_again_without_labels(recipe: Recipe) -> None:
    spans = [{"n": 0, "start": 0, "end": 5}]
    lines = [
        {"id": text, "dataset": "g2", "source": "review", "text": text, "statements": spans}
        for text in ("Fine.", "Late.")
    ]
    (read,) = read_unlabelled(lines, recipe.labels, without=[_example("Fine.", Target())])
    assert (read.message.text, read.message.channel, read.targets) == ("Late.", "g2", (Target(),))
