"""Use cases: the list of competitors, what is said of them, and the statements behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from feedback_miner.domain import Cut, Page, StatementFilter, StatementView
from feedback_miner.domain.team.competitors import Competitor, CompetitorList
from feedback_miner.errors import NotFound, QueryError
from feedback_miner.insights.comparisons import Verdict
from feedback_miner.insights.competitors import Mention, Rivalry, mentions, rivalry
from feedback_miner.mining.insights.answered import Answered, Asked, asked, page_of
from feedback_miner.mining.kept import Kept
from feedback_miner.mining.maps import Maps, Question
from feedback_miner.ports import Store

#: Statements that are read for one name: the newest that hold it.
MOST_READ = 5_000
MOST_COMPETITORS = 50
MOST_ALIASES = 20
#: Of a name: a single letter would be found everywhere.
LEAST_LETTERS, MOST_LETTERS = 2, 60
_PAGE = 200
#: Answers kept ready: of all competitors, for a few periods. With fewer than competitors none would be kept.
_KEPT = 4 * MOST_COMPETITORS
_KEY_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A competitor as it is written down."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundRivalry:
    """What is said of a competitor."""

    rivalry: Rivalry
    #: only the newest statements that hold one of its names were read
    cut_off: bool


@dataclass(frozen=True, slots=True)
class _Found:
    mentions: tuple[Mention, ...]
    cut_off: bool


class Competitors:
    """Competitors that customers name. Built in `bootstrap`."""

    def __init__(self, store: Store, maps: Maps) -> None:
        self._store = store
        self._maps = maps
        self._kept = Kept[_Found](_KEPT)

    def known(self, workspace: str) -> tuple[Competitor, ...]:
        """In the order that they were given in; nobody before the list is set."""
        kept = self._store.records(workspace, CompetitorList)
        return kept[0].competitors if kept else ()

    def replace(self, workspace: str, named: Sequence[Named]) -> tuple[Competitor, ...]:
        """The whole list, in the place of the one before. Raises QueryError."""
        competitors = _checked(named)
        self._store.put_record(workspace, CompetitorList(competitors))
        return competitors

    def read(self, workspace: str, question: Question) -> Answered[tuple[FoundRivalry, ...]]:
        """What is said of each, those named most first. Raises QueryError."""
        of = asked(self._maps, workspace, question)
        stages = [stage.key for stage in of.frame.stages]
        rivalries = []
        for competitor in self.known(workspace):
            found = self._mentions(workspace, of, competitor)
            rivalries.append(FoundRivalry(rivalry(competitor, found.mentions, stages), found.cut_off))
        rivalries.sort(key=lambda one: -one.rivalry.mean.statements)
        return of.answered(tuple(rivalries))

    def statements(
        self,
        workspace: str,
        question: Question,
        key: str,
        *,
        stage: str | None,
        verdict: Verdict | None,
        cursor: str | None,
        limit: int,
    ) -> Page[StatementView]:
        """Those that name a competitor, newest first. Raises NotFound, QueryError."""
        competitor = next((one for one in self.known(workspace) if one.key == key), None)
        if competitor is None:
            raise NotFound(f"There is no competitor {key}.")
        found = self._mentions(workspace, asked(self._maps, workspace, question), competitor)
        ids = [
            mention.statement
            for mention in found.mentions
            if stage in (None, mention.stage) and verdict in (None, mention.verdict)
        ]
        return page_of(self._store, workspace, ids, cursor=cursor, limit=limit)

    def _mentions(self, workspace: str, of: Asked, competitor: Competitor) -> _Found:
        revision = self._store.workspace(workspace).revision
        cut = of.cut
        period = (cut.first_day, cut.last_day, cut.channel, cut.source, tuple(sorted(cut.segments.items())))
        return self._kept.get(
            workspace,
            revision,
            (period, of.lens, competitor),
            lambda: self._look(workspace, of, competitor),
        )

    def _look(self, workspace: str, of: Asked, competitor: Competitor) -> _Found:
        statements: dict[int, StatementView] = {}
        cut_off = False
        for name in _least_names(competitor):
            read, more = self._holding(workspace, of.cut, name)
            statements |= {statement.id: statement for statement in read}
            cut_off |= more
        newest = sorted(statements.values(), key=lambda one: (one.occurred_at, one.id), reverse=True)
        return _Found(tuple(mentions(competitor, newest, of.frame.folded)), cut_off)

    def _holding(self, workspace: str, cut: Cut, word: str) -> tuple[list[StatementView], bool]:
        """The newest statements that hold a word, and whether there are more of them."""
        where = StatementFilter(text=word)
        read: list[StatementView] = []
        cursor = None
        while len(read) < MOST_READ:
            page = self._store.statements(workspace, cut, where, cursor=cursor, limit=_PAGE)
            read += page.items
            cursor = page.next_cursor
            if cursor is None:
                return read, False
        return read, True


def _least_names(competitor: Competitor) -> list[str]:
    """Its names, but for those that hold another: what has the longer has the shorter, too."""
    names = sorted({name.lower() for name in competitor.names}, key=len)  # not casefold: texts have ß
    return [name for n, name in enumerate(names) if not any(shorter in name for shorter in names[:n])]


def _checked(named: Sequence[Named]) -> tuple[Competitor, ...]:
    if len(named) > MOST_COMPETITORS:
        raise QueryError(f"At most {MOST_COMPETITORS} competitors.", where="items")
    taken: dict[str, str] = {}
    competitors: dict[str, Competitor] = {}
    for one in named:
        if len(one.aliases) > MOST_ALIASES:
            raise QueryError(f"At most {MOST_ALIASES} other names of one competitor.", where=one.name)
        names = tuple(dict.fromkeys(" ".join(name.split()) for name in (one.name, *one.aliases)))
        for name in names:
            if not LEAST_LETTERS <= len(name) <= MOST_LETTERS or not any(map(str.isalnum, name)):
                raise QueryError(
                    f"A name has {LEAST_LETTERS} to {MOST_LETTERS} characters, a letter or digit among them.",
                    where=name[:MOST_LETTERS] or "name",
                )
            if taken.setdefault(name.casefold(), one.name) != one.name:
                raise QueryError(f"“{name}” names two competitors.", where=one.name)
        key = _key(names[0])
        if key in competitors:
            raise QueryError("It is in the list twice.", where=one.name)
        competitors[key] = Competitor(key, names[0], names[1:])
    return tuple(competitors.values())


def _key(name: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:_KEY_LENGTH].strip("-")
    return plain or "c-" + sha256(name.encode()).hexdigest()[:12]
