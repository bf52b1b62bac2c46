"""`scripts.evaluate` through its front door, with a tiny model and sentences of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.evaluate import main
from scripts.evaluation.report import markdown
from scripts.evaluation.results import Evaluation, read_evaluation
from scripts.readme import read_part
from tests.scripts.measured_folder import build_measured_folder

_PROGRAM = Path(__file__).parents[3] / "shared" / "evaluate" / "score_predictions.py"

Evaluate = Callable[..., None]


@pytest.fixture
def evaluate(erring_models: Path, own: Path, tmp_path: Path, page: Path) -> Evaluate:
    """Calls the command with the tiny model, so that it writes nothing outside the test's folder."""

    def call(*arguments: str | Path) -> None:
        places = ["--models-dir", erring_models, "--models", "tiny", "--own", own, "--threads", "1"]
        kept = ["--kept", tmp_path / "kept.json", "--readme", page]
        main([*map(str, places), *map(str, kept), *map(str, arguments)])

    return call


@pytest.fixture(scope="module")
def evaluation(
    erring_models: Path,
    measured: Path,
    own: Path,
    tiny_encoder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Evaluation:
    """What a whole run keeps; the page is written in the same run."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "README.md").write_text("<!-- evaluation: begin -->\n<!-- evaluation: end -->\n")
    options = {
        "--data": measured,
        "--encoder": tiny_encoder,
        "--models-dir": erring_models,
        "--models": "tiny",
        "--own": own,
        "--threads": "1",
        "--kept": folder / "docs" / "evaluation.json",
        "--readme": folder / "README.md",
    }
    main([*(str(word) for option in options.items() for word in option), "--write"])
    kept = read_evaluation(folder / "docs" / "evaluation.json")
    assert read_part(folder / "README.md", "evaluation") == markdown(kept)
    return kept


@pytest.mark.slow
def test_everybody_is_asked_what_they_can_answer(evaluation: Evaluation) -> None:
    everybody = {"tiny/1.0.0", "frozen vectors", "majority", "VADER", "TextBlob"}
    assert set(evaluation.labels.figures) == everybody
    assert {name: set(test.figures) for name, test in evaluation.public.items()} == {
        "goemotions": everybody - {"VADER", "TextBlob"},
        "semeval": everybody,
        "airline": everybody,
        "tweeteval": {"tiny/1.0.0", "frozen vectors"},
    }


@pytest.mark.slow
def test_what_can_be_counted_by_hand_is_right(evaluation: Evaluation) -> None:
    # 40 reviews of three statements and 10 tickets of two; "use" and "support" are equally common in training,
    # but for the authored message, which has one of each
    assert evaluation.labels.size == 140
    assert evaluation.labels.figures["majority"]["stage accuracy"].value == pytest.approx(50 / 140, abs=1e-3)
    assert evaluation.labels.figures["frozen vectors"]["stage accuracy"].value == 1
    assert list(evaluation.sources) == ["review"]
    assert evaluation.sources["review"].size == 120
    assert evaluation.sources["review"].figures["majority"]["stage accuracy"].value == pytest.approx(
        1 / 3, abs=1e-3
    )
    assert {name: test.size for name, test in evaluation.public.items()} == {
        "goemotions": 84,
        "semeval": 12,
        "airline": 12,
        "tweeteval": 24,
    }


@pytest.mark.slow
def test_a_lexicon_has_no_figures_but_those_of_sentiment(evaluation: Evaluation) -> None:
    for name in ("VADER", "TextBlob"):
        assert set(evaluation.labels.figures[name]) == {"sentiment macro-F1"}
        for test in ("semeval", "airline"):
            assert evaluation.public[test].figures[name]["macro-F1"].value == 1


@pytest.mark.slow
def test_one_answer_for_all_texts_is_worth_what_it_is(evaluation: Evaluation) -> None:
    # a third of the tweets each: F1 of the one that is said is 1/2
    assert evaluation.public["semeval"].figures["majority"]["macro-F1"].value == pytest.approx(
        1 / 6, abs=1e-3
    )
    # 3 of 84 texts are neutral
    neutral = 2 * 3 / (84 + 3)
    assert evaluation.public["goemotions"].figures["majority"]["macro-F1"].value == pytest.approx(
        neutral / 28, abs=1e-3
    )


@pytest.mark.slow
def test_shares_are_corrected_where_the_model_knows_how_it_errs(evaluation: Evaluation) -> None:
    figures = evaluation.labels.figures
    assert figures["tiny/1.0.0"]["map: corrected stage shares off by"].value == pytest.approx(0, abs=1e-6)
    assert "map: corrected stage shares off by" not in figures["frozen vectors"]


@pytest.mark.slow
def test_the_page_is_written_anew_from_what_is_kept(
    evaluation: Evaluation, evaluate: Evaluate, tmp_path: Path, page: Path
) -> None:
    (tmp_path / "kept.json").write_text(evaluation.model_dump_json())
    evaluate("--write")
    assert read_part(page, "evaluation") == markdown(evaluation)
    assert read_part(page, "benchmark") == "old"
    assert page.read_text().startswith("# A page\n")
    assert page.read_text().endswith("The end.\n")


@pytest.mark.slow
def test_a_sample_without_an_encoder(
    evaluate: Evaluate, measured: Path, page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--data", measured, "--limit", "6")
    printed, said = capsys.readouterr()
    assert "frozen vectors is left out" in said
    assert "frozen vectors" not in printed
    assert "at most 6 texts" in printed
    assert not (tmp_path / "kept.json").exists()
    assert read_part(page, "evaluation") == "old"


@pytest.mark.slow
@pytest.mark.skipif(not _PROGRAM.is_file(), reason=f"THE MEASURE ITSELF IS NOT HERE: {_PROGRAM}")
def test_with_the_measure_itself(
    evaluate: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--data", build_measured_folder(tmp_path / "measured", _PROGRAM), "--limit", "6")
    printed, _ = capsys.readouterr()
    cells = {line[2:40].strip(): line[40:].split() for line in printed.splitlines()}
    assert "0.357" in cells["stage accuracy"]
    assert cells["sentiment macro-F1"].count("1.000") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--data"),
        (["--limit", "5"], "--data"),
        (["--data", "x", "--limit", "0"], "at least 1"),
        (["--data", "x", "--limit", "5", "--write"], "sample"),
        (["--data", "x", "--frobnicate"], "--frobnicate"),
    ],
)
def test_wrong_calls(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert said in capsys.readouterr().err


def test_what_is_missing_is_named(
    evaluate: Evaluate, measured: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said_of(*arguments: str | Path) -> str:
        with pytest.raises(SystemExit) as exit_:
            evaluate(*arguments)
        assert exit_.value.code == 1
        return " ".join(capsys.readouterr().err.split())

    assert "data/items_dev.jsonl and" in said_of("--data", tmp_path / "nowhere")
    assert "no model “big”" in said_of("--data", measured, "--models", "big")
    assert "config.json, model.safetensors" in said_of("--data", measured, "--encoder", tmp_path)
    assert "no evaluation was written yet" in said_of("--write")


@pytest.mark.slow
def test_a_measure_that_fails_says_why(
    evaluate: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit('the labels are upside down')")
    folder = build_measured_folder(tmp_path / "measured", broken)
    with pytest.raises(SystemExit):
        evaluate("--data", folder, "--limit", "6")
    assert "the labels are upside down" in " ".join(capsys.readouterr().err.split())
