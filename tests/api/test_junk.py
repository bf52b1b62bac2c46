"""Whatever is sent, the answer is never a crash: every route of the document is fed with junk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import bring, feedback_csv, open_test_house

pytestmark = pytest.mark.slow

WORDS = st.sampled_from(
    ["", "0", "-1", "1", "30d", "9" * 30, "1e400", "NaN", "true", "none", "full", "previous", "use", "delivery", "%00",
     "2026-05-01", "0001-01-01", "9999-12-31", "2026-05-01..2026-05-20", "0001-01-01..0001-01-02",
     "9999-12-01..9999-12-31", "2026-W01-1..20261231", "bnVsbA", "WzEsMiwzXQ", "WzFlOTk5LDIsM10", "c_0", "imp_0", "'",
     "\\", "%", "_", "/", "..", "\ud7ff", "\x00", "é" * 300, "a" * 9000]
)  # fmt: skip
TEXTS = WORDS | st.text(max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("junk")
    with open_test_house(folder) as house:
        bring(house, feedback_csv(20))
        yield client_of(house, Scope.ADMIN)


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    paths = document["paths"]
    found = [
        (m.upper(), path, operation) for path, methods in paths.items() for m, operation in methods.items()
    ]
    return [(m, p, o) for m, p, o in found if p != "/v1/stream"] + [("GET", "/", paths["/v1/map"]["get"])]


def like(schema: dict[str, Any], schemas: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that are nearly what a schema asks for, with junk in some places."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        return st.one_of(*(like(option, schemas) for option in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | TEXTS
    match schema.get("type"):
        case "object" if "properties" in schema:
            parts = {name: like(part, schemas) for name, part in schema["properties"].items()}
            return st.fixed_dictionaries({}, optional=parts) | st.fixed_dictionaries(parts)
        case "object":
            return st.dictionaries(TEXTS, TEXTS | JSON, max_size=3)
        case "array":
            return st.lists(like(schema.get("items", {}), schemas), max_size=3)
        case "integer" | "number":
            return st.integers() | st.floats() | st.integers(0, 10)
        case "string":
            return TEXTS
    return JSON


@given(data=st.data())
@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_junk_is_a_crash(client: TestClient, document: dict[str, Any], data: st.DataObject) -> None:
    schemas = document["components"]["schemas"]
    method, template, operation = data.draw(st.sampled_from(operations(document)))
    path = template
    query: dict[str, str] = {}
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(
                "{" + parameter["name"] + "}", quote(data.draw(WORDS | st.just("1")), safe="") or "0"
            )
        elif parameter["in"] == "query" and data.draw(st.booleans()):
            query[parameter["name"]] = data.draw(TEXTS)
    body: dict[str, Any] = {}
    if media := operation.get("requestBody", {}).get("content", {}).get("application/json"):
        said = data.draw(like(media["schema"], schemas) | JSON)
        body = {"content": json.dumps(said), "headers": {"Content-Type": "application/json"}}
    elif "requestBody" in operation:
        form = data.draw(
            st.fixed_dictionaries({}, optional={"map": TEXTS, "source": TEXTS, "connection": TEXTS})
        )
        body = {
            "data": form,
            "files": {"file": (data.draw(TEXTS) or "x", data.draw(st.binary(max_size=200)))},
        }
    answer = client.request(method, path, params=query, **body)
    assert answer.status_code < 500, (method, path, query, body, answer.text)
    if answer.status_code >= 400 and path != "/":
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_house_still_stands(client: TestClient) -> None:
    assert client.get("/v1/map").status_code == 200


def test_segments_of_any_name_are_asked_for_without_harm(client: TestClient) -> None:
    for name in ("plan", "plan'--", "%", "x" * 60, "ключ", "a b"):
        answer = client.get("/v1/map", params={f"segment.{name}": "pro", "segment.plan": "free"})
        assert answer.status_code in (200, 422), answer.text
