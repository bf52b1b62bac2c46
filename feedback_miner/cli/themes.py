"""`themes`: what customers say again and again."""

from __future__ import annotations

from typing import Annotated

import typer

from feedback_miner.bootstrap import House
from feedback_miner.cli.answers import Answers, Columns, count, interval, print_table, share, signed
from feedback_miner.cli.context import JsonFlag, err, house_of, out, show_json
from feedback_miner.cli.options import MAX_ROW_ID, shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.domain import Tone
from feedback_miner.mining.insights.notes import About
from feedback_miner.mining.insights.theme_reading import Sort, ThemeDetail, ThemeList, ThemeResult, Wanted
from feedback_miner.mining.insights.themes import Refreshed

app = typer.Typer(no_args_is_help=True)

_BAR = "▮"
_COLUMNS: Columns[ThemeResult] = {
    "#theme": lambda one: str(one.theme.id),
    "name": lambda one: one.theme.name,
    "tone": lambda one: one.theme.tone.value,
    "stage": lambda one: one.theme.stage,
    "touchpoint": lambda one: one.theme.touchpoint,
    "#comments": lambda one: count(one.figures.mean.statements),
    "#customers": lambda one: count(one.figures.mean.customers),
    "#sentiment": lambda one: signed(one.figures.mean.sentiment),
    "severity": lambda one: _BAR * one.figures.severity.bars if one.figures.severity else "",
    "state": lambda one: one.figures.state.value,
    "first seen": lambda one: one.theme.born_on.isoformat(),
}


@app.command("list")
@shared_options
def list_themes(
    context: typer.Context,
    asked: Asked,
    shown: Answers,
    tone: Annotated[Tone | None, typer.Option(help="pain or delight; without it both.")] = None,
    stage: Annotated[str | None, typer.Option(help="Key of a stage of the lens.")] = None,
    touchpoint: Annotated[str | None, typer.Option(help="Key of a touchpoint.")] = None,
    sort: Annotated[Sort, typer.Option(help="What comes first, the largest of it.")] = Sort.COMMENTS,
    limit: Annotated[int, typer.Option(min=1, max=200, help="At most so many.")] = 50,
) -> None:
    """What customers say again and again, in their own words."""
    from api.schemas.themes import ThemesOut  # the same JSON as GET /v1/themes

    with house_of(context) as house:
        found = house.mining.theme_reading.list(
            house.settings.workspace, asked, Wanted(tone, stage, touchpoint, sort)
        )
    shown.show(ThemesOut.from_domain(found, limit), lambda: _print(found, limit))


@app.command("show")
@shared_options
def show_theme(
    context: typer.Context,
    theme: Annotated[int, typer.Argument(min=1, max=MAX_ROW_ID)],
    asked: Asked,
    json_: JsonFlag = False,
) -> None:
    """One theme: its figures, the quotes that stand for it best, and who speaks of it more than others."""
    with house_of(context) as house:
        workspace = house.settings.workspace
        detail = house.mining.theme_reading.show(workspace, asked, theme)
        notes = house.mining.notes.all(workspace, About(theme=theme))
    if json_:
        from api.schemas.theme_details import ThemeDetailOut

        show_json(ThemeDetailOut.from_detail(detail, notes).model_dump(mode="json", by_alias=True))
        return
    _print_detail(detail)
    for note in notes:
        out.print(f"note of {note.written_at:%Y-%m-%d}{_by(note.by)}: {note.text}", markup=False)


@app.command("refresh")
def refresh(
    context: typer.Context,
    anew: Annotated[
        bool, typer.Option("--anew", help="Forget all themes first, with their ids, and group everything.")
    ] = False,
    json_: JsonFlag = False,
) -> None:
    """Look at the comments that nobody has looked at. It is done by itself after imports, and by workers."""
    with house_of(context) as house:
        themes, workspace = house.mining.themes, house.settings.workspace
        done = (themes.group_anew if anew else themes.refresh)(workspace)
    if json_:
        show_json(
            {
                "statements": done.statements,
                "placed": done.placed,
                "born": done.born,
                "merged": done.merged,
            }
        )
    elif done.statements:
        out.print(_words(done))
    else:
        out.print("Nothing is new: all comments have been looked at.")


def refresh_after_import(house: House) -> None:
    """What was brought in finds its themes here, where no worker does it."""
    if house.mining.runs.has_workers():
        return
    with err.status("Grouping what is new"):
        house.mining.themes.refresh(house.settings.workspace)


def _print(found: ThemeList, limit: int) -> None:
    if not found.comments:
        out.print("No comments in this period. `feedback-miner import FILE` brings some.")
        return
    print_table(found.themes[:limit], _COLUMNS)
    out.print(
        f"{found.cut.first_day} to {found.cut.last_day}: {len(found.themes):,} themes; {found.ungrouped:,} of"
        f" {found.comments:,} comments ({share(found.ungrouped / found.comments)}) are in no group."
    )


def _print_detail(detail: ThemeDetail) -> None:
    theme, figures = detail.result.theme, detail.result.figures
    out.print(f"[bold]{theme.id}[/]  ", end="")
    out.print(theme.name, markup=False)
    if theme.merged_into:
        out.print(f"It went into theme {theme.merged_into}.")
    out.print(
        f"{theme.tone}, {theme.stage}, {theme.touchpoint}; {figures.state}; {theme.born_on} to {theme.last_on}",
        markup=False,
    )
    out.print(
        f"{count(figures.mean.statements)} comments of {count(figures.mean.customers)} customers,"
        f" {share(figures.share)} of all; sentiment {signed(figures.mean.sentiment)}"
        f" ({interval(figures.mean.interval)})"
    )
    if figures.change:
        out.print(
            f"Before: {count(figures.change.comments_before)} comments, {share(figures.change.share_before)} of all."
        )
    out.print("Comments a week: " + " ".join(str(week.comments) for week in figures.weeks))
    for quote in detail.quotes:
        out.print(f"  “{quote.text}”", markup=False)
    for one in detail.overrepresented:
        out.print(
            f"  {one.ratio:.1f} times as common where {one.dimension.removeprefix('segment.')} is {one.value}"
            f" ({one.interval.low:.1f} … {one.interval.high:.1f})",
            markup=False,
        )


def _words(done: Refreshed) -> str:
    return (
        f"{done.statements:,} comments were looked at: {done.placed:,} are in a theme, {done.born:,} themes are new,"
        f" {done.merged:,} went into others."
    )


def _by(name: str) -> str:
    return f" by {name}" if name else ""
