"""What columns mean: by preset, by guess, by a person."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedback_miner.domain import ColumnMapping, DateOrder, MappingGuess, Source
from feedback_miner.errors import MappingError
from feedback_miner.sources import apply_overrides, guess_mapping
from tests.sources.builders import opened
from tests.sources.test_header import NEW_QUALTRICS, OLD_QUALTRICS

_LONG = "The parcel was late again and nobody at the support desk could tell me where it is number {n}"


def _guess(folder: Path, columns: str, row: str, name: str = "file.csv") -> MappingGuess:
    lines = [columns, *(row.replace("{text}", _LONG).replace("{n}", str(n)) for n in range(10, 40))]
    return guess_mapping(opened(folder, "\n".join(lines) + "\n", name))


def test_a_help_desk_list(tmp_path: Path) -> None:
    guess = _guess(
        tmp_path,
        "Ticket ID,Subject,Description,Status,Created time,Email,Agent",
        "{n},Late parcel {n},{text},Open,2026-01-{n} 08:00:00,c{n}@example.com,Kim",
    )
    assert guess.mapping == ColumnMapping(
        text=("Subject", "Description"), date="Created time", id="Ticket ID", customer="Email"
    )
    assert (guess.source, guess.connection, guess.preset, guess.questions) == (
        Source.TICKET,
        "file",
        None,
        (),
    )


def test_posts(tmp_path: Path) -> None:
    guess = _guess(
        tmp_path,
        "tweet_id,sentiment,sentiment_confidence,name,retweet_count,text,tweet_created,user_timezone",
        "5703{n},negative,0.7,user{n},0,@brand {text},2026-01-{n} 11:35:52 -0800,Eastern Time (US & Canada)",
    )
    assert guess.mapping == ColumnMapping(
        text=("text",), date="tweet_created", id="tweet_id", customer="name"
    )
    assert guess.source is Source.SOCIAL


def test_split_date_and_time_and_two_date_columns(tmp_path: Path) -> None:
    guess = _guess(
        tmp_path,
        "Ticket #,Customer Complaint,Date,Date_month_year,Time,Received Via,City",
        "250{n},{text},{n}-04-15,10-Apr-15,3:53:{n} PM,Internet,Springfield",
    )
    mapping = guess.mapping
    assert (mapping.date, mapping.time, mapping.channel) == ("Date_month_year", "Time", "Received Via")
    assert (mapping.id, mapping.text, mapping.customer) == ("Ticket #", ("Customer Complaint",), None)


def test_a_survey_with_scores(tmp_path: Path) -> None:
    guess = _guess(
        tmp_path,
        "respondent_id,submitted_at,NPS score,CSAT,comment,segment",
        "{n},2026-01-{n}T08:00:00Z,9,4,{text},gold",
    )
    mapping = guess.mapping
    assert (mapping.nps, mapping.csat, mapping.text) == ("NPS score", "CSAT", ("comment",))
    assert (mapping.customer, mapping.segments) == ("respondent_id", {})
    assert guess.source is Source.SURVEY


def test_reviews(tmp_path: Path) -> None:
    guess = _guess(
        tmp_path, "review_id,stars,review,author,date,app version", "{n},4,{text},user{n},2026-01-{n},1.2"
    )
    mapping = guess.mapping
    assert (mapping.rating, mapping.text, mapping.customer) == ("stars", ("review",), "author")
    assert guess.source is Source.REVIEW


def test_two_columns_alike_are_a_question(tmp_path: Path) -> None:
    guess = _guess(tmp_path, "id,pros,cons", "{n},{text},also {text}")
    [question] = guess.questions
    assert (question.field, set(question.choices)) == ("text", {"pros", "cons"})


def test_no_text_is_a_question_with_all_columns(tmp_path: Path) -> None:
    guess = _guess(tmp_path, "id,rating", "{n},4")
    [question] = guess.questions
    assert guess.mapping.text == ()
    assert (question.field, question.choices) == ("text", ("id", "rating"))
    assert guess.mapping.rating == "rating"


def test_every_guess_says_how_sure_and_why(tmp_path: Path) -> None:
    guess = _guess(tmp_path, "id,comment,date", "{n},{text},2026-01-{n}")
    assert {"text", "id", "date", "source"} <= {field.field for field in guess.fields}
    for field in guess.fields:
        assert 0 < field.confidence <= 1
        assert field.why.endswith(".")


@pytest.mark.parametrize("content", [NEW_QUALTRICS, OLD_QUALTRICS])
def test_qualtrics(content: str, tmp_path: Path) -> None:
    file = opened(tmp_path, content)
    guess = guess_mapping(file)
    assert (guess.preset, guess.connection, guess.source) == ("qualtrics", "qualtrics", Source.SURVEY)
    assert guess.questions == ()
    mapping = guess.mapping
    assert mapping.text == ("Q2",) if content == NEW_QUALTRICS else ("Q1",)
    assert mapping.id == ("ResponseId" if content == NEW_QUALTRICS else "V1")
    assert mapping.date == ("EndDate or StartDate" if content == NEW_QUALTRICS else "V9 or V8")
    assert mapping.nps == ("Q1" if content == NEW_QUALTRICS else None)


def test_zendesk_json(tmp_path: Path) -> None:
    ticket = {
        "id": 28,
        "via": {"channel": "web"},
        "created_at": "2026-01-05T08:00:00Z",
        "subject": "Late",
        "description": "Where is it?",
        "requester_id": 7,
        "priority": "high",
        "satisfaction_rating": {"score": "good"},
        "url": "https://example.zendesk.com/api/v2/tickets/28.json",
    }
    guess = guess_mapping(
        opened(tmp_path, json.dumps({"tickets": [ticket], "next_page": None}), "tickets.json")
    )
    assert guess.preset == "zendesk"
    mapping = guess.mapping
    assert mapping.text == ("subject", "description")
    assert (mapping.id, mapping.date, mapping.customer) == ("id", "created_at", "requester_id")
    assert (mapping.channel, mapping.csat) == ("via.channel", "satisfaction_rating.score")
    assert mapping.segments == {"Priority": "priority"}


def test_zendesk_messages(tmp_path: Path) -> None:
    comments = [{"id": 1, "author_id": 7, "body": "Where is it?", "created_at": "2026-01-05T08:00:00Z"}]
    ticket = {
        "id": 28,
        "subject": "Late",
        "requester_id": 7,
        "created_at": "2026-01-05",
        "comments": comments,
    }
    guess = guess_mapping(opened(tmp_path, json.dumps(ticket), "tickets.jsonl"))
    mapping = guess.mapping
    assert (mapping.id, mapping.text, mapping.author_role) == (
        "message.id",
        ("message.text",),
        "message.author_role",
    )
    assert (mapping.thread, mapping.first_reply_at) == ("message.thread", "message.first_reply_at")


@pytest.mark.parametrize(
    ("record", "preset", "expected"),
    [
        (
            {"reviewId": "a", "userName": "Ann", "content": "Good", "score": 4, "at": "2026-01-05 08:00:00"},
            "google-play",
            {"id": "reviewId", "customer": "userName", "rating": "score", "date": "at", "text": ("content",)},
        ),
        (
            {
                "id": "1",
                "text": "Hm",
                "author_id": "7",
                "created_at": "2026-01-05T08:00:00Z",
                "conversation_id": "1",
            },
            "x",
            {
                "id": "id",
                "customer": "author_id",
                "thread": "conversation_id",
                "date": "created_at",
                "text": ("text",),
            },
        ),
    ],
)
def test_other_presets(
    record: dict[str, object], preset: str, expected: dict[str, object], tmp_path: Path
) -> None:
    guess = guess_mapping(opened(tmp_path, json.dumps([record, record]), "file.json"))
    assert guess.preset == preset
    assert {field: getattr(guess.mapping, field) for field in expected} == expected


def test_a_person_is_right(tmp_path: Path) -> None:
    guess = _guess(tmp_path, "id,pros,cons,Plan,day", "{n},{text},also {text},gold,2026-01-{n}")
    columns = ("id", "pros", "cons", "Plan", "day")
    given = ["text=cons", "text=PROS", "segment.Plan=Plan", "date=", "source=review", "date_order=day-first"]
    fixed = apply_overrides(guess, given, columns)
    assert fixed.mapping == ColumnMapping(
        text=("cons", "pros"), id="id", segments={"Plan": "Plan"}, date_order=DateOrder.DAY_FIRST
    )
    assert fixed.source is Source.REVIEW
    assert fixed.questions == ()
    assert apply_overrides(guess, [], columns) == guess


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("text=Coment", "Did you mean “Comment”.*Known: id, Comment"),
        ("txt=Comment", "Did you mean “text”"),
        ("source=socail", "Did you mean “social”"),
        ("date_order=dmy", "Known: day-first, month-first, year-first"),
        ("segment.=Comment", "not there"),
        ("text", "FIELD=COLUMN"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(override: str, message: str, tmp_path: Path) -> None:
    guess = _guess(tmp_path, "id,Comment", "{n},{text}")
    with pytest.raises(MappingError, match=message):
        apply_overrides(guess, [override], ("id", "Comment"))


def test_the_question_that_a_survey_asks_names_the_text(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        "Respondent,Submitted,How likely are you to recommend us?,What is the main reason for your score?\n"
        "r1,2026-03-02,9,The delivery was quick and everything fit well\n"
        "r2,2026-03-03,3,Nobody answered for two weeks and then they closed it\n"
        "r3,2026-03-04,10,Love the jacket and its colours\nr4,2026-03-05,7,\n",
    )
    guess = guess_mapping(file)
    assert guess.mapping.text == ("What is the main reason for your score?",)
    assert guess.mapping.nps == "How likely are you to recommend us?"
    assert not guess.questions


def test_an_author_column_that_says_who_wrote_is_no_customer(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        "Ticket-Nr,Created,Author,Body\n"
        "1,2026-03-02 10:00,Customer,My parcel is two weeks late and nobody answers\n"
        "1,2026-03-02 11:00,Agent,Dear customer we are sorry to hear that\n"
        "2,2026-03-03 10:00,Customer,Thank you for the quick help with my order\n",
    )
    guess = guess_mapping(file)
    assert (guess.mapping.author_role, guess.mapping.customer) == ("Author", None)
