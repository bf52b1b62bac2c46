"""confusions.json of a model folder: which stages the model takes for which, source by source, read and checked.

    {"format": 1, "model": NAME/VERSION, "policy": version of the label policy, "how": what was counted, in words,
     "stages": [key, …], "groups": [{"name": …, "counts": table, "true_sentiment": table, "predicted_sentiment":
     table}, …]}

Tables are [true stage][predicted stage] in the order of `stages`: numbers of statements, and the sums of their true and
predicted sentiments (−1 … 1 each). A group is one source. Every statement was judged by a model that had not seen its
source, and labelled by the policy that is named.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from feedback_miner.domain import Confusions, SourceConfusions
from feedback_miner.errors import ModelError
from feedback_miner.scoring.layout import ModelConfig, ModelFolder, first_fault

#: Largest file, in bytes.
MAX_BYTES = 10_000_000

#: what rounding may add to a sum of sentiments
_ROUNDING = 1e-3

_STAGES_MAX = 100
_Count = Annotated[int, Field(ge=0, le=10_000_000)]
_Sum = Annotated[float, Field(allow_inf_nan=False)]
_Counts = tuple[tuple[_Count, ...], ...]
_Sums = tuple[tuple[_Sum, ...], ...]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Group(_Part):
    name: str = Field(min_length=1, max_length=120)
    counts: _Counts
    true_sentiment: _Sums
    predicted_sentiment: _Sums

    def check(self, stages: int) -> None:
        for table in (self.counts, self.true_sentiment, self.predicted_sentiment):
            if len(table) != stages or any(len(row) != stages for row in table):
                raise ValueError(f"the tables of “{self.name}” must be {stages} × {stages}, as stages are")
        if not any(map(any, self.counts)):
            raise ValueError(f"“{self.name}” counts no statement; leave it out")
        for sums in (self.true_sentiment, self.predicted_sentiment):
            for counted, summed in zip(self.counts, sums, strict=True):
                if any(abs(s) > n + _ROUNDING for n, s in zip(counted, summed, strict=True)):
                    raise ValueError(f"a sum of sentiments of “{self.name}” is larger than its count")

    def to_domain(self) -> SourceConfusions:
        return SourceConfusions(self.name, self.counts, self.true_sentiment, self.predicted_sentiment)


class _File(_Part):
    format: Literal[1]
    model: str
    policy: str
    how: str = Field(max_length=2_000)
    stages: tuple[str, ...] = Field(min_length=2, max_length=_STAGES_MAX)
    groups: tuple[_Group, ...] = Field(min_length=1, max_length=1_000)

    @model_validator(mode="after")
    def _tables_fit(self) -> Self:
        names = [group.name for group in self.groups]
        if len(set(names)) < len(names):
            raise ValueError("groups must have different names")
        for group in self.groups:
            group.check(len(self.stages))
        return self

    def check_belongs_to(self, config: ModelConfig) -> None:
        """Raises ValueError."""
        for field, mine, its in (
            ("model", self.model, config.full_name),
            ("policy", self.policy, config.policy.version),
        ):
            if mine != its:
                raise ValueError(f'{field} is "{mine}", and the model folder\'s is "{its}"')
        if self.stages != config.stages:
            raise ValueError("stages are not those of config.json, in their order")


def load_confusions(folder: ModelFolder) -> Confusions | None:
    """The confusions of a model; None where its folder has none. Raises ModelError, which names the fault."""
    path = folder.confusions
    if path is None:
        return None
    try:
        read = _read(path)
        read.check_belongs_to(folder.config)
    except ValueError as error:
        raise ModelError(
            f"the model's confusions cannot be used: {_first(error)}; install the model again",
            where=str(path),
        ) from error
    return Confusions(
        model=read.model,
        policy=read.policy,
        how=read.how,
        stages=read.stages,
        sources=tuple(group.to_domain() for group in read.groups),
    )


def _read(path: Path) -> _File:
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"the file is larger than {MAX_BYTES:,} bytes")
    return _File.model_validate_json(path.read_bytes())


def _first(error: ValueError) -> str:
    return first_fault(error) if isinstance(error, ValidationError) else str(error)
