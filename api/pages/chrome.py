"""What stands around every page: who looks at it, where one can go from here, and the token of its forms."""

from __future__ import annotations

from dataclasses import dataclass

from feedback_miner.domain import Access, Scope, Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the bar leads to."""

    key: str
    path: str
    name: str
    #: its figures are of a cut: the filters of one such page go along to the next
    of_a_cut: bool = False


#: in their order in the bar: what the comments say, what is done about it, where they come from
PLACES = (
    Place("map", "/", "Map", of_a_cut=True),
    Place("pain-points", "/pain-points", "Pain points", of_a_cut=True),
    Place("priorities", "/priorities", "Priorities", of_a_cut=True),
    Place("segments", "/segments", "Segments", of_a_cut=True),
    Place("flow", "/flow", "Flow", of_a_cut=True),
    Place("channels", "/channels", "Channels", of_a_cut=True),
    Place("actions", "/actions", "Actions"),
    Place("alerts", "/alerts", "Alerts"),
    Place("imports", "/imports", "Imports"),
    Place("sources", "/sources", "Sources and jobs"),
    Place("keys", "/keys", "Keys"),
)


@dataclass(frozen=True, slots=True)
class Chrome:
    """Who looks. Nothing of it belongs into what is kept and shown to several people."""

    workspace: Workspace
    access: Access
    #: of `api.security.token_of`: every form carries it as its field `csrf`
    csrf: str
    #: the filters of the address, as the next page takes them: "?period=7d", or nothing
    filters: str = ""

    @property
    def places(self) -> tuple[Place, ...]:
        """The pages that this access may open."""
        return tuple(place for place in PLACES if place.key != "keys" or self.is_admin)

    def address_of(self, place: Place) -> str:
        """Where the bar leads: the filters go along where they are of use."""
        return place.path + (self.filters if place.of_a_cut else "")

    @property
    def may_write(self) -> bool:
        """Whether forms that change something are of use."""
        return self.access.allows(Scope.WRITE)

    @property
    def is_admin(self) -> bool:
        """Whether keys may be seen and made."""
        return self.access.allows(Scope.ADMIN)
