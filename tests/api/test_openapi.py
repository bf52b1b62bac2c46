"""The document says what stands, and its examples are true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel

from api.errors import Problem
from api.schemas import (
    actions,
    alert_targets,
    alerts,
    change,
    channels,
    competitors,
    customers,
    drivers,
    feedback,
    imports,
    journeys,
    maps,
    notes,
    pain_points,
    priorities,
    segments,
    statements,
    suggestions,
    theme_details,
    themes,
    voices,
    why,
    workspace,
)


@pytest.fixture(scope="module")
def document(reader: TestClient) -> dict[str, Any]:
    answer = reader.get("/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_every_route_of_the_service_is_there(document: dict[str, Any]) -> None:
    assert {f"{method} {path}" for method, path, _ in operations(document)} == {
        "POST /v1/feedback",
        "GET /v1/feedback/{feedback_id}",
        "POST /v1/imports",
        "GET /v1/imports",
        "GET /v1/imports/{import_id}",
        "DELETE /v1/imports/{import_id}",
        "GET /v1/imports/{import_id}/preview",
        "GET /v1/imports/{import_id}/rows",
        "POST /v1/imports/{import_id}/cancel",
        "POST /v1/imports/{import_id}/resume",
        "PUT /v1/imports/{import_id}/mapping",
        "POST /v1/imports/{import_id}/mapping/trial",
        "GET /v1/jobs",
        "GET /v1/sources",
        "POST /v1/sources",
        "GET /v1/sources/{name}",
        "DELETE /v1/sources/{name}",
        "POST /v1/sources/{name}/run",
        "POST /v1/sources/{name}/pause",
        "POST /v1/sources/{name}/resume",
        "POST /v1/hooks/{name}",
        "GET /v1/events",
        "GET /v1/map",
        "GET /v1/statements",
        "GET /v1/statements/{statement_id}/why",
        "PUT /v1/statements/{statement_id}/labels",
        "DELETE /v1/statements/{statement_id}/labels",
        "GET /v1/pain-points",
        "GET /v1/delights",
        "GET /v1/themes",
        "GET /v1/themes/{theme_id}",
        "GET /v1/suggestions",
        "GET /v1/playbook",
        "PUT /v1/playbook",
        "GET /v1/notes",
        "POST /v1/notes",
        "DELETE /v1/notes/{note_id}",
        "GET /v1/priorities",
        "PUT /v1/priorities/{stage}/{touchpoint}",
        "GET /v1/change",
        "GET /v1/segments",
        "GET /v1/segments/compare",
        "GET /v1/segments/standing-out",
        "GET /v1/segments/{segment_id}",
        "PUT /v1/segments/{segment_id}",
        "DELETE /v1/segments/{segment_id}",
        "GET /v1/drivers",
        "GET /v1/drivers/statements",
        "GET /v1/journeys",
        "GET /v1/journeys/statements",
        "GET /v1/channels",
        "GET /v1/competitors",
        "PUT /v1/competitors",
        "GET /v1/competitors/list",
        "GET /v1/competitors/{key}/statements",
        "GET /v1/actions",
        "GET /v1/report",
        "POST /v1/actions",
        "GET /v1/actions/{action_id}",
        "PUT /v1/actions/{action_id}",
        "DELETE /v1/actions/{action_id}",
        "GET /v1/alerts",
        "POST /v1/alerts/look",
        "GET /v1/alerts/rules",
        "PUT /v1/alerts/rules/{rule_id}",
        "DELETE /v1/alerts/rules/{rule_id}",
        "GET /v1/alerts/targets",
        "PUT /v1/alerts/targets/{name}",
        "DELETE /v1/alerts/targets/{name}",
        "POST /v1/alerts/targets/{name}/test",
        "GET /v1/alerts/{alert_id}",
        "GET /v1/voices",
        "PUT /v1/voices/{statement_id}",
        "GET /v1/stream",
        "POST /v1/customers/lookup",
        "GET /v1/customers/{pseudonym}/journey",
        "DELETE /v1/customers/{pseudonym}",
        "GET /v1/taxonomy",
        "PUT /v1/taxonomy",
        "GET /v1/workspace",
        "PUT /v1/workspace",
        "GET /v1/keys",
        "POST /v1/keys",
        "DELETE /v1/keys/{key_id}",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
    }


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    for _, path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert operation["tags"], path
        keyed = path.startswith("/v1/") and not path.startswith("/v1/hooks/")  # hooks are signed
        assert bool(operation.get("security")) == keyed, path


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in document["components"]["schemas"]
    for _, path, operation in operations(document):
        assert "default" in operation["responses"], path
        for status, answer in operation["responses"].items():
            if status == "default" or status[0] in "45":
                assert list(answer["content"]) == ["application/problem+json"], path
                assert answer["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(part: object) -> Iterator[str]:
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                yield part["$ref"]
            for inner in part.values():
                yield from references(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from references(inner)

    known = document["components"]["schemas"]
    assert {ref.rsplit("/", 1)[1] for ref in references(document)} <= set(known)


def test_every_body_and_answer_has_an_example(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for _, path, operation in operations(document):
        contents = [operation.get("requestBody", {}).get("content", {})]
        contents += [a.get("content", {}) for s, a in operation["responses"].items() if s[0] == "2"]
        for content in contents:
            for media in content.values():
                schema = media.get("schema", {})
                named = schemas.get(schema.get("$ref", "").rsplit("/", 1)[-1], {})
                shown = {*media, *schema, *named} & {"example", "examples"}
                assert shown or path == "/metrics", (path, schema)


MODELS = [
    model
    for module in (
        actions,
        alert_targets,
        alerts,
        change,
        channels,
        competitors,
        drivers,
        journeys,
        customers,
        feedback,
        imports,
        maps,
        notes,
        pain_points,
        priorities,
        segments,
        statements,
        suggestions,
        theme_details,
        themes,
        voices,
        why,
        workspace,
    )
    for model in vars(module).values()
    if isinstance(model, type)
    and issubclass(model, BaseModel)
    and isinstance(model.model_config.get("json_schema_extra"), dict)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_examples_are_what_they_are_examples_of(model: type[BaseModel]) -> None:
    extra = model.model_config["json_schema_extra"]
    assert isinstance(extra, dict)
    examples = extra["examples"]
    assert isinstance(examples, list)
    for example in examples:
        parsed = model.model_validate(example)
        assert isinstance(example, dict)
        assert example.keys() <= parsed.model_dump(by_alias=True).keys()


def test_no_viewer_from_elsewhere_is_served(reader: TestClient) -> None:
    assert {reader.get(path).status_code for path in ("/docs", "/redoc")} == {404}


def test_problems_keep_to_the_document(reader: TestClient) -> None:
    Problem.model_validate(reader.get("/v1/map?lens=nope").json())
