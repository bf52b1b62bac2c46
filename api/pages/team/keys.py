"""The page of keys and of the workspace as text. No storage, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import available_timezones

from api.pages.chrome import Chrome
from api.pages.environment import template
from api.pages.form import Form
from api.pages.moments import moments
from feedback_miner.domain import ApiKey, Scope

#: of the form of a new key, as the API calls them
KEY_FIELDS = ("name", "scope")
ZONE_FIELDS = ("time_zone",)

_SCOPES: Mapping[Scope, str] = {
    Scope.READ: "Read: the map, comments, everything that is shown",
    Scope.WRITE: "Write: also import, correct, record actions",
    Scope.ADMIN: "Admin: also keys, sources, erasure",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A secret that was just made: it is shown this one time."""

    #: a key, or the address of a sign-in link
    secret: str
    #: of the key; None for a link
    key: ApiKey | None


@dataclass(frozen=True, slots=True)
class KeysPage:
    """Everything that the page shows."""

    keys: tuple[ApiKey, ...]
    chrome: Chrome
    made: Shown | None = None
    key_form: Form = field(default_factory=lambda: Form("key"))
    zone_form: Form | None = None


def render_keys(view: KeysPage) -> str:
    """The page at `/keys`."""
    return template("keys.html").render(
        view=view,
        chrome=view.chrome,
        key_form=view.key_form,
        zone_form=view.zone_form or Form("zone", {"time_zone": view.chrome.workspace.time_zone}),
        live=[key for key in view.keys if key.revoked_at is None],
        revoked=[key for key in view.keys if key.revoked_at is not None],
        scopes=[(scope.value, words) for scope, words in _SCOPES.items()],
        zones=[(zone, zone) for zone in sorted(available_timezones())],
        moment=moments(view.chrome.workspace),
    )
