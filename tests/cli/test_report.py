"""`feedback-miner report`: a page that can be mailed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedback_miner.bootstrap import open_house
from feedback_miner.domain.team.alert_targets import AlertTarget, TargetKind
from feedback_miner.settings import Settings
from tests.api.told import MailPlace, mail_place
from tests.cli.conftest import Run

CSV = """Ticket ID,Created at,Customer email,Message,Plan
1,2026-03-02 10:00,ann@example.com,The app crashes when I open my account.,Plus
2,2026-03-03 11:00,bob@example.com,My card was declined at the checkout twice. Nobody could tell me why.,Free
3,2026-03-04 12:00,ann@example.com,Support answered within minutes. Thank you!,Plus
"""


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(CSV)
    return path


def test_a_report_is_written_to_a_file(run: Run, tickets: Path, tmp_path: Path) -> None:
    run("import", tickets)
    status, printed, _ = run("report", "-o", tmp_path / "report.html")
    assert status == 0
    assert "report.html" in printed
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert "3 Feb 2026 to 4 Mar 2026" in page


def test_without_a_file_it_is_printed(run: Run, tickets: Path) -> None:
    run("import", tickets)
    status, printed, _ = run("report", "--from", "2026-03-03", "--to", "2026-03-03")
    assert status == 0
    assert printed.startswith("<!doctype html>")
    assert "2 comments of 1 customer" in printed


def test_a_period_without_comments_says_so(run: Run) -> None:
    status, printed, _ = run("report")
    assert status == 0
    assert "No comments in this period." in printed


def test_a_file_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    status, _, said = run("report", "-o", tmp_path / "nowhere" / "report.html")
    assert status == 1
    assert "nowhere" in said


@pytest.fixture
def post() -> Iterator[MailPlace]:
    with mail_place() as place:
        yield place


def add_target(kind: TargetKind, options: dict[str, str]) -> None:
    with open_house(Settings()) as house:
        target = AlertTarget("boss", kind, options, added_at=datetime(2026, 3, 1, tzinfo=UTC))
        house.store.put_record("default", target)


def test_it_is_mailed_as_a_page_and_as_text(run: Run, tickets: Path, post: MailPlace) -> None:
    run("import", tickets)
    add_target(
        TargetKind.EMAIL,
        {
            "host": "127.0.0.1",
            "port": str(post.port),
            "security": "none",
            "sender": "reports@example.com",
            "to": "boss@example.com",
        },
    )
    status, printed, _ = run("report", "--mail", "boss")
    assert (status, printed) == (0, "Sent to boss.\n")
    ((receivers, mail),) = post.taken
    assert receivers == ["boss@example.com"]
    assert mail["Subject"] == "[feedback-miner] What customers said · 3 Feb 2026 to 4 Mar 2026"
    page, text = mail.get_body(("html",)), mail.get_body(("plain",))
    assert page
    assert text
    assert page.get_content().startswith("<!doctype html>")
    assert "Few comments so far" in text.get_content()


def test_it_is_mailed_to_nobody_who_is_not_told_by_mail(run: Run, tickets: Path) -> None:
    run("import", tickets)
    assert run("report", "--mail", "nobody")[0] == 1
    add_target(TargetKind.WEBHOOK, {})
    status, _, said = run("report", "--mail", "boss")
    assert status == 1
    assert "e-mail" in said
