"""What is asked of themes, of what stands out, and of suggestions, as query parameters."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from api.questions import MAX_ROW_ID, Key, MapQuery
from api.tabular import Tabular
from feedback_miner.domain import Tone
from feedback_miner.mining.insights.notes import About
from feedback_miner.mining.insights.suggestions import Sought
from feedback_miner.mining.insights.theme_reading import Sort, Wanted

ThemeId = Annotated[int, Field(ge=1, le=MAX_ROW_ID)]


class ThemesQuery(Tabular, MapQuery):
    """Which themes of which cut."""

    tone: Tone | None = None
    stage: Key | None = Field(None, description="Key of a stage of the lens, or `none`.")
    touchpoint: Key | None = Field(None, description="Key of a touchpoint, or `none`.")
    sort: Sort = Field(Sort.COMMENTS, description="The largest first; `first_seen`: the youngest first.")
    limit: int = Field(50, ge=1, le=200, description="At most this many.")

    def wanted(self) -> Wanted:
        """As the use case takes it."""
        return Wanted(self.tone, self.stage, self.touchpoint, self.sort)


class HighlightsQuery(Tabular, MapQuery):
    """Of which map, and how many."""

    limit: int = Field(10, ge=1, le=50, description="At most this many.")


class SuggestionsQuery(Tabular, MapQuery):
    """For what: a theme, or what hurts at a stage, at a touchpoint, or anywhere."""

    stage: Key | None = Field(None, description="Key of a stage of the taxonomy.")
    touchpoint: Key | None = Field(None, description="Key of a touchpoint.")
    theme: ThemeId | None = Field(None, description="Id of a theme; it goes before stage and touchpoint.")

    def sought(self) -> Sought:
        """As the use case takes it."""
        return Sought(self.stage, self.touchpoint, self.theme)


class NotesQuery(Tabular, BaseModel):
    """Notes on what; without any of them: all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: Key | None = None
    touchpoint: Key | None = None
    theme: ThemeId | None = None

    def about(self) -> About:
        """As the use case takes it."""
        return About(self.stage or "", self.touchpoint or "", self.theme or 0)


TheThemesQuery = Annotated[ThemesQuery, Query()]
TheHighlightsQuery = Annotated[HighlightsQuery, Query()]
TheSuggestionsQuery = Annotated[SuggestionsQuery, Query()]
TheNotesQuery = Annotated[NotesQuery, Query()]
