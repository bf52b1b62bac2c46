"""`scripts.benchmark scoring` through its front door, and what its figures rest on."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from feedback_miner.errors import FileError
from feedback_miner.scoring.layout import open_model_folder
from feedback_miner.scoring.network import HeadSizes, JourneyNetwork
from scripts.benchmark import main
from scripts.benchmarking.gemm import encoder_operations
from scripts.benchmarking.messages import TOKENS, invent_messages
from scripts.benchmarking.model_steps import STEPS
from scripts.benchmarking.report import markdown, tables
from scripts.benchmarking.results import Benchmark, ModelSpeed, read_benchmark, write_benchmark
from scripts.benchmarking.rounds import Contest, Rates, run_rounds
from scripts.readme import read_part

_AUTHORED = Path(__file__).parents[2] / "models" / "training" / "authored"


def _speed(score: float) -> ModelSpeed:
    return ModelSpeed(
        rates=dict.fromkeys(STEPS, score),
        score_of_encoder=0.85,
        share_of_limit={"fp32": 0.6},
        times_stock={"DistilBERT shape": 12.0, "DistilBERT shape, in batches of 32": 9.0},
        load_seconds=2.5,
        peak_megabytes=601,
    )


@pytest.fixture
def benchmark() -> Benchmark:
    return Benchmark(
        machine="a machine",
        threads=2,
        messages=8,
        rounds=3,
        tokens=TOKENS,
        models={"default/1.0.0": _speed(199.0), "fast/1.0.0": _speed(450.0)},
        others={"clean": 9000.0, "VADER": 30000.0, "DistilBERT shape": 11.0},
        gemm={"oneDNN fp32": 150.0},
    )


@pytest.mark.slow
def test_a_whole_run_is_kept_and_written(
    models: Path, tmp_path: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    places = ["--models-dir", models, "--models", "tiny", "--kept", kept, "--readme", page]
    sizes = ["--messages", "4", "--rounds", "1", "--threads", "1"]
    main(["scoring", *sizes, *map(str, places), "--write"])
    measured = read_benchmark(kept)
    speed = measured.models["tiny/1.0.0"]
    assert set(speed.rates) == set(STEPS)
    assert min(*speed.rates.values(), *measured.others.values(), *measured.gemm.values()) > 0
    assert speed.load_seconds > 0
    assert 50 < speed.peak_megabytes < 4000
    assert read_part(page, "benchmark") == markdown(measured)
    assert "the whole of `score`" in capsys.readouterr().out


def test_the_page_is_written_anew_from_what_is_kept(benchmark: Benchmark, tmp_path: Path, page: Path) -> None:
    write_benchmark(benchmark, tmp_path / "kept.json")
    main(["scoring", "--again", "--write", "--kept", str(tmp_path / "kept.json"), "--readme", str(page)])
    assert read_part(page, "benchmark") == markdown(benchmark)
    assert read_part(page, "evaluation") == "old"


def test_what_misses_its_aim_is_marked(benchmark: Benchmark) -> None:
    *_, (_, aims) = tables(benchmark)
    cells = {row[0]: row[1:] for row in aims.rows}
    assert cells["`score`, messages a second"] == ("199 ✗", "≥ 200", "450", "–")
    assert cells["`import`, messages a second"] == ("199 ✓", "≥ 150", "450 ✓", "≥ 400")
    assert cells["memory at most, MB"] == ("601 ✓", "≤ 900", "601 ✗", "≤ 600")
    assert cells["encoder, in parts of the machine's bf16 limit"] == ("–", "≥ 0.5", "–", "≥ 0.5")
    assert cells["encoder, in parts of the machine's fp32 limit"] == ("0.60", "–", "0.60", "–")
    batched = "`score`, times a DistilBERT shape asked 4 times, in batches of 32"
    assert cells[batched] == ("9.0 ✗", "≥ 10", "9.0 ✗", "≥ 30")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--rounds", "0"], 2, "at least 1"),
        (["--frobnicate"], 2, "--frobnicate"),
        (["--models", "big"], 1, "no model “big”"),
        (["--again", "--kept", "nowhere.json"], 1, "no benchmark was written yet"),
    ],
)
def test_wrong_calls(
    arguments: list[str], status: int, said: str, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["scoring", "--models-dir", str(models), *arguments])
    assert exit_.value.code == status
    assert said in " ".join(capsys.readouterr().err.split())


def test_messages_are_different_and_of_one_length(models: Path, own: Path) -> None:
    tokenizer = Tokenizer.from_file(str(models / "tiny" / "1.0.0" / "tokenizer.json"))
    messages = invent_messages(_AUTHORED, tokenizer, 50)
    assert len(set(messages)) == 50
    assert {len(tokenizer.encode(m, add_special_tokens=False).ids) for m in messages} == {TOKENS - 2}
    with pytest.raises(FileError, match="take fewer"):
        invent_messages(own / "authored", tokenizer, 50)


def test_every_round_is_told_its_number_and_the_first_does_not_count() -> None:
    told: list[tuple[str, int]] = []
    contests = [Contest(name, 10, lambda n, name=name: told.append((name, n))) for name in "ab"]  # type: ignore[misc]
    rates = run_rounds(contests, 3)
    assert told == [(name, n) for n in range(4) for name in "ab"]
    assert {name: len(seen) for name, seen in rates.by_round.items()} == {"a": 3, "b": 3}


def test_a_ratio_is_taken_within_each_round() -> None:
    # the machine was half as fast in the second round, and the third was a hiccup of one
    rates = Rates({"a": [200.0, 100.0, 20.0], "b": [100.0, 50.0, 100.0]})
    assert rates.ratio("a", "b") == 2
    assert rates.median("a") == 100


def test_operations_are_those_that_the_encoder_does(models: Path) -> None:
    shape = open_model_folder(models / "tiny" / "1.0.0").config.encoder
    network = JourneyNetwork(shape, HeadSizes(2, 2, 2)).eval()
    token_ids = torch.zeros(3, 20, dtype=torch.long)
    # attention as plain products: in one piece the counter does not see it
    plain, counter = sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False)
    with torch.inference_mode(), plain, counter:
        network.encode(token_ids, torch.ones_like(token_ids))
    assert 3 * encoder_operations(shape, 20) == pytest.approx(counter.get_total_flops(), rel=0.01)


def test_a_file_of_many_rows_comes_in_whole_and_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["import", "--rows", "1200"])
    shown = capsys.readouterr().out
    assert shown.startswith("1,200 rows, ")
    lines = {line.split("|")[1].strip(): line for line in shown.splitlines() if line.startswith("| ")}
    bare, whole = (
        float(lines[name].split("|")[3].replace(",", ""))
        for name in ("pyarrow, a bare read of the file", "import, model and text room stood in for")
    )
    assert bare > whole > 0
    assert "MB at most" in shown


def test_no_rows_are_nothing_to_time(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "--rows", "3"])
    assert "--rows" in capsys.readouterr().err
