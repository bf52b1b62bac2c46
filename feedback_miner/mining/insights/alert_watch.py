"""What the rules find is brought together with the alerts that stand: each episode is one alert, told of once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from feedback_miner.domain import Cut, StatementView, Theme
from feedback_miner.domain.facts import Facts
from feedback_miner.domain.team.alerts import Alert, AlertRule, Ending, Evidence
from feedback_miner.errors import QueryError
from feedback_miner.insights.alert_findings import Finding, find
from feedback_miner.insights.baselines import BASELINE
from feedback_miner.mining.insights.alert_words import title_of
from feedback_miner.mining.insights.facts import FactReader
from feedback_miner.mining.maps import Maps
from feedback_miner.ports import Store

#: Days that are looked at; the shorter where a workspace has too many statements for the longer.
SPANS = (BASELINE + 70, BASELINE + 14)
#: What was over so many days before the newest message when it was found is of the past.
FRESH = 14
_QUOTES, _QUOTE_WORDS = 3, range(4, 41)


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is looked at."""

    facts: Facts
    days: range
    #: what was noticed earlier was judged by less than a whole baseline: what is before these days is not looked at
    since: int
    today: int
    themes: Mapping[int, Theme]


class Watch:
    """Looks by the rules. Safe to share between threads and processes: alerts are added atomically."""

    def __init__(self, store: Store, maps: Maps, facts: FactReader, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._maps = maps
        self._facts = facts
        self._clock = clock
        #: workspace → revision and day of the last look: while neither moves on there is nothing new
        self._looked: dict[str, tuple[int, date]] = {}

    def look(self, workspace: str, rules: Sequence[AlertRule]) -> None:
        """Adds alerts that begin, brings those that last up to date, and ends those that are over."""
        its = self._store.workspace(workspace)
        today = self._clock().astimezone(ZoneInfo(its.time_zone)).date()
        newest, state = self._store.newest_day(workspace), (its.revision, today)
        if newest is None or self._looked.get(workspace) == state:
            return
        watched = [rule for rule in rules if not rule.paused]
        standing = defaultdict[tuple[str, str], list[Alert]](list)
        for alert in self._store.records(workspace, Alert):
            standing[alert.rule.id, alert.place].append(alert)
        # One message with a date of years to come would put all others out of sight.
        sight = self._sight(workspace, watched, min(newest, today), today)
        seen = set[str]()
        findings = find(watched, sight.facts, sight.days, today=sight.today)
        for rule, found in zip(watched, findings, strict=True):
            for finding in found:
                known = standing[rule.id, finding.place]
                seen |= self._take_in(workspace, rule, finding, known, sight)
        self._end_unseen(workspace, standing, seen, sight)
        self._looked[workspace] = state

    def _sight(self, workspace: str, rules: Sequence[AlertRule], newest: date, today: date) -> _Sight:
        names = {name for rule in rules for name in rule.segments}
        for span in SPANS:
            cut = Cut(newest - timedelta(days=span - 1), newest)
            try:
                facts = self._facts.of(workspace, cut, segments=names)
            except QueryError:
                if span == SPANS[-1]:
                    raise
            else:
                break
        first = cut.first_day.toordinal()
        goes_back_further = len(facts) > 0 and int(facts.day.min()) < first + 7
        return _Sight(
            facts,
            range(first, newest.toordinal() + 1),
            first + BASELINE if goes_back_further else first,
            today.toordinal(),
            {theme.id: theme for theme in self._store.themes(workspace)},
        )

    def _take_in(
        self, workspace: str, rule: AlertRule, finding: Finding, known: list[Alert], sight: _Sight
    ) -> set[str]:
        """The ids of the alerts that the finding is."""
        same = [alert for alert in known if _overlap(alert, finding)]
        if not same and finding.episode.noticed < sight.since:
            return set()
        if not same:
            alert = self._new(workspace, rule, finding, known, sight)
            self._store.add_record(workspace, alert)  # where another was faster, its alert stands
            known.append(alert)
            return {alert.id}
        for alert in same:
            if alert.last_day is None:
                self._bring_up_to_date(workspace, alert, finding)
        return {alert.id for alert in same}

    def _new(
        self, workspace: str, rule: AlertRule, finding: Finding, known: Sequence[Alert], sight: _Sight
    ) -> Alert:
        """Its id is that of the place's next alert: of two who look at once, one alone can add it."""
        episode = finding.episode
        taxonomy = self._maps.taxonomy(workspace)
        theme = sight.themes.get(finding.theme or 0)
        is_new = theme is not None and theme.born_on.toordinal() >= episode.first - FRESH
        last = episode.last
        return Alert(
            id="alert_" + sha256(f"{rule.id}\n{finding.place}\n{len(known) + 1}".encode()).hexdigest()[:16],
            rule=rule,
            place=finding.place,
            title=title_of(rule, finding.place, taxonomy, is_new=is_new),
            first_day=date.fromordinal(episode.first),
            noticed_on=date.fromordinal(episode.noticed),
            evidence=self._evidence(workspace, finding),
            found_at=self._clock(),
            past=episode.noticed <= sight.days.stop - 1 - FRESH,
            last_day=date.fromordinal(last) if last else None,
            ending=_ending(finding),
        )

    def _bring_up_to_date(self, workspace: str, alert: Alert, finding: Finding) -> None:
        episode = finding.episode
        last = date.fromordinal(max(episode.last, alert.noticed_on.toordinal())) if episode.last else None
        now = replace(alert, last_day=last, ending=_ending(finding))
        first, noticed = date.fromordinal(episode.first), date.fromordinal(episode.noticed)
        late = finding.statements != alert.evidence.statements
        if late or (first, noticed) != (alert.first_day, alert.noticed_on):
            evidence = self._evidence(workspace, finding)
            now = replace(now, first_day=first, noticed_on=noticed, evidence=evidence)
        if now != alert:
            self._store.put_record(workspace, now)

    def _evidence(self, workspace: str, finding: Finding) -> Evidence:
        expected = finding.episode.expected
        found = self._store.statements_by_id(workspace, finding.examples)
        return Evidence(
            finding.value,
            expected.value,
            expected.low,
            expected.high,
            finding.statements,
            finding.customers,
            finding.theme,
            _quotes(found),
        )

    def _end_unseen(
        self,
        workspace: str,
        standing: Mapping[tuple[str, str], Sequence[Alert]],
        seen: set[str],
        sight: _Sight,
    ) -> None:
        """Alerts that stood open and are not found any more."""
        for alert in (alert for known in standing.values() for alert in known):
            if alert.last_day is None and alert.id not in seen:
                out_of_sight = alert.first_day.toordinal() < sight.days.start + BASELINE
                ending = Ending.SETTLED if out_of_sight else Ending.WITHDRAWN
                last = max(alert.noticed_on, date.fromordinal(sight.days.stop - 1))
                self._store.put_record(workspace, replace(alert, last_day=last, ending=ending))


def _overlap(alert: Alert, finding: Finding) -> bool:
    """Whether they are about the same time: late messages move first days a little."""
    begins, ends = alert.first_day.toordinal(), alert.last_day.toordinal() if alert.last_day else None
    episode = finding.episode
    return (ends is None or episode.first <= ends) and (episode.last is None or begins <= episode.last)


def _ending(finding: Finding) -> Ending | None:
    if finding.episode.last is None:
        return None
    return Ending.SETTLED if finding.episode.settled else Ending.OVER


def _quotes(found: Sequence[StatementView]) -> tuple[int, ...]:
    """Those of readable length first."""
    ordered = sorted(found, key=lambda one: len(one.text.split()) not in _QUOTE_WORDS)
    return tuple(one.id for one in ordered[:_QUOTES])
