"""Pseudonyms, the secret, tokens."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_miner.errors import SetupError
from feedback_miner.identity import Identities, digest, load_secret, new_token

IDENTITIES = Identities(b"0123456789abcdef" * 4)


@pytest.mark.parametrize(
    "reference", [" Ann@Example.com ", "mailto:ann@example.com", "ANN@EXAMPLE.COM", "ａｎｎ@example.com"]
)
def test_one_customer_has_one_pseudonym_however_they_are_written(reference: str) -> None:
    assert IDENTITIES.pseudonym("w", reference) == IDENTITIES.pseudonym("w", "ann@example.com")


def test_a_handle_is_the_same_with_and_without_its_sign() -> None:
    assert IDENTITIES.pseudonym("w", "@ann") == IDENTITIES.pseudonym("w", "ann")


def test_workspaces_and_secrets_keep_customers_apart() -> None:
    mine = IDENTITIES.pseudonym("w", "ann")
    assert mine != IDENTITIES.pseudonym("other", "ann")
    assert mine != Identities(b"another secret of enough length!!").pseudonym("w", "ann")


@given(st.text())
def test_a_pseudonym_tells_nothing_of_the_reference_and_nothing_is_refused(reference: str) -> None:
    pseudonym = IDENTITIES.pseudonym("w", reference)
    assert pseudonym is None or (pseudonym.startswith("c_") and len(pseudonym) == 34)


@pytest.mark.parametrize("reference", ["", "  ", "@", "mailto:"])
def test_no_reference_is_no_customer(reference: str) -> None:
    assert IDENTITIES.pseudonym("w", reference) is None


def test_the_secret_is_made_once_and_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = load_secret("", folder)
    assert load_secret("", folder) == first
    assert len(first) == 64
    assert (folder / "secret").stat().st_mode & 0o077 == 0
    assert load_secret("given elsewhere", folder) == b"given elsewhere"


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(SetupError, match="openssl rand"):
        Identities(b"short")


def test_tokens_differ_and_their_digests_do_not_hold_them() -> None:
    one, other = new_token("fm"), new_token("fm")
    assert one != other
    assert digest(one) != digest(other)
    assert one not in digest(one)
