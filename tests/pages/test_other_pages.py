"""The sign-in page and errors."""

from __future__ import annotations

from bs4 import BeautifulSoup

from api.pages.doors import render_error, render_sign_in


def test_the_sign_in_page_posts_a_key() -> None:
    page = BeautifulSoup(render_sign_in(None), "lxml")
    form = page.select("form")[0]
    assert (form["method"], form["action"]) == ("post", "/sign-in")
    field = form.select("input")[0]
    assert (field["name"], field["type"]) == ("key", "password")
    assert page.select(f'label[for="{field["id"]}"]')
    assert not page.select("[role=alert]")


def test_why_a_key_is_asked_again_is_said_and_escaped() -> None:
    text = render_sign_in("Not known: <b>x</b>")
    alert = BeautifulSoup(text, "lxml").select("[role=alert]")[0]
    assert alert.get_text() == "Not known: <b>x</b>"
    assert not alert.select("b")


def test_an_error_is_a_page_for_people() -> None:
    page = BeautifulSoup(render_error(404, "Not found", "No import <imp_1>."), "lxml")
    assert page.select("h1")[0].get_text() == "Not found"
    assert "No import <imp_1>." in page.get_text()
    assert "404" in page.get_text()
    assert page.select("a.button")[0]["href"] == "/"
