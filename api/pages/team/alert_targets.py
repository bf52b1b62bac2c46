"""The form of who is told of alerts, as text. No storage, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.pages.chrome import Chrome
from api.pages.environment import template
from api.pages.form import Form, given
from feedback_miner.domain.team.alert_targets import TargetKind
from feedback_miner.domain.team.alerts import AlertRule

#: of the form, by the kind: the options as the API calls them
OPTIONS: Mapping[TargetKind, tuple[str, ...]] = {
    TargetKind.WEBHOOK: ("url", "secret"),
    TargetKind.SLACK: ("secret",),
    TargetKind.EMAIL: ("to", "sender", "host", "port", "security", "user", "secret"),
}
KINDS: Mapping[TargetKind, str] = {
    TargetKind.WEBHOOK: "Webhook",
    TargetKind.EMAIL: "E-mail",
    TargetKind.SLACK: "Chat (Slack, Mattermost, Rocket.Chat)",
}

_NAME, _RULE, _ENDS = "name", "rule.", "ends"
_SECURITIES = [("starttls", "STARTTLS"), ("tls", "TLS"), ("none", "None: this machine alone")]


@dataclass(frozen=True, slots=True)
class TargetPage:
    """Everything that the form shows."""

    by: TargetKind
    rules: tuple[AlertRule, ...]
    form: Form
    chrome: Chrome


def render_target(view: TargetPage) -> str:
    """The page at `/alerts/targets`."""
    return template("alert_target.html").render(
        view=view,
        chrome=view.chrome,
        form=view.form,
        options=OPTIONS[view.by],
        kind=KINDS[view.by],
        kinds=KINDS,
        securities=_SECURITIES,
    )


def target_fields(by: TargetKind) -> tuple[str, ...]:
    """The names of the form's fields."""
    return (_NAME, *OPTIONS[by])


def target_body(by: TargetKind, said: Mapping[str, str]) -> dict[str, object]:
    """What the form says, as the API takes it."""
    return {
        "by": by,
        "options": given(said, OPTIONS[by]),
        "rules": [name.removeprefix(_RULE) for name in said if name.startswith(_RULE)],
        "ends": _ENDS in said,
    }
