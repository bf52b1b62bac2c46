"""Zendesk tickets that carry their comments: one message each, since each was written by somebody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def messages(ticket: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The ticket itself; or, where it has comments, one object for each: the ticket and its "message".

    The first message keeps the ticket's id, so that an export without comments updates the same item; the others
    have "ticket/comment".
    """
    comments = _comments(ticket)
    if not comments:
        yield ticket
        return
    rest = {key: value for key, value in ticket.items() if key != "comments"}
    roles = [_role(comment, ticket) for comment in comments]
    for n in range(len(comments)):
        yield {**rest, "message": _message(n, comments, roles, ticket)}


def _comments(ticket: Mapping[str, Any]) -> list[dict[str, Any]]:
    comments = ticket.get("comments")
    if not isinstance(comments, list) or "id" not in ticket or "subject" not in ticket:
        return []
    return [c for c in comments if isinstance(c, dict) and _body(c)]


def _message(
    n: int, comments: Sequence[Mapping[str, Any]], roles: Sequence[str], ticket: Mapping[str, Any]
) -> dict[str, Any]:
    comment = comments[n]
    replies = (
        c.get("created_at")
        for c, role in list(zip(comments, roles, strict=True))[n + 1 :]
        if _is_reply(c, role)
    )
    subject = str(ticket.get("subject") or "")
    via = comment.get("via") or ticket.get("via")
    return {
        "id": ticket["id"] if n == 0 else f"{ticket['id']}/{comment.get('id', n)}",
        "ticket": ticket["id"],
        "text": f"{subject}\n\n{_body(comment)}".strip() if n == 0 else _body(comment),
        "created_at": comment.get("created_at") or ticket.get("created_at"),
        "author": comment.get("author_id"),
        "author_role": roles[n],
        "channel": via.get("channel") if isinstance(via, dict) else None,
        "first_reply_at": next(replies, None) if roles[n] == "customer" else None,
    }


def _body(comment: Mapping[str, Any]) -> str:
    return str(comment.get("plain_body") or comment.get("body") or "")


def _is_reply(comment: Mapping[str, Any], role: str) -> bool:
    return role == "agent" and comment.get("public") is not False


def _role(comment: Mapping[str, Any], ticket: Mapping[str, Any]) -> str:
    author, requester = comment.get("author"), ticket.get("requester")
    if isinstance(author, dict) and author.get("role"):
        return "customer" if author["role"] == "end-user" else "agent"
    asking = requester.get("id") if isinstance(requester, dict) else ticket.get("requester_id")
    return "customer" if comment.get("author_id") == asking else "agent"
