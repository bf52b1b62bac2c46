"""Options that say whose messages, and which languages, are left out."""

from __future__ import annotations

#: Old names of languages, and those of their parts, as places still use them.
_ALIASES = {"iw": "he", "in": "id", "ji": "yi", "nb": "no", "nn": "no", "tl": "fil"}


def own_accounts(option: str) -> frozenset[str]:
    """Names without “@”, casefolded, of “Acme, @help”."""
    return frozenset(account_name(part) for part in option.split(",") if part.strip())


def account_name(said: str) -> str:
    """The name as it is compared: “@Acme ” and “acme” are one."""
    return said.strip().removeprefix("@").casefold()


def is_foreign(said: str | None, wanted: str | None) -> bool:
    """Whether a message says that it is in another language: “pt-BR” is “pt”. What says nothing stays."""
    return bool(wanted and said) and _language(said or "") != _language(wanted or "")


def _language(said: str) -> str:
    name = said.replace("_", "-").split("-")[0].casefold()
    return _ALIASES.get(name, name)
