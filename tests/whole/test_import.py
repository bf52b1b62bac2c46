"""A file goes in, the report tells what became of each row, the map counts it, and out it comes again."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback_miner.bootstrap import House
from feedback_miner.domain import ImportState, StatementFilter
from feedback_miner.errors import FileError, MappingError, NotFound
from feedback_miner.mining import Question, Wish
from tests.whole.conftest import Bring

HEADER = "Ticket ID,Created at,Customer email,Message,Stars,Plan\n"
ROWS = [
    "1,2026-03-02 10:00,ann@example.com,The app crashes when I open my account.,2,Plus",
    "2,2026-03-03 11:00,bob@example.com,My card was declined at the checkout twice.,1,Free",
    "3,2026-03-04 12:00,ann@example.com,Support answered within minutes. Thank you!,5,Plus",
]
CSV = HEADER + "\n".join(ROWS) + "\n"


def statements(house: House) -> int:
    journey = house.mining.maps.read("default", Question())
    return journey.overall.statements + journey.coverage.statements_no_stage


def test_the_report_accounts_for_every_row(bring: Bring) -> None:
    content = (
        CSV
        + "4,not a date,eve@example.com,Where is it?,3,Free\n"
        + "5,2026-03-05 09:00,eve@example.com,,,Free\n"
    )
    content += "1,2026-03-06 10:00,ann@example.com,It still crashes when I open it.,1,Plus\n"
    done = bring("tickets.csv", content)
    report = done.report
    assert done.state is ImportState.DONE
    assert (report.read, report.added, report.merged, report.rejected, report.skipped) == (6, 3, 1, 1, 1)


def test_the_same_file_twice_changes_nothing(bring: Bring, house: House) -> None:
    bring("tickets.csv", CSV)
    before = house.mining.maps.read("default", Question())
    again = bring("tickets.csv", CSV).report
    assert (again.added, again.updated, again.unchanged) == (0, 0, 3)
    assert house.mining.maps.read("default", Question()) == before


def test_a_changed_row_updates_its_item_and_undo_brings_the_old_one_back(bring: Bring, house: House) -> None:
    bring("tickets.csv", CSV)
    before = house.mining.maps.read("default", Question())
    changed = bring("tickets.csv", CSV.replace("The app crashes", "The website crashes"))
    assert (changed.report.updated, changed.report.unchanged) == (1, 2)
    found = house.mining.maps.statements(
        "default", Question(), StatementFilter(text="website"), cursor=None, limit=9
    )
    assert len(found.items) == 1
    house.mining.imports.undo("default", changed.id)
    assert house.mining.maps.read("default", Question()) == before


def test_three_customers_who_write_the_same_are_three(bring: Bring, house: House) -> None:
    done = bring("reviews.csv", "Date,Review\n" + "2026-03-02,Great app really\n" * 3)
    assert done.report.added == 3
    again = bring("reviews.csv", "Date,Review\n" + "2026-03-02,Great app really\n" * 4)
    assert (again.report.unchanged, again.report.added) == (3, 1)


def test_rows_without_a_date_are_of_the_day_they_came_and_come_only_once(bring: Bring, house: House) -> None:
    content = "Id,Review\n1,Great app really\n2,It crashes all the time\n"
    first = bring("reviews.csv", content)
    assert house.store.newest_day("default") == first.created_at.date()
    assert bring("reviews.csv", content).report.unchanged == 2


def test_two_systems_that_both_count_from_one_do_not_overwrite_each_other(bring: Bring) -> None:
    bring("a.csv", "Id,Date,Review\n1,2026-03-02,Great app really\n")
    other = bring("b.csv", "Number,Date,Complaint text\n1,2026-03-02,It crashes all the time\n", "id=Number")
    assert (other.report.added, other.report.updated) == (1, 0)
    more = bring("a2.csv", "Id,Date,Review,Country\n1,2026-03-02,Great app really\n2,2026-03-02,Fine\n")
    assert (more.report.unchanged, more.report.added) == (1, 1)


def test_a_defect_inside_fails_the_import_in_words_without_customers_words(
    bring: Bring, house: House
) -> None:
    def breaks(*_: object, **__: object) -> object:
        raise ValueError("ann@example.com said so")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.store, "write_chunk", breaks)
        failed = bring("tickets.csv", CSV)
    assert failed.state is ImportState.FAILED
    assert "defect" in (failed.error or "")
    assert "ann@" not in (failed.error or "")
    assert not list((house.settings.data_dir / "spool").iterdir())


def test_personal_data_is_gone_before_it_is_stored(bring: Bring, house: House) -> None:
    secret = "Call me on +44 20 7946 0958 or write to zelda.quux@example.org, order 48213377."
    bring(
        "tickets.csv",
        HEADER + f'1,2026-03-02 10:00,ann@example.com,"{secret}",2,Plus\n2,zelda.quux@example.org,,x,,\n',
    )
    files = [path for path in house.settings.data_dir.rglob("*") if path.is_file()]
    stored = b"".join(path.read_bytes() for path in files)
    assert b"zelda.quux" not in stored
    assert b"7946 0958" not in stored
    assert b"ann@example.com" not in stored
    assert b"48213377" in stored


def test_an_ambiguous_date_waits_for_a_person_and_the_answer_is_remembered(
    bring: Bring, house: House
) -> None:
    content = (
        "Date,Comment text\n03/04/2026,The parcel came late again\n05/04/2026,Very pleased with the sofa\n"
    )
    waiting = bring("survey.csv", content)
    assert waiting.state is ImportState.NEEDS_MAPPING
    preview = house.mining.imports.preview("default", waiting.id)
    assert preview.rows[0].cells["Date"] == "03/04/2026"
    house.mining.imports.answer("default", waiting.id, ["date_order=day-first"])
    assert house.mining.runs.run("default", waiting.id).state is ImportState.DONE
    assert str(house.store.newest_day("default")) == "2026-04-05"
    assert bring("survey.csv", content).state is ImportState.DONE


def test_a_dry_run_says_the_same_and_writes_nothing(bring: Bring, house: House, tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(CSV + "4,not a date,eve@example.com,Where is it?,3,Free\n")
    rehearsed = house.mining.imports.rehearse("default", path, Wish())
    assert house.mining.maps.read("default", Question()).coverage.items == 0
    assert not house.mining.imports.page("default", cursor=None, limit=9).items
    report = bring("tickets.csv", path).report
    assert rehearsed.report == report


def test_zero_rows_in_is_an_error_and_leaves_nothing(bring: Bring, house: House) -> None:
    with pytest.raises(FileError, match="no rows"):
        bring("tickets.csv", HEADER)
    assert not house.mining.imports.page("default", cursor=None, limit=9).items
    assert not list((house.settings.data_dir / "spool").iterdir())


def test_a_wrong_column_is_named_with_those_there_are(bring: Bring) -> None:
    with pytest.raises(MappingError, match="Message"):
        bring("tickets.csv", CSV, "text=Mesage")


def test_other_languages_and_agents_are_kept_and_not_scored(bring: Bring, house: House) -> None:
    content = "Id,Date,Author role,Text\n"
    content += "1,2026-03-02,customer,The delivery was quick and the driver friendly.\n"
    content += "2,2026-03-02,agent,Hello and thank you for writing to us about this.\n"
    content += "3,2026-03-02,customer,La entrega llegó muy tarde y nadie me contestó al teléfono.\n"
    assert bring("chat.csv", content).report.not_scored == 2
    coverage = house.mining.maps.read("default", Question()).coverage
    assert (coverage.items, coverage.scored, coverage.other_language, coverage.not_customer) == (3, 1, 1, 1)


def test_an_erased_customer_stays_out(bring: Bring, house: House) -> None:
    bring("tickets.csv", CSV)
    pseudonym = house.mining.customers.lookup("default", " ANN@example.com ")
    assert house.mining.customers.erase("default", pseudonym) == 2
    with pytest.raises(NotFound):
        house.mining.customers.journey("default", pseudonym)
    assert bring("tickets.csv", CSV).report.skipped == 2
    assert house.store.recount("default")


def test_a_killed_run_goes_on_where_it_was(bring: Bring, house: House) -> None:
    rows = "".join(f"{n},2026-03-02,Comment number {n} about the slow app\n" for n in range(30))
    job = house.mining.imports.submit(
        "default", file="a.csv", blocks=[("Id,Date,Text\n" + rows).encode()], wish=Wish()
    )
    write, calls = house.store.write_chunk, []

    def dies(*args: object, **kwargs: object) -> object:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return write(*args, **kwargs)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house.store, "write_chunk", dies)
        with pytest.raises(KeyboardInterrupt):
            house.mining.runs.run("default", job.id)
    assert house.mining.imports.get("default", job.id).report.read == 14
    done = house.mining.runs.run("default", job.id)
    assert (done.state, done.report.added) == (ImportState.DONE, 30)
    assert house.store.recount("default")
    assert statements(house) == done.report.statements


def test_uploads_lie_in_a_private_spool_and_are_gone_when_done(bring: Bring, house: House) -> None:
    spool = house.settings.data_dir / "spool"
    assert spool.stat().st_mode & 0o077 == 0
    bring("survey.csv", "Date,Comment text\n03/04/2026,The parcel came late again\n")
    (upload,) = spool.iterdir()
    assert upload.stat().st_mode & 0o077 == 0
    bring("tickets.csv", CSV)
    assert list(spool.iterdir()) == [upload]
