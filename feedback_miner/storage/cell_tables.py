"""The tables of cells: pre-aggregated whole numbers that the map is read from.

Their keys begin with what every question fixes, then the day, so that a question reads one range of one tree and its
cost does not grow with the history outside it. `segment` and `value` are "" in base rows.
"""

from __future__ import annotations

from sqlalchemy import BigInteger
from sqlmodel import Field

from feedback_miner.storage.tables import Base, RowId

#: Emotions that have a column in `cell`, "neutral" last: a schema, so a new one needs a migration.
EMOTIONS = (
    "curiosity",
    "hope",
    "excitement",
    "trust",
    "satisfaction",
    "joy",
    "gratitude",
    "relief",
    "surprise",
    "confusion",
    "skepticism",
    "anxiety",
    "frustration",
    "anger",
    "disappointment",
    "regret",
    "sadness",
    "neutral",
)


class _SliceKey(Base):
    """The part of the key that all cells share."""

    workspace: str = Field(primary_key=True)
    #: which scores were counted: `workspace.labelling`, or the one that a re-scoring builds
    labelling: int = Field(primary_key=True)
    segment: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
    day: int = Field(primary_key=True)
    source: str = Field(primary_key=True)
    channel: str = Field(primary_key=True)


class _PlaceKey(_SliceKey):
    """The key of cells of one stage and touchpoint."""

    stage: str = Field(primary_key=True)
    touchpoint: str = Field(primary_key=True)


class CellTable(_PlaceKey, table=True):
    """Sums over statements."""

    __tablename__ = "cell"
    __table_args__ = ({"sqlite_with_rowid": False},)
    statements: int
    sentiment_sum: int = Field(sa_type=BigInteger)
    sentiment_squares: int = Field(sa_type=BigInteger)
    curiosity: int
    hope: int
    excitement: int
    trust: int
    satisfaction: int
    joy: int
    gratitude: int
    relief: int
    surprise: int
    confusion: int
    skepticism: int
    anxiety: int
    frustration: int
    anger: int
    disappointment: int
    regret: int
    sadness: int
    neutral: int


class CustomerCellTable(_PlaceKey, table=True):
    """Sums over the statements of one customer: the clusters of the intervals."""

    __tablename__ = "customer_cell"
    __table_args__ = ({"sqlite_with_rowid": False},)
    customer: int = Field(primary_key=True, sa_type=RowId)
    statements: int
    sentiment_sum: int = Field(sa_type=BigInteger)


class MetricCellTable(_PlaceKey, table=True):
    """Sums over customers' items. An item counts once a level: stage and touchpoint, stage and "", "" and ""."""

    __tablename__ = "metric_cell"
    __table_args__ = ({"sqlite_with_rowid": False},)
    items: int
    nps_answers: int
    promoters: int
    detractors: int
    csat_answers: int
    #: hundredths
    csat_sum: int = Field(sa_type=BigInteger)
    rating_answers: int
    #: hundredths
    rating_sum: int = Field(sa_type=BigInteger)


class JudgedCellTable(_SliceKey, table=True):
    """Sums over statements by who judged them: a model, or a person."""

    __tablename__ = "judged_cell"
    __table_args__ = ({"sqlite_with_rowid": False},)
    #: NAME/VERSION of the model, or `domain.PERSON`
    judge: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    statements: int
    sentiment_sum: int = Field(sa_type=BigInteger)


class CoverageCellTable(_SliceKey, table=True):
    """Counts of all items, on the map or not."""

    __tablename__ = "coverage_cell"
    __table_args__ = ({"sqlite_with_rowid": False},)
    items: int
    scored: int
    unscored: int
    other_language: int
    rating_only: int
    not_customer: int
    statements: int
    statements_no_stage: int
