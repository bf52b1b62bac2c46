"""What happens at the edges of an import: kills, races, twins, threads, and personal data in odd places."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from feedback_miner.bootstrap import House, open_house
from feedback_miner.domain import ImportState, StatementFilter
from feedback_miner.errors import Busy, Conflict, Outdated
from feedback_miner.mining import Question, Wish
from feedback_miner.settings import Settings
from tests.whole.conftest import Bring

HEADER = "Id,Date,Customer,Author,Text\n"


def rows(count: int) -> str:
    return HEADER + "".join(
        f"{n},2026-03-02,c{n},customer,Comment {n} about the slow app\n" for n in range(count)
    )


def stored_bytes(house: House) -> bytes:
    return b"".join(path.read_bytes() for path in house.settings.data_dir.rglob("*") if path.is_file())


def killed_after(house: House, chunks: int, content: str) -> str:
    """Submits a file, and breaks off the run as a kill would."""
    job = house.mining.imports.submit("default", file="a.csv", blocks=[content.encode()], wish=Wish())
    write, calls = house.store.write_chunk, list[object]()

    def dies(*args: object, **kwargs: object) -> object:
        calls.append(args)
        if len(calls) > chunks:
            raise KeyboardInterrupt
        return write(*args, **kwargs)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.store, "write_chunk", dies)
        with pytest.raises(KeyboardInterrupt):
            house.mining.runs.run("default", job.id)
    return job.id


@pytest.mark.parametrize("other", [3, 11, 512])
def test_a_run_goes_on_with_chunks_of_the_size_it_began_with(
    house: House, settings: Settings, other: int
) -> None:
    import_id = killed_after(house, 2, rows(40))
    with open_house(settings.model_copy(update={"chunk_rows": other})) as again:
        done = again.mining.runs.run("default", import_id)
    assert (done.state, done.report.read, done.report.added) == (ImportState.DONE, 40, 40)
    assert house.store.recount("default")


def test_an_interrupted_import_can_be_taken_out(house: House) -> None:
    import_id = killed_after(house, 2, rows(40))
    assert house.mining.imports.undo("default", import_id).state is ImportState.UNDONE
    assert house.mining.maps.read("default", Question()).coverage.items == 0
    assert house.mining.runs.run("default", import_id).state is ImportState.UNDONE
    with pytest.raises(Conflict):
        house.mining.imports.undo("default", import_id)


def test_a_waiting_import_can_be_withdrawn_and_never_runs_unanswered(bring: Bring, house: House) -> None:
    waiting = bring("a.csv", "Date,Comment text\n03/04/2026,The parcel came late again\n")
    assert waiting.state is ImportState.NEEDS_MAPPING
    house.mining.imports.undo("default", waiting.id)
    assert not list((house.settings.data_dir / "spool").iterdir())


@pytest.mark.parametrize(
    "error", [Busy("Somebody else writes."), Outdated("Restart it."), Conflict("It is not what it was.")]
)
def test_what_hinders_a_chunk_leaves_the_import_to_be_run_again(house: House, error: Exception) -> None:
    job = house.mining.imports.submit("default", file="a.csv", blocks=[rows(9).encode()], wish=Wish())

    def hindered(*_: object, **__: object) -> object:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.store, "write_chunk", hindered)
        with pytest.raises(Busy):
            house.mining.runs.run("default", job.id)
    assert house.mining.runs.run("default", job.id).state is ImportState.DONE


def test_what_was_undone_meanwhile_is_scored_again(bring: Bring, house: House) -> None:
    first = bring("a.csv", rows(9))
    job = house.mining.imports.submit("default", file="a.csv", blocks=[rows(9).encode()], wish=Wish())
    unchanged = house.store.unchanged

    def then_undone(*args: object) -> frozenset[str]:
        found = unchanged(*args)  # type: ignore[arg-type]
        if house.mining.imports.get("default", first.id).state is ImportState.DONE:
            house.mining.imports.undo("default", first.id)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.store, "unchanged", then_undone)
        done = house.mining.runs.run("default", job.id)
    coverage = house.mining.maps.read("default", Question()).coverage
    assert done.report.added == 9
    assert (coverage.scored, coverage.unscored) == (9, 0)


def test_long_ids_stay_apart(bring: Bring) -> None:
    prefix = "https://reviews.example.com/" + "x" * 300
    lines = "".join(f"{prefix}{n},2026-03-02,c,customer,Comment {n} about it\n" for n in range(3))
    assert bring("a.csv", HEADER + lines).report.added == 3


def test_the_last_usable_twin_stands(bring: Bring) -> None:
    first = "1,2026-03-02,Good service all round\n1,no date,Other words\n"
    content = "Id,Date,Text\n" + first + "2,2026-03-02,It broke\n2,2026-03-03,\n"
    report = bring("a.csv", content).report
    assert (report.read, report.added, report.rejected, report.skipped, report.merged) == (4, 2, 1, 1, 0)


def test_rows_of_one_ticket_by_several_authors_are_a_thread(bring: Bring, house: House) -> None:
    content = HEADER + (
        "7,2026-03-02 10:00,ann,customer,My parcel never came.\n"
        "7,2026-03-02 11:00,ann,agent,We are sorry to hear that.\n"
        "7,2026-03-02 12:00,ann,customer,Now it came but it is broken.\n"
    )
    done = bring("a.csv", content, "author_role=Author", "id=Id", "customer=Customer")
    assert (done.report.added, done.report.merged) == (3, 0)
    coverage = house.mining.maps.read("default", Question()).coverage
    assert (coverage.scored, coverage.not_customer) == (2, 1)
    assert bring("a.csv", content).report.unchanged == 3


def test_addresses_do_not_hide_in_ids_channels_links_or_threads(bring: Bring, house: House) -> None:
    content = (
        "Ref,Date,Text,Channel,Link,Thread\n"
        "zoe.quill@example.org,2026-03-02,The app is slow,via zoe.quill@example.org,"
        "https://example.com/?to=zoe.quill@example.org,zoe.quill@example.org\n"
    )
    overrides = ("id=Ref", "channel=Channel", "url=Link", "thread=Thread", "text=Text")
    assert bring("a.csv", content, *overrides).report.added == 1
    assert bring("a.csv", content, *overrides).report.unchanged == 1
    assert b"zoe.quill" not in stored_bytes(house)


def test_erasure_reaches_rejected_rows(bring: Bring, house: House) -> None:
    content = (
        HEADER + "1,2026-03-02,jdoe_88,customer,All is well here\n2,no date,jdoe_88,customer,Where is it\n"
    )
    done = bring("a.csv", content, "customer=Customer", "date=Date")
    assert done.report.rejected == 1
    house.mining.customers.erase("default", house.mining.customers.lookup("default", "jdoe_88"))
    assert not house.mining.imports.rejected("default", done.id, cursor=None, limit=9).items
    assert b"jdoe_88" not in stored_bytes(house)


def test_what_a_killed_process_left_in_the_spool_goes(house: House) -> None:
    spool = house.settings.data_dir / "spool"
    orphan, young = spool / "imp_aa.upload", spool / "imp_bb.part"
    for path in (orphan, young):
        path.write_text("left behind")
    os.utime(orphan, (time.time() - 7200, time.time() - 7200))
    house.mining.runs.expire()
    assert [path.name for path in spool.iterdir()] == [young.name]


def test_a_mapping_said_at_import_is_remembered_and_shown(bring: Bring, house: House) -> None:
    content = "Nr,When,Words,Plan\n1,2026-03-02,The app is very slow today,Plus\n"
    first = bring("a.csv", content, "id=Nr", "segment.Plan=Plan")
    assert first.guess
    assert {f.field: f.column for f in first.guess.fields}["segment.Plan"] == "Plan"
    again = bring("a.csv", content + "2,2026-03-03,Still slow I am afraid,Free\n")
    assert (again.report.unchanged, again.report.added) == (1, 1)
    assert again.mapping
    assert again.mapping.segments == {"Plan": "Plan"}


def test_a_rehearsal_says_what_would_be_asked(house: House, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Date,Comment text\n03/04/2026,The parcel came late again\n")
    rehearsal = house.mining.imports.rehearse("default", path, Wish())
    assert [question.field for question in rehearsal.guess.questions] == ["date_order"]
    assert rehearsal.guess.fields


def test_a_channel_is_found_in_any_case(bring: Bring, house: House) -> None:
    bring("a.csv", "Id,Date,Channel,Text\n1,2026-03-02,Email,The app is slow again\n", "channel=Channel")
    page = house.mining.maps.statements(
        "default", Question(channel="EMAIL"), StatementFilter(), cursor=None, limit=9
    )
    assert len(page.items) == 1
