"""Another model is set, and all history is brought to it: through the command line, with two real, tiny models."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from feedback_miner.bootstrap import House, open_house
from feedback_miner.cli import main
from feedback_miner.domain import Rescore, RescoreState, ScorableMessage, StatementFilter
from feedback_miner.errors import Conflict, ModelError
from feedback_miner.mining import Question
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.settings import Settings
from tests.tiny_model import build_tiny_model, build_tiny_mpnet

Run = Callable[..., tuple[int, str, str]]

OLD, NEW = "tiny/1.0.0", "tiny-mpnet/1.0.0"
ROWS = "".join(
    f"{n},2026-03-0{1 + n % 9},c{n % 4}@example.com,The card number {n} was late. Refund {n * n} was great!\n"
    for n in range(40)
)
CSV = "Ticket ID,Created at,Customer email,Message\n" + ROWS


@pytest.fixture(scope="module")
def two_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two models that disagree."""
    folder = tmp_path_factory.mktemp("two-models")
    build_tiny_model(folder)
    build_tiny_mpnet(folder)
    return folder


@pytest.fixture
def run(
    two_models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Calls `feedback-miner …` with a model set; returns exit status, standard output and standard error."""
    monkeypatch.setenv("FEEDBACK_MINER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FEEDBACK_MINER_MODELS_DIR", str(two_models))
    monkeypatch.setenv("FEEDBACK_MINER_CHUNK_ROWS", "7")

    def run_(model: str, *arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setenv("FEEDBACK_MINER_MODEL", model)
        monkeypatch.setattr("sys.argv", ["feedback-miner", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit_:
            main()
        captured = capsys.readouterr()
        return int(exit_.value.code or 0), captured.out, captured.err

    return run_


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Path:
    """A file that the old model scored."""
    file = tmp_path / "tickets.csv"
    file.write_text(CSV)
    assert run(OLD, "import", file)[0] == 0
    return file


@pytest.fixture
def opened(run: Run, imported: Path) -> Iterator[House]:
    """The house that the new model is set in, after the import."""
    run(NEW, "rescore", "list")
    with open_house(Settings()) as house:
        yield house


def journey(run: Run, model: str) -> Any:
    status, text, _ = run(model, "map", "--json")
    assert status == 0
    return json.loads(text)


def labels(house: House) -> dict[str, object]:
    page = house.store.statements(
        "default", house.mining.maps.cut("default", Question()), StatementFilter(), cursor=None, limit=200
    )
    return {statement.text: statement.model_labels for statement in page.items}


def test_all_history_is_brought_to_the_model_that_is_set(run: Run, imported: Path, tmp_path: Path) -> None:
    before = journey(run, OLD)
    assert journey(run, NEW) == before
    status, said, errors = run(NEW, "rescore")
    assert (status, errors) == (0, "")
    assert "40 messages are of tiny-mpnet/1.0.0 now" in said
    after = journey(run, NEW)
    assert after != before
    assert after["coverage"] == {**after["coverage"], "items": before["coverage"]["items"]}
    assert run(NEW, "doctor")[0] == 0
    status, said, _ = run(NEW, "import", imported)
    assert "40 unchanged" in said
    assert run(NEW, "rescore")[:2] == (
        0,
        "There is nothing to do: everything scored is of tiny-mpnet/1.0.0 already.\n",
    )


def test_it_is_as_if_the_new_model_had_scored_it_at_once(
    run: Run, imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(NEW, "rescore")
    rescored = journey(run, NEW)
    monkeypatch.setenv("FEEDBACK_MINER_DATA_DIR", str(tmp_path / "another"))
    run(NEW, "import", imported)
    assert journey(run, NEW) == rescored


def test_it_says_what_it_did_in_json(run: Run, imported: Path) -> None:
    status, said, _ = run(NEW, "rescore", "--json")
    done = json.loads(said)
    assert (status, done["model"]) == (0, NEW)
    assert (done["rescore"]["state"], done["rescore"]["items_done"]) == ("done", 40)
    assert json.loads(run(NEW, "rescore", "--json")[1]) == {"model": NEW, "rescore": None}
    assert [one["state"] for one in json.loads(run(NEW, "rescore", "list", "--json")[1])] == ["done"]


def test_what_statements_are_about_comes_with_their_scores(opened: House, two_models: Path) -> None:
    before = about(opened, OLD)
    assert before.keys() == labels(opened).keys()
    assert_said_by(opened, two_models / OLD, before)
    done = opened.mining.rescoring.run("default")
    assert done is not None
    assert about(opened, OLD) == {}
    after = about(opened, NEW)
    assert after.keys() == before.keys()
    assert_said_by(opened, two_models / NEW, after)


def about(house: House, model: str) -> dict[str, NDArray[np.float32]]:
    """Words → what they are about."""
    house.store.forget_themes("default")
    found = house.store.unplaced("default", model, limit=1_000)
    return dict(zip(found.text, found.vectors, strict=True))


def assert_said_by(house: House, model: Path, vectors: dict[str, NDArray[np.float32]]) -> None:
    items = [house.store.feedback("default", number).item for number in range(1, 41)]
    messages = [
        ScorableMessage(
            item.text, item.source, item.channel, tuple((s.start, s.end) for s in item.statements)
        )
        for item in items
    ]
    _, said = load_scorer(model, threads=1).score_with_vectors(messages)
    words = [message.text[start:end] for message in messages for start, end in message.spans]
    for text, vector in zip(words, said, strict=True):
        assert vector @ vectors[text] > 0.999


def test_one_that_was_killed_goes_on_where_it_was(opened: House) -> None:
    rescoring = opened.mining.rescoring
    before, begun = labels(opened), rescoring.begin("default")
    assert begun is not None
    for number in rescoring.chunks_left("default", begun.id)[:3]:
        rescoring.carry_chunk("default", begun.id, number)
    assert [one.id for one in rescoring.unfinished()] == [begun.id]
    progress = rescoring.progress(rescoring.get("default", begun.id))
    assert (progress.done, progress.total) == (21, 40)
    assert labels(opened) == before
    told: list[int] = []
    done = rescoring.run("default", tell=lambda rescore: told.append(rescore.items_done))
    assert done is not None
    assert (done.id, done.state) == (begun.id, RescoreState.DONE)
    assert told == [21, 28, 35, 40]
    assert labels(opened) != before
    assert opened.store.recount("default")


def test_workers_that_come_late_or_twice_change_nothing(opened: House) -> None:
    rescoring = opened.mining.rescoring
    begun = rescoring.begin("default")
    assert begun is not None
    numbers = rescoring.chunks_left("default", begun.id)
    carried = [rescoring.carry_chunk("default", begun.id, number) for number in (*numbers, numbers[0])]
    assert [one.carried for one in carried] == [False] * (len(numbers) - 1) + [True, True]
    done = rescoring.finish("default", begun.id)
    assert rescoring.finish("default", begun.id) == done
    assert rescoring.carry_chunk("default", begun.id, numbers[0]) == done
    assert opened.store.recount("default")


def test_one_that_is_cancelled_meanwhile_stops(opened: House) -> None:
    rescoring, before = opened.mining.rescoring, labels(opened)
    with pytest.raises(Conflict, match="cancelled"):
        rescoring.run("default", tell=lambda rescore: _cancelled(opened, rescore))
    assert labels(opened) == before
    assert opened.store.recount("default")


def _cancelled(house: House, rescore: Rescore) -> None:
    if rescore.chunks_done == 2:
        house.mining.rescoring.cancel("default", rescore.id)


def test_a_model_that_fails_leaves_everything_to_be_gone_on_with(
    opened: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    rescoring, before = opened.mining.rescoring, labels(opened)

    def broken() -> None:
        raise ModelError("The model is broken.")

    with monkeypatch.context() as patched:
        patched.setattr(rescoring, "_scorer", broken)
        with pytest.raises(ModelError):
            rescoring.run("default")
    (left,) = rescoring.newest("default", limit=9)
    failed = rescoring.fail("default", left.id, "The model is broken.")
    assert (failed.state, rescoring.unfinished()) == (RescoreState.FAILED, [])
    assert labels(opened) == before
    done = rescoring.run("default")
    assert done is not None
    assert (done.id, done.state, done.error) == (left.id, RescoreState.DONE, None)


def test_a_cancelled_one_leaves_the_map_as_it_was(run: Run, opened: House) -> None:
    rescoring, before = opened.mining.rescoring, labels(opened)
    begun = rescoring.begin("default")
    assert begun is not None
    rescoring.carry_chunk("default", begun.id, 0)
    assert "cancelled" in run(NEW, "rescore", "cancel")[1]
    assert labels(opened) == before
    assert opened.store.recount("default")
    status, _, errors = run(NEW, "rescore", "cancel")
    assert status == 1
    assert "No re-scoring is under way." in errors


def test_an_address_is_for_a_cluster(run: Run) -> None:
    status, _, errors = run(NEW, "rescore", "--address", "10.0.0.5:6379")
    assert status == 2
    assert "--engine ray" in errors
