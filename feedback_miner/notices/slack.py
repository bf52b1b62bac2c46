"""Chats that take Slack's incoming webhooks: Slack, Mattermost, Rocket.Chat. The address itself is the secret."""

from __future__ import annotations

import json

from pydantic import BaseModel, ConfigDict

from feedback_miner.domain.team.alert_targets import Notice
from feedback_miner.notices.posting import address_of, post

#: A space without width: what stands around it is no mark-up any more.
_NOTHING = "\u200b"


class SlackOptions(BaseModel):
    """What a chat asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: name of the secret that holds the address
    secret: str


def check(secret: str) -> None:
    """Raises QueryError where the secret is no address."""
    address_of(secret)


def tell(secret: str, notice: Notice) -> None:
    """Raises NoticeError, and QueryError where the secret is no address."""
    text = f"*{_plain(notice.title)}*\n{_plain(notice.text)}"
    post(address_of(secret), json.dumps({"text": text}, ensure_ascii=False).encode(), {})


def _plain(text: str) -> str:
    """As text: “<…>” is a link, or calls everybody, in Slack's own markup, and so do “@all” and “[…](…)” elsewhere."""
    apart = text.replace("@", f"@{_NOTHING}").replace("](", f"]{_NOTHING}(")
    return apart.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
