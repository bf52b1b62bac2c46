"""An address of statements asks for what it was made of."""

from __future__ import annotations

import string
from dataclasses import asdict
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.questions import MAX_ROW_ID, MAX_SECONDS, StatementQuery, statements_url
from feedback_miner.domain import Cut, Source, StatementFilter
from feedback_miner.taxonomy import load_default

TAXONOMY = load_default()

days = st.dates(date(1970, 1, 1), date(2199, 12, 31))
keys = st.text(string.ascii_lowercase, min_size=1, max_size=9)
lines = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
).filter(str.strip)
stages = st.lists(
    st.sampled_from([stage.key for stage in TAXONOMY.lens("full")]), min_size=1, max_size=9, unique=True
)
cuts = st.builds(
    Cut,
    first_day=days,
    last_day=days,
    channel=st.none() | keys,
    source=st.none() | st.sampled_from([source.value for source in Source]),
    segments=st.dictionaries(keys, lines, max_size=3),
)
filters = st.builds(
    StatementFilter,
    stages=st.none() | stages.map(tuple),
    touchpoint=st.none() | keys,
    emotion=st.none() | keys,
    sentiment=st.none() | st.sampled_from(["negative", "neutral", "positive"]),
    text=st.none() | lines,
    customer=st.none() | keys,
    corrected=st.none() | st.booleans(),
    theme=st.none() | st.integers(0, MAX_ROW_ID),
    outcome=st.none() | st.sampled_from(["nps", "csat", "rating"]),
    reply_from=st.none() | st.integers(0, MAX_SECONDS),
    reply_before=st.none() | st.integers(0, MAX_SECONDS),
    ids=st.none(),
)


@given(cuts, filters)
def test_an_address_asks_for_what_it_was_made_of(cut: Cut, where: StatementFilter) -> None:
    said: dict[str, object] = {}
    for name, value in parse_qsl(urlsplit(statements_url(cut, where)).query, strict_parsing=True):
        said[name] = [*said.get("stage", []), value] if name == "stage" else value  # type: ignore[misc]
    asked = StatementQuery.model_validate(said)
    question = asked.question()
    assert asked.where(TAXONOMY) == where
    assert (question.first_day, question.last_day) == (cut.first_day, cut.last_day)
    assert (question.channel, question.source) == (cut.channel, cut.source)
    assert question.segments == cut.segments


def test_single_statements_have_no_address() -> None:
    with pytest.raises(ValueError, match="no address"):
        statements_url(Cut(date(2026, 1, 1), date(2026, 1, 2)), StatementFilter(ids=(1,)))


def test_every_filter_has_a_parameter_but_the_ids() -> None:
    known = set(StatementQuery.model_fields)
    named = {"stages": "stage", "text": "q"}
    assert {named.get(name, name) for name in asdict(StatementFilter())} - known == {"ids"}


@pytest.mark.parametrize(
    "query",
    ["theme=-1", "theme=x", f"theme={2**63}", "outcome=churn", "reply_from=-1", "reply_before=1e3"],
)
def test_a_filter_that_means_nothing_is_refused(reader: TestClient, query: str) -> None:
    answer = reader.get(f"/v1/statements?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.text


def test_filters_of_messages_are_answered(reader: TestClient) -> None:
    everything = reader.get("/v1/statements?limit=200&period=60d").json()["items"]
    ungrouped = reader.get("/v1/statements?limit=200&period=60d&theme=0").json()["items"]
    assert [one["id"] for one in ungrouped] == [one["id"] for one in everything]
    assert reader.get(f"/v1/statements?theme={MAX_ROW_ID}&reply_from=0").json()["items"] == []
