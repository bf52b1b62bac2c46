"""The pages of actions as text: what was changed, whether it helped, and the form. No storage, no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.pages.chrome import Chrome
from api.pages.environment import template
from api.pages.form import Form
from api.pages.team.action_cards import action_cards
from feedback_miner.domain.team.actions import Action
from feedback_miner.mining import ActionReport
from feedback_miner.taxonomy import Stage, Taxonomy, Touchpoint

#: of the form, as the API calls them
FIELDS = ("title", "date", "stage", "touchpoint", "theme", "owner", "goal", "note")


@dataclass(frozen=True, slots=True)
class ActionsPage:
    """Everything that the list shows."""

    reports: tuple[ActionReport, ...]
    #: all there are
    actions: tuple[Action, ...]
    taxonomy: Taxonomy
    #: id → name
    themes: Mapping[int, str]
    form: Form
    chrome: Chrome


@dataclass(frozen=True, slots=True)
class ActionPage:
    """Everything that the page of one action shows."""

    report: ActionReport
    actions: tuple[Action, ...]
    taxonomy: Taxonomy
    themes: Mapping[int, str]
    form: Form
    chrome: Chrome


def render_actions(view: ActionsPage) -> str:
    """The page at `/actions`."""
    return template("actions.html").render(
        view=view,
        chrome=view.chrome,
        form=view.form,
        cards=action_cards(view.reports, view.actions, view.taxonomy, view.themes),
        choices=_choices(view.taxonomy, view.themes),
    )


def render_action(view: ActionPage) -> str:
    """The page at `/actions/ID`."""
    (card,) = action_cards([view.report], view.actions, view.taxonomy, view.themes)
    return template("action.html").render(
        view=view,
        chrome=view.chrome,
        form=view.form,
        card=card,
        choices=_choices(view.taxonomy, view.themes),
    )


def form_of(action: Action) -> Form:
    """The form with an action in it."""
    said = {name: getattr(action, {"date": "on"}.get(name, name)) for name in FIELDS}
    return Form("change", {name: str(value) for name, value in said.items() if value})


def _choices(taxonomy: Taxonomy, themes: Mapping[int, str]) -> Mapping[str, list[tuple[str, str]]]:
    return {
        "stage": [("", "Any stage"), *_offered(taxonomy.stages)],
        "touchpoint": [("", "Any touchpoint"), *_offered(taxonomy.touchpoints)],
        "theme": [("", "No theme"), *((str(number), name) for number, name in themes.items())],
    }


def _offered(parts: Sequence[Stage | Touchpoint]) -> list[tuple[str, str]]:
    return [(part.key, part.name) for part in parts if not part.hidden]
