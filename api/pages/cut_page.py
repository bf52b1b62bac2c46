"""What every page whose figures are of a cut begins with: who looks, and the filters that choose the cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.addresses import address
from api.pages.chrome import Chrome
from api.pages.filters import FilterForm, filter_form
from feedback_miner.domain.team.personas import Persona
from feedback_miner.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class CutPage:
    """Who looks, what can be filtered by, and what the address asks."""

    chrome: Chrome
    taxonomy: Taxonomy
    #: what can be filtered by: name → value → how often
    dimensions: Mapping[str, Mapping[str, int]]
    #: the parameters of the address
    query: Mapping[str, str]
    #: segments that can be chosen by name
    saved: Sequence[Persona]

    @property
    def empty(self) -> bool:
        """Whether the workspace has no feedback at all."""
        return not any(self.dimensions.values())

    def filters(self, path: str, *kept: str) -> FilterForm:
        """The form of the page at `path`; parameters named in `kept` stay when other filters are chosen."""
        beside = {name: self.query[name] for name in kept if self.query.get(name)}
        return filter_form(
            self.dimensions, self.query, self.taxonomy, path=address(path, beside), saved=self.saved
        )
