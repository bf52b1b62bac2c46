"""The pages for people, a file for each subject."""

from __future__ import annotations

from api.routes.pages import (
    actions,
    alert_rules,
    alert_targets,
    alerts,
    channels,
    comment_changes,
    comment_notes,
    comments,
    customers,
    doors,
    exports,
    flow,
    imports,
    journey_map,
    keys,
    pain_points,
    priorities,
    sample,
    segments,
    sources,
    themes,
)

ROUTERS = (
    journey_map.router,
    doors.router,
    imports.router,
    sample.router,
    exports.router,
    pain_points.router,
    themes.router,
    # before the comments: “notes” would be read as the id of one
    comment_notes.router,
    comment_changes.router,
    comments.router,
    priorities.router,
    segments.router,
    flow.router,
    channels.router,
    customers.router,
    actions.router,
    # before the alerts: “rules” would be read as the id of one
    alert_rules.router,
    alert_targets.router,
    alerts.router,
    sources.router,
    keys.router,
)
