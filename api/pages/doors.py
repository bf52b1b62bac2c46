"""The way in, and errors, as pages."""

from __future__ import annotations

from api.pages.environment import template


def render_sign_in(message: str | None) -> str:
    """The page that asks for a key; `message` says why it is asked again."""
    return template("sign_in.html").render(message=message)


def render_error(status: int, title: str, detail: str) -> str:
    """An error for people."""
    return template("error.html").render(status=status, title=title, detail=detail)
