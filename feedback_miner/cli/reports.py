"""`report`: a period on one page that can be mailed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from feedback_miner.cli.context import house_of, out
from feedback_miner.cli.options import shared_options
from feedback_miner.cli.questions import Asked
from feedback_miner.errors import FileError


@shared_options
def write_report(
    context: typer.Context,
    question: Asked,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write it there; else it is printed."),
    ] = None,
    mail: Annotated[
        str | None,
        typer.Option(metavar="TARGET", help="Send it to a target of alerts that is told by e-mail."),
    ] = None,
    service: Annotated[
        str | None, typer.Option(metavar="URL", help="Address of the service: numbers become links.")
    ] = None,
) -> None:
    """One page of HTML: what hurts, what delights, what changed, what was done, and how sure it is."""
    from api.pages.exports.summary import render_report, report_text, title  # the same page as GET /v1/report

    with house_of(context) as house:
        workspace, reports = house.settings.workspace, house.mining.reports
        target = reports.mail_target(workspace, mail) if mail else None
        report = reports.read(workspace, question)
        page = render_report(report, service=service)
        if target:
            reports.mail(report, target, title=title(report), text=report_text(report), page=page)
            out.print(f"Sent to {target.id}.", markup=False)
    if output is None and target:
        return
    if output is None:
        typer.echo(page)
        return
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise FileError(f"cannot be written: {error.strerror}", where=str(output)) from None
    out.print(f"{report.map.overall.statements:,} comments: {output}", markup=False)
