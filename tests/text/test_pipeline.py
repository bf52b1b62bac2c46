from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings

from feedback_miner.ports import TextPreparer
from feedback_miner.text import EnglishPreparer
from tests.text.strategies import messages

MAIL = (
    "<p>Hi Dara,</p><p>order 48213377 never came, call me on 07700 900123.</p>"
    "<p>It is a gift, but nobody seems to care.</p><p>Kind regards,<br>Tom Baker</p>"
)


def test_a_message_is_cleaned_redacted_and_split(preparer: EnglishPreparer) -> None:
    port: TextPreparer = preparer
    (prepared,) = port.prepare([MAIL], hints=[None])
    assert prepared.language == "en"
    assert [prepared.text[s.start : s.end] for s in prepared.statements] == [
        "Hi <PERSON>,",
        "order 48213377 never came, call me on <PHONE>.",
        "It is a gift,",
        "but nobody seems to care.",
    ]


def test_order_is_kept_and_batches_do_not_matter(preparer: EnglishPreparer) -> None:
    texts = [MAIL, "", "Die Lieferung kam viel zu spät an", "ok", "Thanks Priya, you were great", MAIL]
    together = preparer.prepare(texts, hints=[None] * len(texts))
    assert together == [preparer.prepare([text], hints=[None])[0] for text in texts]
    assert [prepared.language for prepared in together] == ["en", "und", "de", "und", "en", "en"]


def test_a_hint_is_used_where_the_words_do_not_tell(preparer: EnglishPreparer) -> None:
    assert [p.language for p in preparer.prepare(["ok", "ok"], hints=["fr-CA", None])] == ["fr", "und"]


def test_cells_are_redacted_and_otherwise_left_as_they_are(preparer: EnglishPreparer) -> None:
    assert preparer.redact(["a <b> jo@example.com", " 48213377 ", ""]) == ["a <b> <EMAIL>", " 48213377 ", ""]


def test_threads_may_share_a_preparer(preparer: EnglishPreparer) -> None:
    alone = preparer.prepare([MAIL], hints=[None])
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: preparer.prepare([MAIL], hints=[None]), range(12)))
    assert together == [alone] * 12


def test_the_longest_message_is_prepared(preparer: EnglishPreparer) -> None:
    (prepared,) = preparer.prepare(["Maria was late, but nobody told me. " * 3_000], hints=[None])
    assert "Maria" not in prepared.text
    assert prepared.statements[-1].end <= len(prepared.text)


@given(messages)
@settings(max_examples=100, deadline=None)
def test_no_text_raises(preparer: EnglishPreparer, raw: str) -> None:
    (prepared,) = preparer.prepare([raw], hints=["xx-not-a-tag"])
    prepared.text.encode("utf-8")
