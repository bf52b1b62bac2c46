"""Use cases of notes: what people know of a stage, a touchpoint or a theme."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from feedback_miner.domain.team import Remark
from feedback_miner.errors import NotFound, QueryError
from feedback_miner.ports import Store
from feedback_miner.taxonomy import load_default


@dataclass(frozen=True, slots=True)
class About:
    """What notes are asked for, or what a note is on. A theme stands alone; what is empty is any."""

    stage: str = ""
    touchpoint: str = ""
    theme: int = 0


class Notes:
    """Notes by people. Built in `bootstrap`."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def add(self, workspace: str, about: About, text: str, *, by: str = "") -> Remark:
        """Keeps a note. Raises QueryError where it is on nothing that there is, NotFound for an unknown theme,
        LimitExceeded where there are too many."""
        self._check(workspace, about)
        remark = Remark(
            id="note_" + secrets.token_hex(6),
            text=text,
            by=by,
            written_at=self._clock(),
            stage=about.stage,
            touchpoint=about.touchpoint,
            theme=about.theme,
        )
        self._store.add_record(workspace, remark)
        return remark

    def all(self, workspace: str, about: About | None = None) -> list[Remark]:
        """Those on all that is asked for, newest first. A note on a theme that went into another is on that one."""
        asked = about or About()
        notes = [self._today(workspace, note) for note in self._store.records(workspace, Remark)]
        found = [
            note
            for note in notes
            if asked.stage in ("", note.stage)
            and asked.touchpoint in ("", note.touchpoint)
            and asked.theme in (0, note.theme)
        ]
        return sorted(found, key=lambda note: (note.written_at, note.id), reverse=True)

    def remove(self, workspace: str, note_id: str) -> None:
        """Raises NotFound."""
        self._store.remove_record(workspace, Remark, note_id)

    def _today(self, workspace: str, note: Remark) -> Remark:
        theme_id = note.theme
        try:
            while theme_id:
                successor = self._store.theme(workspace, theme_id).merged_into
                if successor is None:
                    break
                theme_id = successor
        except NotFound:  # all themes were forgotten: the note stays, on what is no more
            theme_id = note.theme
        return replace(note, theme=theme_id)

    def _check(self, workspace: str, about: About) -> None:
        if bool(about.theme) == bool(about.stage or about.touchpoint):
            raise QueryError("A note is on a theme, or on a stage, a touchpoint, or both.", where="theme")
        taxonomy = load_default()
        if about.stage and about.stage not in {stage.key for stage in taxonomy.stages}:
            raise QueryError(f"There is no stage “{about.stage}”: /v1/taxonomy lists them.", where="stage")
        if about.touchpoint and about.touchpoint not in {part.key for part in taxonomy.touchpoints}:
            raise QueryError(
                f"There is no touchpoint “{about.touchpoint}”: /v1/taxonomy lists them.", where="touchpoint"
            )
        if about.theme:
            self._store.theme(workspace, about.theme)
