"""Webhooks: JSON, signed as the deliveries that hooks of sources take are.

`X-Signature: t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA-256 (RFC 2104), with the shared secret, of the seconds since
1970, a full stop, and the body as it is sent. `X-Notice-Id` is the same for every attempt to tell the same.
"""

from __future__ import annotations

import hmac
import json
from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from feedback_miner.domain.team.alert_targets import Notice
from feedback_miner.notices.posting import Address, post


class WebhookOptions(BaseModel):
    """What a webhook asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Address
    #: name of the secret that both sides know
    secret: str


def tell(options: WebhookOptions, secret: str, notice: Notice) -> None:
    """Raises NoticeError."""
    body = json.dumps(
        {
            "id": notice.id,
            "event": notice.phase.value,
            "workspace": notice.workspace,
            "at": notice.at.isoformat(),
            "title": notice.title,
            "text": notice.text,
            **notice.data,
        },
        ensure_ascii=False,
    ).encode()
    seconds = str(int(notice.at.timestamp()))
    signed = hmac.new(secret.encode(), seconds.encode() + b"." + body, sha256).hexdigest()
    headers = {"X-Signature": f"t={seconds},v1={signed}", "X-Notice-Id": notice.id}
    post(str(options.url), body, headers)
