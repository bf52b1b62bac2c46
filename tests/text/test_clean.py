from __future__ import annotations

import time

import pytest
from hypothesis import given

from feedback_miner.text.clean import clean
from tests.text.strategies import messages


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "I <3 this app",
        "if a <b and c> d then it crashes",
        "the tag <EMAIL> is shown where my address should be",
        "5 > 3 and 2 < 4",
        "type <name> in the box",
        ">:( so angry",
        "- one\n- two\n- three",
        "Thanks, but it never worked. I want a refund.",
        "Thanks,\nthat did not help at all, it crashed again.",
        "On the website it said free, and then you wrote: not free.",
        "The first line.\nThe second line.",
    ],
)
def test_what_a_customer_wrote_survives(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hello<br>wor&nbsp;ld</p>", "Hello\nwor ld"),
        ("<div>One.</div><div>Two.</div>", "One.\n\nTwo."),
        ("<ul><li>slow</li><li>dear</li></ul>", "- slow\n\n- dear"),
        ("<b>Bad</b> and <i>slow</i>, I &lt;3 it not", "Bad and slow, I <3 it not"),
        ("<p>I <3 you, a < b</p>", "I <3 you, a < b"),
        ("<style>p{color:red}</style><script>alert(1)</script><p>Words</p>", "Words"),
        ("<!-- hidden --><p>Seen</p><!--", "Seen\n<!--"),
        ("&lt;p&gt;Escaped twice&lt;/p&gt;", "Escaped twice"),
        ("it&#39;s 5 &amp; counting &unknown;", "it's 5 & counting &unknown;"),
        ("<table><tr><td>Rating</td><td>1</td></tr></table>", "Rating 1"),
        ('<p>Mine.</p><div class="gmail_quote">Theirs.</div>', "Mine."),
        ("<blockquote type='cite'>All there is.</blockquote>", "All there is."),
        ("<div>" * 600 + "deep down", "deep down"),
        ('<meta charset="latin1"><p>é</p>', "é"),
        ('<a href="mailto:jo@example.com">Write to me</a>', "Write to me"),
    ],
)
def test_html_becomes_its_words(html: str, text: str) -> None:
    assert clean(html) == text


@pytest.mark.parametrize(
    "added",
    [
        "Sent from my iPhone",
        "Sent from Outlook for Android",
        "Get Outlook for iOS",
        "Von meinem iPhone gesendet",
        "Gesendet von Mail für Windows",
        "Envoyé de mon iPhone",
        "--\nTom Baker\nHead of Operations\n+44 20 7946 0958",
        "Kind regards,\nTom Baker\nHead of Operations",
        "Mit freundlichen Grüßen\nPetra Vogel",
        "Cordialement,\nLucie Martin",
        "On Mon, 3 Aug 2026 at 10:00, Help <help@example.com> wrote:\nHave you tried to restart it?",
        "On Mon, 3 Aug 2026 at 10:00, Help\n<help@example.com> wrote:\n> Have you tried\n> to restart it?",
        "Am 03.08.2026 um 10:00 schrieb Hilfe <hilfe@example.com>:\n> Neu starten?",
        "Le lun. 3 août 2026 à 10:00, Aide <aide@example.com> a écrit :\n> Redémarrez.",
        "-----Original Message-----\nFrom: Help\nSubject: Re: broken\n\nHave you tried to restart it?",
        "---- Ursprüngliche Nachricht ----\nVon: Hilfe",
        "________________________________\nFrom: Help\nHave you tried to restart it?",
        "From: Help <help@example.com>\nSent: Monday\nTo: Me\nSubject: Re: broken\n\nHave you tried to restart it?",
        "> Have you tried to restart it?",
        "This e-mail and any attachments are confidential and intended only for the addressee.",
    ],
)
def test_what_the_mail_programme_added_comes_off(added: str) -> None:
    assert clean(f"It broke again, and nobody answers.\n\n{added}") == "It broke again, and nobody answers."


def test_answers_between_quoted_lines_stay() -> None:
    mail = "On 3 Aug 2026 Help wrote:\n> Did you restart?\nYes, twice.\n> Did it help?\nNo."
    assert clean(mail) == "Yes, twice.\nNo."


@pytest.mark.parametrize(
    "text", ["> only quoted words", "Sent from my iPhone", "--\nTom\nHead of Operations"]
)
def test_a_message_is_never_emptied(text: str) -> None:
    assert clean(text) == text


def test_a_forwarded_message_keeps_what_was_forwarded() -> None:
    assert clean("-----Original Message-----\nFrom: Jo\nIt broke.").endswith("It broke.")


@given(messages)
def test_words_are_never_lost_to_nothing(raw: str) -> None:
    assert bool(clean(raw)) or not any(c.isalnum() for c in raw)


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 20_000,
        "<!--" * 50_000,
        "<a b=" * 40_000,
        "--\n" * 30_000,
        "> " * 100_000,
        "On 1 wrote:\n" * 8_000,
        "On 1 " * 40_000 + "wrote:",
        "!\n" * 50_000,
    ],
    ids=lambda text: text[:10],
)
def test_hostile_input_takes_seconds_at_most(hostile: str) -> None:
    begun = time.process_time()
    clean(hostile)
    assert time.process_time() - begun < 20
