"""The ways that are known, and from a target's options to what is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import BaseModel, ValidationError

from feedback_miner.domain.team.alert_targets import AlertTarget, Notice, TargetKind
from feedback_miner.errors import QueryError, SetupError
from feedback_miner.feeds.options.secrets import checked_secret
from feedback_miner.notices import mail, slack, webhook

_OPTIONS: Mapping[TargetKind, type[BaseModel]] = {
    TargetKind.WEBHOOK: webhook.WebhookOptions,
    TargetKind.EMAIL: mail.MailOptions,
    TargetKind.SLACK: slack.SlackOptions,
}


class KnownNotifier:
    """Implements `ports.Notifier`."""

    def __init__(self, secrets: Callable[[str, str], str]) -> None:
        """`secrets`: workspace and name → value."""
        self._secrets = secrets

    def check(self, workspace: str, target: AlertTarget) -> None:
        """Reaches nothing. Raises QueryError and SetupError."""
        options, secret = self._opened(workspace, target)
        if isinstance(options, slack.SlackOptions):
            slack.check(secret)

    def tell(self, workspace: str, target: AlertTarget, notice: Notice) -> None:
        """Raises NoticeError, QueryError and SetupError."""
        options, secret = self._opened(workspace, target)
        if isinstance(options, webhook.WebhookOptions):
            webhook.tell(options, secret, notice)
        elif isinstance(options, mail.MailOptions):
            mail.tell(options, secret, notice)
        else:
            slack.tell(secret, notice)

    def _opened(self, workspace: str, target: AlertTarget) -> tuple[BaseModel, str]:
        """The options as they are meant, and the secret that they name ("" where they name none)."""
        model = _OPTIONS[target.by]
        try:
            options = model.model_validate(dict(target.options))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"] if isinstance(part, str))
            what = first["msg"].removeprefix("Value error, ").rstrip(".")
            raise QueryError(
                f"{what}. Options of {target.by}: {', '.join(model.model_fields)}.", where=where or "options"
            ) from None
        name = target.options.get("secret", "")
        return options, self._secret(workspace, name) if name else ""

    def _secret(self, workspace: str, name: str) -> str:
        """Raises SetupError that names the option in place of what stands there: it may be the secret itself."""
        try:
            return checked_secret(self._secrets(workspace, name))
        except SetupError as error:
            raise SetupError(error.message, where="secret") from None
