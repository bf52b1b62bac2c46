"""Who may come in, by key and by session, and what every answer carries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from api.security import COOKIE, token_of
from feedback_miner.bootstrap import House
from feedback_miner.domain import Scope
from tests.api.conftest import client_of
from tests.api.house import feedback_csv, key_of

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
ZONE = {"time_zone": "Europe/Vienna"}


def token(client: TestClient) -> dict[str, str]:
    """What a change by the session of this client carries besides, as a script sends it."""
    return {"X-CSRF-Token": token_of(client.cookies[COOKIE])}


@pytest.fixture
def browser(house: House) -> TestClient:
    """Signed in by a link, as an admin."""
    client = client_of(house)
    answer = client.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=Scope.ADMIN)}")
    assert (answer.status_code, answer.url.path) == (200, "/")
    return client


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer fm_unknown"}, {"Authorization": "Basic eDp5"}]
)
def test_without_a_good_key_nothing_is_told(house: House, headers: dict[str, str]) -> None:
    answer = client_of(house).get("/v1/map", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["type"] == "urn:feedback-miner:access"


def test_scopes_include_those_before(house: House) -> None:
    calls = {
        "read": ("GET", "/v1/map"),
        "write": ("DELETE", "/v1/statements/1/labels"),
        "admin": ("GET", "/v1/keys"),
    }
    for held in Scope:
        client = client_of(house, held)
        for needed, (method, path) in calls.items():
            refused = client.request(method, path).status_code == 403
            assert refused == (list(Scope).index(held) < list(Scope).index(Scope(needed))), (held, needed)


def test_a_revoked_key_opens_nothing(admin: TestClient) -> None:
    made = admin.post("/v1/keys", json={"name": "nightly", "scope": "read"})
    assert made.status_code == 201
    key, secret = made.json()["key"], made.json()["secret"]
    headers = {"Authorization": f"Bearer {secret}"}
    assert admin.get("/v1/map", headers=headers).status_code == 200
    assert secret not in admin.get("/v1/keys").text
    assert admin.delete(f"/v1/keys/{key['id']}").status_code == 204
    assert admin.get("/v1/map", headers=headers).status_code == 401


def test_a_link_signs_in_once_and_looking_ahead_does_not_use_it_up(house: House) -> None:
    client = client_of(house)
    link = f"/sign-in?token={house.mining.doors.make_link('default', scope=Scope.READ)}"
    assert client.head(link).status_code == 405
    assert client.get(link, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 503
    signed_in = client.get(link, follow_redirects=False)
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/")
    cookie = signed_in.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get("/v1/map").status_code == 200
    again = client_of(house).get(link)
    assert again.status_code == 401
    assert again.headers["content-type"].startswith("text/html")


def test_a_key_signs_in_by_the_form_and_signing_out_ends_it(house: House) -> None:
    secret = house.mining.doors.make_key("default", name="me", scope=Scope.READ).secret
    client = client_of(house)
    assert client.post("/sign-in", data={"key": "fm_wrong"}, headers=SAME_SITE).status_code == 401
    assert client.post("/sign-in", data={"key": secret}).status_code == 403
    client.post("/sign-in", data={"key": secret}, headers=SAME_SITE)
    session = client.cookies[COOKIE]
    assert client.get("/v1/map").status_code == 200
    assert client.post("/sign-out", headers=SAME_SITE).status_code == 403
    assert client.get("/v1/map").status_code == 200
    client.post("/sign-out", headers=SAME_SITE, data={"csrf": token_of(session)})
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, session)
    assert client.get("/v1/map").status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "http://service.test"}, 200),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://service.test"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://service.test.evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_changes_by_session_come_from_our_own_pages(
    browser: TestClient, headers: dict[str, str], status: int
) -> None:
    answer = browser.put("/v1/workspace", json=ZONE, headers=headers | token(browser))
    assert answer.status_code == status
    zone = browser.get("/v1/workspace").json()["time_zone"]
    assert zone == {200: "Europe/Vienna", 403: "UTC"}[status]


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("/comments?stage=use&period=90d", "/comments?stage=use&period=90d"),
        ("/?channel=chat", "/?channel=chat"),
        ("/actions", "/actions"),
        ("/sign-in?token=link_old", "/"),
        ("//evil.example/x", "/"),
        ("", "/"),
    ],
)
def test_who_signs_in_goes_on_at_what_was_asked_for(house: House, asked: str, page: str) -> None:
    secret = house.mining.doors.make_key("default", name="me", scope=Scope.READ).secret
    came_from = {"Referer": f"http://service.test{asked}"} if asked else {}
    answer = client_of(house).post(
        "/sign-in", data={"key": secret}, headers=SAME_SITE | came_from, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, page)


def test_another_site_does_not_say_where_it_goes_on(house: House) -> None:
    secret = house.mining.doors.make_key("default", name="me", scope=Scope.READ).secret
    answer = client_of(house).post(
        "/sign-in",
        data={"key": secret},
        headers=SAME_SITE | {"Referer": "https://evil.example/actions"},
        follow_redirects=False,
    )
    assert answer.headers["location"] == "/"


def test_a_change_by_session_carries_its_token(browser: TestClient) -> None:
    known = token_of(browser.cookies[COOKIE])
    page = BeautifulSoup(browser.get("/keys").text, "lxml")
    assert {field["value"] for field in page.select("form[method=post] input[name=csrf]")} == {known}
    assert {len(form.select("input[name=csrf]")) for form in page.select("form[method=post]")} == {1}

    made = browser.post("/keys", data={"name": "by form", "scope": "read", "csrf": known}, headers=SAME_SITE)
    assert made.status_code == 200
    changed = browser.put("/v1/workspace", json=ZONE, headers=SAME_SITE | {"X-CSRF-Token": known})
    assert changed.status_code == 200
    sent = browser.post(
        f"/imports?csrf={known}", files={"file": ("a.csv", feedback_csv(3))}, headers=SAME_SITE
    )
    assert (sent.status_code, sent.url.path[:9]) == (200, "/imports/")


@pytest.mark.parametrize("wrong", [None, "", "0" * 64, "é"])
def test_without_its_token_nothing_is_changed(browser: TestClient, house: House, wrong: str | None) -> None:
    field = {} if wrong is None else {"csrf": wrong}
    header = {"X-CSRF-Token": wrong} if wrong and wrong.isascii() else {}
    answers = [
        browser.post("/keys", data={"name": "x", "scope": "read", **field}, headers=SAME_SITE),
        browser.put("/v1/workspace", json=ZONE, headers=SAME_SITE | header),
        browser.post("/imports", params=field, files={"file": ("a.csv", b"a\n1\n")}, headers=SAME_SITE),
        # a file's own form is read as it comes: its fields are no place for the token
        browser.post("/imports", data=field, files={"file": ("a.csv", b"a\n1\n")}, headers=SAME_SITE),
        browser.delete("/v1/keys/key_none", headers=SAME_SITE | header),
    ]
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    assert house.mining.doors.keys("default") == []
    assert house.mining.maps.workspace("default").time_zone == "UTC"
    assert not list(house.mining.imports.all("default"))


def test_the_token_is_of_one_session_and_ends_with_it(browser: TestClient, house: House) -> None:
    other = client_of(house)
    other.get(f"/sign-in?token={house.mining.doors.make_link('default', scope=Scope.ADMIN)}")
    theirs = token(other)
    assert browser.put("/v1/workspace", json=ZONE, headers=SAME_SITE | theirs).status_code == 403
    mine, session = token(browser), browser.cookies[COOKIE]
    browser.post("/sign-out", headers=SAME_SITE | mine)
    browser.cookies.set(COOKIE, session)
    assert browser.put("/v1/workspace", json=ZONE, headers=SAME_SITE | mine).status_code == 401


def test_a_key_needs_no_token_even_beside_a_session(browser: TestClient, house: House) -> None:
    answer = browser.put("/v1/workspace", json=ZONE, headers=key_of(house, Scope.ADMIN))
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/imports", "/v1/imports", "/v1/feedback", "/keys"])
def test_a_form_of_nobody_is_not_read_whole(house: House, path: str) -> None:
    answer = client_of(house).post(
        path,
        data={"a": "x" * 300_000},
        headers=SAME_SITE | {"Cookie": f"{COOKIE}=nobody"},
    )
    assert answer.status_code == 413


def test_a_token_in_the_address_is_for_files_alone(browser: TestClient) -> None:
    known = token_of(browser.cookies[COOKIE])
    answer = browser.post(f"/keys?csrf={known}", data={"name": "x", "scope": "read"}, headers=SAME_SITE)
    assert answer.status_code == 403


def test_whose_session_has_ended_comes_to_the_way_in(house: House) -> None:
    gone = {"Cookie": f"{COOKIE}=gone", "Accept": "text/html"} | SAME_SITE
    answer = client_of(house).post(
        "/alerts/look", data={"csrf": token_of("gone")}, headers=gone, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_addresses_that_are_none_are_elsewhere(browser: TestClient, house: House) -> None:
    broken = {"Origin": "http://["} | token(browser)
    assert browser.put("/v1/workspace", json=ZONE, headers=broken).status_code == 403
    secret = house.mining.doors.make_key("default", name="me", scope=Scope.READ).secret
    answer = client_of(house).post(
        "/sign-in", data={"key": secret}, headers=SAME_SITE | {"Referer": "http://["}, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_who_is_refused_is_told_what_to_do(browser: TestClient) -> None:
    html = {"Accept": "text/html"}
    old = browser.post("/keys", data={"name": "x", "scope": "read"}, headers=SAME_SITE | html)
    assert (old.status_code, "load it again" in old.text) == (403, True)
    elsewhere = browser.post("/keys", data={"name": "x"}, headers=html | {"Sec-Fetch-Site": "cross-site"})
    assert (elsewhere.status_code, "own pages" in elsewhere.text) == (403, True)


def test_a_session_is_sent_over_https_alone_where_it_is_set(house: House) -> None:
    client = client_of(replace(house, settings=house.settings.model_copy(update={"secure_cookies": True})))
    link = house.mining.doors.make_link("default", scope=Scope.READ)
    assert (
        "secure" in client.get(f"/sign-in?token={link}", follow_redirects=False).headers["set-cookie"].lower()
    )


@pytest.mark.parametrize(
    "path", ["/", "/v1/map", "/v1/nowhere", "/healthz", "/static/mark.svg", "/static/nothing", "/metrics"]
)
def test_every_answer_carries_what_protects(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"]


@pytest.mark.parametrize("path", ["/static/page.css", "/static/page.js"])
def test_parts_of_pages_carry_what_means_something_to_them(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "content-security-policy" not in headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nowhere", 404),
        ("GET", "/nowhere", 404),
        ("GET", "/static/../main.py", 404),
        ("PATCH", "/v1/map", 405),
        ("GET", "/v1/feedback", 405),
        ("GET", "/v1/statements/" + "9" * 40 + "/labels", 405),
        ("DELETE", "/v1/statements/" + "9" * 40 + "/labels", 422),
        ("GET", "/v1/feedback/12345", 404),
        ("GET", "/v1/imports/imp_0", 404),
    ],
)
def test_every_error_is_a_problem(admin: TestClient, method: str, path: str, status: int) -> None:
    answer = admin.request(method, path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"].startswith("urn:feedback-miner:")
    assert problem["title"]
    assert problem["detail"]


def test_people_get_pages(browser: TestClient, house: House) -> None:
    html = {"Accept": "text/html"}
    for path, status in (("/", 200), ("/nowhere", 404), ("/?lens=nope", 422), ("/?from=2026-13-01", 422)):
        answer = browser.get(path, headers=html)
        assert (answer.status_code, answer.headers["content-type"][:9]) == (status, "text/html")
    signed_out = client_of(house).get("/", headers=html)
    assert signed_out.status_code == 401
    assert 'action="/sign-in"' in signed_out.text


def test_a_crash_tells_nothing_of_what_is_inside(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr(type(house.mining.maps), "read", crash)
    answer = client_of(house, Scope.READ).get("/v1/map")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "hunter2" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
