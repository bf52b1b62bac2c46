"""The types of the domain, frozen, in the order in which data flows. Imports nothing but the standard library.

SourceRecord → FeedbackItem → Statement → ScoredStatement → cell → JourneyMap (the last: `journey/`).
"""

from feedback_miner.domain.access import Access, ApiKey, Scope, Workspace
from feedback_miner.domain.confusions import Confusions, SourceConfusions
from feedback_miner.domain.events import Event, EventKind
from feedback_miner.domain.feeds import (
    ALERT_AFTER,
    HOOK,
    REFUSED_DELIVERY,
    Delivery,
    Feed,
    FeedFile,
    FeedPage,
    PullReport,
    ScoredPage,
    TakenFile,
)
from feedback_miner.domain.imports import FeedDay, Import, ImportReport, ImportState
from feedback_miner.domain.items import FeedbackItem, PreparedText, Statement
from feedback_miner.domain.labels import (
    LabelPolicy,
    Labels,
    ScorableMessage,
    ScoredItem,
    ScoredStatement,
    Scores,
)
from feedback_miner.domain.reasons import Reason, Why
from feedback_miner.domain.records import (
    COLUMN_FIELDS,
    ColumnMapping,
    DateOrder,
    FieldGuess,
    MappingGuess,
    MappingQuestion,
    RowError,
    SourceRecord,
)
from feedback_miner.domain.totals import (
    CellTotal,
    Coverage,
    CustomerTotals,
    Cut,
    CutTotals,
    JudgedTotal,
    MetricTotal,
    WeekTotal,
)
from feedback_miner.domain.views import FeedbackView, Page, StatementFilter, StatementView
from feedback_miner.domain.vocabulary import (
    NEUTRAL,
    NONE,
    PERSON,
    SCORED_LANGUAGES,
    SENTIMENT_SCALE,
    AuthorRole,
    LabelKind,
    Source,
)

__all__ = [
    "ALERT_AFTER",
    "COLUMN_FIELDS",
    "HOOK",
    "NEUTRAL",
    "NONE",
    "PERSON",
    "REFUSED_DELIVERY",
    "SCORED_LANGUAGES",
    "SENTIMENT_SCALE",
    "Access",
    "ApiKey",
    "AuthorRole",
    "CellTotal",
    "ColumnMapping",
    "Confusions",
    "Coverage",
    "CustomerTotals",
    "Cut",
    "CutTotals",
    "DateOrder",
    "Delivery",
    "Event",
    "EventKind",
    "Feed",
    "FeedDay",
    "FeedFile",
    "FeedPage",
    "FeedbackItem",
    "FeedbackView",
    "FieldGuess",
    "Import",
    "ImportReport",
    "ImportState",
    "JudgedTotal",
    "LabelKind",
    "LabelPolicy",
    "Labels",
    "MappingGuess",
    "MappingQuestion",
    "MetricTotal",
    "Page",
    "PreparedText",
    "PullReport",
    "Reason",
    "RowError",
    "Scope",
    "ScorableMessage",
    "ScoredItem",
    "ScoredPage",
    "ScoredStatement",
    "Scores",
    "Source",
    "SourceConfusions",
    "SourceRecord",
    "Statement",
    "StatementFilter",
    "StatementView",
    "TakenFile",
    "WeekTotal",
    "Why",
    "Workspace",
]
