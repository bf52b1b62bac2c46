"""What the invented company's customers say again and again, and what it did about it."""

from __future__ import annotations

from datetime import date, timedelta

from feedback_miner.domain import Cut, Theme, Tone
from feedback_miner.domain.team.actions import Action
from feedback_miner.insights.means import Mean
from feedback_miner.insights.theme_figures import Severity, State, ThemeFigures
from feedback_miner.insights.theme_shares import ShareChange
from feedback_miner.journey import Interval
from feedback_miner.mining.insights.theme_reading import ThemeList, ThemeResult

PAIN, DELIGHT = Tone.PAIN, Tone.DELIGHT
#: comments of each of the two periods
COMMENTS = 2_900

#: stage, side, name, comments now and before, bars
SAID: tuple[tuple[str, Tone, str, int, int, int], ...] = (
    ("awareness", PAIN, "Ads promise a free plan", 11, 10, 2),
    ("consideration", PAIN, "Prices hard to compare", 39, 34, 3),
    ("decision", PAIN, "Contract takes too long", 31, 25, 3),
    ("purchase", PAIN, "Card declined, no reason", 19, 21, 3),
    ("onboarding", PAIN, "Import fails on CSV dates", 64, 30, 5),
    ("onboarding", PAIN, "Too many set-up steps", 41, 34, 4),
    ("onboarding", PAIN, "Welcome mail never came", 12, 0, 2),
    ("use", PAIN, "Slow dashboards", 37, 37, 3),
    ("support", PAIN, "Long wait on the phone", 98, 87, 5),
    ("support", PAIN, "Answers repeat the help pages", 33, 34, 3),
    ("retention", PAIN, "Price rise not explained", 27, 2, 4),
    ("advocacy", PAIN, "Referral link broken", 4, 4, 2),
    ("awareness", DELIGHT, "A friend's recommendation", 23, 20, 3),
    ("consideration", DELIGHT, "Honest live demo", 34, 34, 3),
    ("purchase", DELIGHT, "One-click checkout", 57, 50, 4),
    ("onboarding", DELIGHT, "Welcome call", 16, 16, 3),
    ("use", DELIGHT, "Offline mode works", 71, 60, 4),
    ("support", DELIGHT, "<PERSON> stayed until it was fixed", 52, 90, 4),
    ("advocacy", DELIGHT, "Referral gift arrived", 21, 0, 4),
)

#: where most of a theme is said, as far as that is at one touchpoint
AT = {"Long wait on the phone": "support", "Answers repeat the help pages": "self_service"}

ACTIONS = (
    Action("act_1", "Old date parser back", date(2026, 9, 18), stage="onboarding"),
    Action("act_2", "Call-back instead of waiting on hold", date(2026, 9, 9), touchpoint="support"),
)


def theme_list(cut: Cut, compared: Cut | None) -> ThemeList:
    """The themes of a cut, those that most comments are of first."""
    themes = [_theme(number, cut, *said) for number, said in enumerate(SAID, start=1)]
    themes.sort(key=lambda one: -one.figures.mean.statements)
    return ThemeList(cut, compared, COMMENTS, 1_400, tuple(themes))


def _theme(
    number: int, cut: Cut, stage: str, tone: Tone, name: str, now: int, before: int, bars: int
) -> ThemeResult:
    sign = -1 if tone is PAIN else 1
    mean = Mean(now, now, sign * bars * 0.18, Interval(sign * bars * 0.18 - 0.1, sign * bars * 0.18 + 0.1))
    share, share_before = now / COMMENTS, before / COMMENTS
    wide = 0.003
    change = ShareChange(
        now, before, share, share_before, Interval(share - share_before - wide, share - share_before + wide)
    )
    theme = Theme(
        id=number,
        tone=tone,
        stage=stage,
        touchpoint=AT.get(name, "none"),
        name=name,
        statements=now + before,
        born_on=cut.first_day - timedelta(days=40),
        last_on=cut.last_day,
        model="default/1",
        merged_into=None,
    )
    figures = ThemeFigures(
        mean=mean,
        share=share,
        severity=Severity(bars / 5 - 0.1, bars),
        emotions={},
        weeks=(),
        change=change,
        state=State.STEADY,
    )
    return ThemeResult(theme, figures)
