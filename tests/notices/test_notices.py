"""Webhooks, mail and chats: told as they are meant to be, refused in words, without secrets."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import pytest

from feedback_miner.domain.team.alert_targets import AlertTarget, Notice, Phase, TargetKind
from feedback_miner.errors import FeedbackMinerError, NoticeError, QueryError, SetupError
from feedback_miner.notices import KnownNotifier
from tests.api.told import HookPlace, MailPlace, hook_place, mail_place

NOW = datetime(2026, 5, 31, 12, tzinfo=UTC)
NOTICE = Notice(
    "alert_1/alert.began",
    Phase.BEGAN,
    "default",
    NOW,
    "Sentiment at Onboarding fell",
    "−0.52 where <!channel> −0.12 was expected.\n41 comments, @all, [a link](https://elsewhere.example)",
    {"statements": 41},
)
SECRETS = {"desk": "k3y-of-the-desk", "mail": "pass-w0rd"}


def notifier(**secrets: str) -> KnownNotifier:
    known = SECRETS | secrets

    def read(_workspace: str, name: str) -> str:
        if name not in known:
            raise SetupError(f"There is no secret “{name}”.", where=name)
        return known[name]

    return KnownNotifier(read)


def target(by: TargetKind, options: Mapping[str, str]) -> AlertTarget:
    return AlertTarget("team", by, options, NOW)


@pytest.fixture
def hook() -> Iterator[HookPlace]:
    with hook_place() as place:
        yield place


@pytest.fixture
def mail() -> Iterator[MailPlace]:
    with mail_place() as place:
        yield place


def mail_options(place: MailPlace, **others: str) -> dict[str, str]:
    return {
        "host": "127.0.0.1",
        "port": str(place.port),
        "security": "none",
        "sender": "alerts@example.org",
        "to": "ann@example.org, bob@example.org",
    } | others


def test_a_webhook_gets_json(hook: HookPlace) -> None:
    notifier().tell("default", target(TargetKind.WEBHOOK, {"url": hook.url, "secret": "desk"}), NOTICE)
    ((headers, body),) = hook.taken
    said = json.loads(body)
    assert (said["event"], said["statements"], said["at"]) == ("alert.began", 41, "2026-05-31T12:00:00+00:00")
    assert headers["x-notice-id"] == "alert_1/alert.began"
    assert headers["x-signature"].startswith(f"t={int(NOW.timestamp())},v1=")


def test_a_chat_gets_a_text_in_which_nobody_is_called(hook: HookPlace) -> None:
    known = notifier(chat=f"{hook.url}/services/T0/B0/s3cret")
    known.tell("default", target(TargetKind.SLACK, {"secret": "chat"}), NOTICE)
    ((_, body),) = hook.taken
    said = json.loads(body)
    assert list(said) == ["text"]
    assert "Sentiment at Onboarding fell" in said["text"]
    for markup in ("<!channel>", "@all", "](https"):
        assert markup not in said["text"]


def test_mail_arrives_at_all_receivers(mail: MailPlace) -> None:
    mail.password = "pass-w0rd"
    options = mail_options(mail, user="miner", secret="mail")
    notifier().tell("default", target(TargetKind.EMAIL, options), NOTICE)
    ((receivers, message),) = mail.taken
    assert receivers == ["ann@example.org", "bob@example.org"]
    assert message["subject"] == "[feedback-miner] Sentiment at Onboarding fell"
    assert message["auto-submitted"] == "auto-generated"
    assert "−0.52" in message.get_content()


@pytest.mark.parametrize("status", [302, 401, 429, 500])
def test_a_refusal_names_the_host_alone(hook: HookPlace, status: int) -> None:
    hook.answers = [status]
    known = notifier(chat=f"{hook.url}/services/T0/B0/s3cret")
    with pytest.raises(NoticeError) as refused:
        known.tell("default", target(TargetKind.SLACK, {"secret": "chat"}), NOTICE)
    assert refused.value.where == "127.0.0.1"
    assert "s3cret" not in str(refused.value)
    assert len(hook.taken) == 1, "no redirect is followed"


def test_where_nobody_listens() -> None:
    for by, options in (
        (TargetKind.WEBHOOK, {"url": "http://127.0.0.1:9/", "secret": "desk"}),
        (TargetKind.EMAIL, mail_options(MailPlace(port=9))),
    ):
        with pytest.raises(NoticeError, match="The connection failed"):
            notifier().tell("default", target(by, options), NOTICE)


def test_a_mail_server_that_refuses_is_told_in_our_own_words(mail: MailPlace) -> None:
    mail.password = "another"
    options = mail_options(mail, user="miner", secret="mail")
    with pytest.raises(NoticeError) as refused:
        notifier().tell("default", target(TargetKind.EMAIL, options), NOTICE)
    assert "user and password" in str(refused.value)
    assert "pass-w0rd" not in str(refused.value)
    assert "secret-of-the-server" not in str(refused.value)
    mail.password, mail.refused = "", ("ann@example.org", "bob@example.org")
    with pytest.raises(NoticeError, match="none of the receivers"):
        notifier().tell("default", target(TargetKind.EMAIL, mail_options(mail)), NOTICE)


def test_a_server_without_tls_is_not_talked_to_where_tls_is_asked_for(mail: MailPlace) -> None:
    options = mail_options(mail, security="starttls")
    with pytest.raises(NoticeError):
        notifier().tell("default", target(TargetKind.EMAIL, options), NOTICE)
    assert mail.taken == []


@pytest.mark.parametrize(
    ("by", "options", "said"),
    [
        (TargetKind.WEBHOOK, {"url": "http://example.org/x", "secret": "desk"}, "https://"),
        (TargetKind.WEBHOOK, {"url": "https://me:pass@example.org/", "secret": "desk"}, "neither user"),
        (TargetKind.WEBHOOK, {"url": "ftp://example.org/", "secret": "desk"}, "url"),
        (TargetKind.WEBHOOK, {"url": "https://example.org/"}, "secret"),
        (TargetKind.WEBHOOK, {"url": "https://example.org/", "secret": "desk", "colour": "red"}, "colour"),
        (TargetKind.WEBHOOK, {"url": "https://example.org/", "secret": "nosuch"}, "nosuch"),
        (TargetKind.SLACK, {"secret": "desk"}, "no address"),
        (TargetKind.EMAIL, {"host": "mail.example.org", "sender": "a@b.example", "to": ""}, "1 to 20"),
        (
            TargetKind.EMAIL,
            {"host": "mail.example.org", "sender": "a@b.example\r\nBcc: x@y.example", "to": "a@b.example"},
            "sender",
        ),
        (
            TargetKind.EMAIL,
            {"host": "mail.example.org", "sender": "a..b@b.example", "to": "a@b.example"},
            "sender",
        ),
        (
            TargetKind.EMAIL,
            {"host": "mail.example.org", "sender": "a(b@b.example", "to": "a@b.example"},
            "sender",
        ),
        (
            TargetKind.EMAIL,
            {"host": "mail.example.org", "sender": "a@b.example", "to": "jörg@b.example"},
            "to",
        ),
        (
            TargetKind.EMAIL,
            {"host": "mail.example.org", "sender": "a@b.example", "to": "a\0@b.example"},
            "to",
        ),
        (
            TargetKind.EMAIL,
            {"host": "mail.example.org", "sender": "a@b.example", "to": "a@b.example", "security": "none"},
            "this machine alone",
        ),
        (
            TargetKind.EMAIL,
            {"host": "mail.example.org", "sender": "a@b.example", "to": "a@b.example", "user": "me"},
            "both user and secret",
        ),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_sent(
    by: TargetKind, options: dict[str, str], said: str
) -> None:
    with pytest.raises((QueryError, SetupError)) as refused:
        notifier().check("default", target(by, options))
    assert said in str(refused.value)
    assert "k3y-of-the-desk" not in str(refused.value)
    assert isinstance(refused.value, FeedbackMinerError)
