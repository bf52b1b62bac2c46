"""Texts as nobody wishes for: any Unicode, and pieces that are each a special case of some step."""

from __future__ import annotations

from hypothesis import strategies as st

_PIECES = (
    "Hi Dara,", "Regards, Tom", "jo@example.com", "jo at example dot com", "call 07700 900123", "order 48213377",
    "4111 1111 1111 1111", "GB29 NWBK 6016 1331 9268 19", "<EMAIL>", "<PERSON>", "<PHONE", "EMAIL>", "<3", "a < b",
    "<p>", "</p>", "<br>", "<div class='x'>", "<!--", "-->", "&amp;", "&lt;b&gt;", "> quoted", "On 3 May Jo wrote:",
    "--", "\n", "\r\n", "\n\n\n", " ", "\u00a0", "\u200b", "\x00", "😡", "👨‍👩‍👧", "!!!", "but it was late again",
    "; and so on it goes", "• one", "1)", "https://example.com/a.B?c=d@e.f", "Ünïcödé", "٠١٢٣٤٥٦٧٨٩", "\ud83d", "Mr.",
)  # fmt: skip

any_text = st.text(alphabet=st.characters(codec=None), max_size=200)
messages = st.one_of(
    any_text, st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=8)), max_size=25).map(" ".join)
)
