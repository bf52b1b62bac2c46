"""Every page of the service in every state: what axe looks at, and what `make screenshots` takes pictures of.

A page that is not listed here is looked at by nobody. A line each:

    State("theme", "/themes/{theme}")                                   as it comes
    State("theme-note", "/themes/{theme}", then=opened(".notes summary"))  after something was done on it
    State("alerts-empty", "/alerts", workspace=EMPTY)                   where nothing is yet
    State("actions-reader", "/actions", scope=Scope.READ)               for who may only read

What stands in braces is a name of `furnished.Places`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from feedback_miner.domain import Scope
from tests.browser.furnished import EMPTY, FULL, READING
from tests.browser.steps import (
    asked,
    breaking,
    cut_off,
    drawer,
    holding_back,
    loading,
    nothing,
    opened,
    phone_menu,
    scrolled_to,
    submitted,
    told,
    tried,
    troubled,
)


@dataclass(frozen=True, slots=True)
class State:
    """One page in one state, and how a browser is brought there."""

    #: names its picture and its test
    name: str
    #: the address within the service
    path: str
    workspace: str = FULL
    #: as whom; None: nobody is signed in
    scope: Scope | None = Scope.ADMIN
    #: before the page is loaded
    before: Callable[[Page], None] = nothing
    #: on the page
    then: Callable[[Page], None] = nothing
    #: what the server answers
    status: int = 200
    #: rules of axe that do not hold here
    exempt: tuple[str, ...] = ()


MAP = (
    State("map", "/"),
    State("map-year", "/?period=365d"),
    State("map-reader", "/", scope=Scope.READ),
    State("map-filtered", "/?channel=email&period=90d"),
    State("map-lens", "/?lens=loyalty&period=90d"),
    State("map-uncompared", "/?compare=none"),
    State("map-few", "/?period=1d"),
    State("map-more-filters", "/", then=opened(".filters details.more > summary")),
    State("map-menu", "/", then=phone_menu),
    State("map-table", "/", then=opened("#numbers > summary")),
    State("map-bottom", "/", then=scrolled_to(".latest")),
    State("map-empty", "/", workspace=EMPTY),
    State("map-no-match", "/?from=1999-01-01&to=1999-01-31"),
    # what is about to go is drawn back, and as inactive it needs no contrast (WCAG 1.4.3)
    State("map-loading", "/", before=holding_back, then=loading, exempt=("color-contrast",)),
    State("map-offline", "/", before=cut_off, then=told("Reconnecting")),
    State("map-error", "/", before=breaking, then=troubled),
    State("map-reading", "/", workspace=READING),
)

DRAWER = (
    State("drawer", "/", then=drawer),
    State("comments", "/comments?stage=onboarding&period=90d"),
    State("comments-none", "/comments?stage=awareness&from=1999-01-01&to=1999-01-31"),
    State("comments-reader", "/comments?theme={theme}&period=90d", scope=Scope.READ),
    State("comment", "/comments/{comment}"),
    State("comment-why", "/comments/{comment}/why"),
    State("comment-labels", "/comments/{comment}/labels"),
    State("comment-saved", "/comments/{comment}?done=saved"),
    State("notes", "/comments/notes?stage=onboarding"),
    State("notes-none", "/comments/notes?stage=awareness"),
    State("drawer-labels", "/", then=asked("Wrong label?")),
    State("drawer-why", "/", then=asked("Why this label?")),
)

FILES = (
    State("imports", "/imports"),
    State("imports-empty", "/imports", workspace=EMPTY),
    State("imports-reader", "/imports", scope=Scope.READ),
    State("imports-waiting", "/imports", workspace=READING),
    State("import-done", "/imports/{done}"),
    State("import-rejected", "/imports/{rejected}"),
    State("import-undone", "/imports/{undone}"),
    State("import-running", "/imports/{running}", workspace=READING),
    State("map-add-feedback", "/", then=opened("[data-add-feedback]")),
    State("map-export", "/", then=opened("#export > summary")),
    State("mapping", "/imports/{asks}", then=tried()),
    State("mapping-wrong", "/imports/{asks}", then=tried(submitted("Start the import"))),
)

INSIGHT = (
    State("pain-points", "/pain-points"),
    State("pain-points-empty", "/pain-points", workspace=EMPTY),
    State("pain-points-sorted", "/pain-points?sort=severity&period=90d&lens=loyalty"),
    State("pain-points-stage", "/pain-points?stage=support&period=90d"),
    State("pain-points-no-match", "/pain-points?from=1999-01-01&to=1999-01-31"),
    State("pain-points-wrong", "/pain-points?stage=nowhere", status=422),
    State("theme", "/themes/{theme}"),
    State("theme-delight", "/themes/{delight}"),
    State("theme-reader", "/themes/{theme}?period=90d", scope=Scope.READ),
    State("theme-note-wrong", "/themes/{theme}", then=submitted("Save the note")),
    State("theme-quiet", "/themes/{theme}?from=1999-01-01&to=1999-01-31"),
    State("priorities", "/priorities"),
    State("priorities-empty", "/priorities", workspace=EMPTY),
    State("priorities-reader", "/priorities", scope=Scope.READ),
    State("priorities-alike", "/priorities?outcome=none&period=365d", then=opened(".others > summary")),
    State("priorities-folded", "/priorities?lens=funnel&period=90d"),
    State("priorities-no-match", "/priorities?from=1999-01-01&to=1999-01-31"),
    State("driver-comments", "/priorities/comments?outcome=nps&place=onboarding.account&period=90d"),
)

PATHS = (
    State("segments", "/segments"),
    State("segments-empty", "/segments", workspace=EMPTY),
    State("segments-reader", "/segments", scope=Scope.READ),
    State("segments-add", "/segments?channel=email", then=opened("#add > summary")),
    State("segment", "/segments/plus"),
    State("segment-change", "/segments/plus", then=opened("#change > summary")),
    State("segments-compared", "/segments/compare?a=plus&b=Plan%3DFree&period=365d"),
    State("segments-choose", "/segments/compare?a=plus"),
    State("segments-wrong", "/segments/compare?a=plus&b=nobody", status=404),
    State("flow", "/flow"),
    State("flow-empty", "/flow", workspace=EMPTY),
    State("flow-quarter", "/flow?period=90d&lens=loyalty&silent_days=14"),
    State("flow-no-match", "/flow?from=1999-01-01&to=1999-01-31"),
    State("flow-comments", "/flow/comments?from_stage=onboarding&to_stage=support&period=90d"),
    State("channels", "/channels?period=90d"),
    State("channels-empty", "/channels", workspace=EMPTY),
    State("customers", "/customers"),
    State("customer", "/customers/{customer}"),
    State("customer-erase", "/customers/{customer}", then=opened("#erase > summary")),
)

TEAM = (
    State("actions", "/actions"),
    State("actions-empty", "/actions", workspace=EMPTY),
    State("actions-reader", "/actions", scope=Scope.READ),
    State("actions-form", "/actions?touchpoint=app", then=opened("#new-owner")),
    State("actions-wrong", "/actions?title=Vans&date=2026-05-01", then=submitted("Record it")),
    State("action", "/actions/{action}"),
    State("action-form", "/actions/{action}", then=opened("#otherwise > summary")),
    State("alerts", "/alerts"),
    State("alerts-empty", "/alerts", workspace=EMPTY),
    State("alerts-reader", "/alerts", scope=Scope.READ),
    State("alert", "/alerts/{alert}"),
    State("alert-rules", "/alerts/rules"),
    State("alert-rules-reader", "/alerts/rules", scope=Scope.READ),
    State("alert-rules-form", "/alerts/rules", then=opened("#add > summary")),
    State("alert-rule", "/alerts/rules/stage-sentiment"),
    State("alert-target-webhook", "/alerts/targets?by=webhook"),
    State("alert-target-email", "/alerts/targets?by=email"),
    State("sources", "/sources"),
    State("sources-empty", "/sources", workspace=EMPTY),
    State("sources-reader", "/sources", scope=Scope.READ),
    State("sources-form", "/sources", then=opened("#add > summary")),
    State("sources-remove", "/sources", then=opened("article details > summary")),
    State("jobs", "/sources", workspace=READING),
    State("keys", "/keys"),
    State("keys-empty", "/keys", workspace=EMPTY),
    State("keys-revoke", "/keys", then=opened("article details > summary")),
    State("key-link-made", "/keys", then=submitted("Make the link")),
)

DOORS = (
    State("sign-in", "/sign-in", scope=None),
    State("sign-in-refused", "/sign-in?token=link_none", scope=None, status=401),
    State("not-found", "/nowhere", status=404),
    State("wrong-filter", "/?lens=nope", status=422),
)

STATES = (*MAP, *DRAWER, *FILES, *INSIGHT, *PATHS, *TEAM, *DOORS)
