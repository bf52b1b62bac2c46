"""The comments behind a number, a single one of them, and notes, as pages and as what the drawer shows of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.pages.chrome import Chrome
from api.pages.comments.cards import card
from api.pages.comments.labels import LabelForm, read_again
from api.pages.comments.narrowing import Narrowing
from api.pages.comments.reasons import Reasons
from api.pages.environment import day, template
from api.pages.form import Form
from api.pages.moments import moments
from feedback_miner.domain.team import Remark
from feedback_miner.insights.means import Mean
from feedback_miner.mining import Comment
from feedback_miner.taxonomy import Taxonomy

#: what was just done → what is said of it
DONE = {
    "saved": "Saved. The map now uses your label.",
    "undone": "Undone. The map uses the label from before.",
    "approved": "Approved as a testimonial. Show it only where its customer agreed.",
    "declined": "It is no testimonial.",
}


@dataclass(frozen=True, slots=True)
class NotesLink:
    """The way to what people noted on what a list is of."""

    url: str
    count: int


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """Everything that a list of comments shows."""

    chrome: Chrome
    taxonomy: Taxonomy
    #: the heading, such as "Onboarding: what customers said"
    title: str
    #: of which days and filters
    narrowed_by: tuple[str, ...]
    #: of all comments that the number counts
    mean: Mean
    #: of this page
    comments: Sequence[Comment]
    #: the address of the list from its beginning
    url: str
    next_url: str | None
    map_url: str = "/"
    csv_url: str | None = None
    notes: NotesLink | None = None
    #: where the list is the answer to filters
    narrowing: Narrowing | None = None


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Everything that the page of one comment shows."""

    chrome: Chrome
    taxonomy: Taxonomy
    comment: Comment
    #: the list that the reader comes from
    back: str
    #: a key of DONE
    done: str | None = None
    #: after a correction: the labels that a person had given before, as `comment_labels.written` has them
    was: str | None = None
    form: LabelForm | None = None
    reasons: Reasons | None = None
    #: why there are no reasons
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class NotesPage:
    """What people noted on a stage, a touchpoint or a theme, and the form for more."""

    chrome: Chrome
    #: what they are on: "Onboarding, Delivery"
    title: str
    #: hidden fields of the form: stage, touchpoint, theme
    about: dict[str, str]
    notes: Sequence[Remark]
    form: Form
    back: str


def render_comments(view: CommentsPage) -> str:
    """The page at `/comments`. Other lists of comments, under addresses of their own, are drawn by it as well."""
    zone = ZoneInfo(view.chrome.workspace.time_zone)
    return template("comments.html").render(
        view=view,
        chrome=view.chrome,
        cards=[card(one, view.taxonomy, zone) for one in view.comments],
        back=view.url,
    )


def render_comment(view: CommentPage) -> str:
    """The page at `/comments/ID`: one comment in the whole of its message, and what is asked of it."""
    zone = ZoneInfo(view.chrome.workspace.time_zone)
    said = view.comment.statement
    return template("comment.html").render(
        view=view,
        chrome=view.chrome,
        one=card(view.comment, view.taxonomy, zone, whole=True),
        title=f"A comment of {day(said.occurred_at.astimezone(zone))}",
        back=view.back,
        done=DONE.get(view.done or ""),
        was=read_again(view.was or ""),
    )


def render_notes(view: NotesPage) -> str:
    """The page at `/comments/notes`."""
    return template("comment_notes.html").render(
        view=view,
        chrome=view.chrome,
        form=view.form,
        back=view.back,
        moment=moments(view.chrome.workspace),
    )
