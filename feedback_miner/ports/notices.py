"""How people and programs are told of what was noticed."""

from __future__ import annotations

from typing import Protocol

from feedback_miner.domain.team.alert_targets import AlertTarget, Notice


class Notifier(Protocol):
    """Webhooks, e-mail, chats."""

    def check(self, workspace: str, target: AlertTarget) -> None:
        """Reaches nothing. Raises QueryError for an option that is not known or not right, SetupError for secrets."""

    def tell(self, workspace: str, target: AlertTarget, notice: Notice) -> None:
        """Returns when it was taken. Raises NoticeError, QueryError and SetupError, without secrets in their words."""
