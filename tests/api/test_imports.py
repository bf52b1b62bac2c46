"""Files and messages in: taken, asked about, undone, refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from feedback_miner.bootstrap import House
from tests.api.house import COLUMNS, feedback_csv

MAP = [*COLUMNS, "source=survey"]
AMBIGUOUS = (
    b"id,when,comment\n1,03/04/2026,The parcel came two days late\n2,05/06/2026,The app is quick and easy\n"
)


def upload(client: TestClient, content: bytes, *, name: str = "survey.csv", **fields: Any) -> Any:
    return client.post("/v1/imports", data=fields, files={"file": (name, content)})


def spooled(house: House) -> list[str]:
    return [path.name for path in (house.settings.data_dir / "spool").iterdir()]


def test_a_file_becomes_an_import_and_a_map(admin: TestClient, house: House) -> None:
    answer = upload(admin, feedback_csv(120), map=MAP, connection="panel")
    assert answer.status_code == 202, answer.text
    found = answer.json()
    assert (found["state"], found["file"], found["connection"]) == ("done", "survey.csv", "panel")
    assert found["report"]["added"] == found["report"]["read"] == found["rows_total"] == 120
    assert admin.get(f"/v1/imports/{found['id']}").json() == found
    assert admin.get("/v1/imports").json() == {"items": [found], "next_cursor": None}
    assert admin.get("/v1/map").json()["overall"]["statements"] > 60
    assert spooled(house) == []


def test_the_same_file_twice_changes_nothing(admin: TestClient) -> None:
    upload(admin, feedback_csv(20), map=MAP)
    report = upload(admin, feedback_csv(20), map=MAP).json()["report"]
    assert (report["added"], report["unchanged"]) == (0, 20)


def test_a_folder_in_the_name_of_a_file_is_dropped(admin: TestClient) -> None:
    assert upload(admin, feedback_csv(3), name="C:\\exports\\../may.csv", map=MAP).json()["file"] == "may.csv"


def test_a_field_after_the_file_is_refused_and_nothing_is_kept(admin: TestClient, house: House) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        + feedback_csv(3)
        + b"\r\n"
        b'--x\r\nContent-Disposition: form-data; name="source"\r\n\r\nsurvey\r\n--x--\r\n'
    )
    answer = admin.post(
        "/v1/imports", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 422
    assert "last" in answer.json()["detail"]
    assert spooled(house) == []


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"id,comment\n1,Hello", "text/csv"),
        (b"", "multipart/form-data; boundary=x"),
        (b"--x--\r\n", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data; boundary=" + "x" * 4000),
        (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid,comment\n1,cut o',
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n' + b"x" * 5000 + b"\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        (
            b'--x\r\nContent-Disposition: form-data; name="connection"\r\n\r\n\xff\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_what_is_no_form_is_told(admin: TestClient, house: House, body: bytes, content_type: str) -> None:
    answer = admin.post("/v1/imports", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert spooled(house) == []
    assert admin.get("/v1/imports").json()["items"] == []


@pytest.mark.parametrize(
    "fields", [{"source": "fax"}, {"colour": "red"}, {"map": ["text=Nowhere"]}, {"map": ["nonsense"]}]
)
def test_wrong_fields_are_told(admin: TestClient, house: House, fields: dict[str, Any]) -> None:
    assert upload(admin, feedback_csv(3), **fields).status_code == 422
    assert spooled(house) == []


def test_a_file_that_is_none_is_told(admin: TestClient, house: House) -> None:
    for content in (b"", b"\x00\xff" * 500, b"PK\x03\x04 broken"):
        answer = upload(admin, content)
        assert answer.status_code == 422, answer.text
    assert spooled(house) == []


@pytest.mark.parametrize("length", ["declared", "unknown"])
def test_a_file_over_the_limit_is_refused(admin: TestClient, house: House, length: str) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    block = b"1,2026-05-01,The parcel came late\n" * 4000

    def blocks() -> Iterator[bytes]:
        yield head
        for _ in range(30):
            yield block

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    body = b"".join(blocks()) if length == "declared" else blocks()
    answer = admin.post("/v1/imports", content=body, headers=headers)
    assert answer.status_code == 413, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert spooled(house) == []


def test_an_upload_that_breaks_off_leaves_nothing(
    admin: TestClient, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    head = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid,comment\n1,The par'
    )
    messages = iter([{"type": "http.request", "body": head, "more_body": True}, {"type": "http.disconnect"}])
    sent: list[Any] = []
    headers = {
        "authorization": admin.headers["authorization"],
        "content-type": "multipart/form-data; boundary=x",
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/imports",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(admin.app(scope, receive, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 400
    assert spooled(house) == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_what_only_a_person_can_say_is_asked_and_remembered(admin: TestClient) -> None:
    waiting = upload(admin, AMBIGUOUS, map=["text=comment", "date=when"]).json()
    assert waiting["state"] == "needs_mapping"
    assert waiting["guess"]["questions"][0]["field"] == "date_order"
    preview = admin.get(f"/v1/imports/{waiting['id']}/preview").json()
    assert preview["rows"][0]["cells"]["comment"] == "The parcel came two days late"
    wrong = admin.put(f"/v1/imports/{waiting['id']}/mapping", json={"map": {"date_order": "sideways"}})
    assert wrong.status_code == 422
    said = {"map": {"date_order": "day-first", "text": ["comment"]}}
    done = admin.put(f"/v1/imports/{waiting['id']}/mapping", json=said)
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert admin.get("/v1/map").json()["period"]["to"] == "2026-06-05"
    assert admin.put(f"/v1/imports/{waiting['id']}/mapping", json=said).status_code in (404, 409)
    assert upload(admin, AMBIGUOUS + b"3,07/08/2026,The checkout asked me twice\n").json()["state"] == "done"


def test_an_answer_can_be_tried_and_nothing_is_stored(admin: TestClient) -> None:
    content = AMBIGUOUS + b"3,soon,The agent kept me waiting\n"
    waiting = upload(admin, content, map=["text=comment", "date=when"]).json()
    place = f"/v1/imports/{waiting['id']}/mapping/trial"
    asking = admin.post(place, json={"map": {"text": "comment"}}).json()
    assert (asking["guess"]["questions"][0]["field"], asking["report"]["read"]) == ("date_order", 0)
    tried = admin.post(place, json={"map": {"date_order": "day-first", "rating": "id"}}).json()
    assert (tried["report"]["read"], tried["report"]["added"]) == (3, 2)
    assert [row["row"] for row in tried["rejected"]] == [4]
    assert tried["scales"] == {"rating": {"low": 1, "high": 5}}
    assert admin.post(place, json={"map": {"text": "nowhere"}}).status_code == 422
    assert admin.get(f"/v1/imports/{waiting['id']}").json() == waiting
    assert admin.get("/v1/map").json()["coverage"]["items"] == 0


def test_rejected_rows_are_listed_with_their_reason(admin: TestClient) -> None:
    content = feedback_csv(3) + b"m9,the day before yesterday,customer-1,chat,pro,3,The app is quick\n"
    found = upload(admin, content, map=MAP).json()
    assert found["report"]["rejected"] == 1
    rows = admin.get(f"/v1/imports/{found['id']}/rows?status=rejected").json()["items"]
    assert [row["row"] for row in rows] == [5]
    assert rows[0]["reason"]
    assert admin.get(f"/v1/imports/{found['id']}/rows?status=added").status_code == 422


def test_undo_takes_an_import_out_once(admin: TestClient) -> None:
    found = upload(admin, feedback_csv(20), map=MAP).json()
    undone = admin.delete(f"/v1/imports/{found['id']}")
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")
    assert admin.get("/v1/map").json()["overall"]["statements"] == 0
    assert admin.delete(f"/v1/imports/{found['id']}").status_code == 409


def item(n: int, **more: Any) -> dict[str, Any]:
    said = {"id": f"a{n}", "text": "The parcel came two days late.", "date": "2026-05-04T08:12:00+02:00"}
    return said | {"source": "survey"} | more


def test_messages_come_in_once(admin: TestClient) -> None:
    body = {
        "items": [
            item(1, nps=3, customer="Ada@Example.com", segments={"plan": "pro"}),
            item(2),
            item(3, text="", rating=2),
        ]
    }
    first = admin.post("/v1/feedback", json=body)
    assert first.status_code == 202, first.text
    assert (first.json()["state"], first.json()["connection"], first.json()["source"]) == (
        "done",
        "api",
        "survey",
    )
    assert first.json()["report"]["added"] == 3
    assert admin.post("/v1/feedback", json=body).json()["report"]["unchanged"] == 3
    body["items"][1] = item(2, text="The agent kept me waiting for an hour.")
    report = admin.post("/v1/feedback", json=body).json()["report"]
    assert (report["updated"], report["unchanged"]) == (1, 2)
    pseudonym = admin.post("/v1/customers/lookup", json={"reference": "ada@example.com"}).json()["pseudonym"]
    message = admin.get(f"/v1/customers/{pseudonym}/journey").json()["messages"][0]
    assert (message["external_id"], message["nps"], message["segments"]) == ("a1", 3, {"plan": "pro"})
    assert message["occurred_at"] == "2026-05-04T06:12:00Z"
    assert admin.get("/v1/map?segment.plan=pro").json()["overall"]["statements"] == 1


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ([], "items"),
        ([item(n) for n in range(1001)], "items"),
        ([item(1, date="soon")], "items[0].date"),
        ([item(1, date="0001-01-01T00:00:00")], "items[0].date"),
        ([item(1), item(2, rating=11)], "items[1].rating"),
        ([item(1, text="")], "items[0]"),
        ([item(1, colour="red")], "items[0].colour"),
        ([item(1, url="javascript:alert(1)")], "items[0].url"),
        ([item(1, segments={"a=b": "c"})], "items[0].segments"),
        ([item(1, text="\ud800 lone surrogate")], "items[0].text"),
        ([item(1), item(2, source="review")], "body"),
    ],
)
def test_wrong_messages_are_told_where(admin: TestClient, items: list[Any], field: str) -> None:
    content = json.dumps({"items": items})
    answer = admin.post("/v1/feedback", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"].startswith(field)
    assert admin.get("/v1/imports").json()["items"] == []


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"items": NaN}', "\xff", '"', "null"])
def test_what_is_no_json_is_told(admin: TestClient, content: str) -> None:
    answer = admin.post("/v1/feedback", content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("path", "size"), [("/v1/feedback", 9_000_000), ("/v1/customers/lookup", 300_000)])
def test_bodies_have_a_limit_whatever_they_declare(admin: TestClient, path: str, size: int) -> None:
    def blocks() -> Iterator[bytes]:
        for _ in range(0, size, 50_000):
            yield b" " * 50_000

    for content in (b" " * size, blocks()):
        answer = admin.post(path, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 413, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
