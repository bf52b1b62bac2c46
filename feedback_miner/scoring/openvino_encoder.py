"""A second engine for reading messages: the encoder in whole numbers of 8 bits, in OpenVINO. An extra of the package.

It is used for a model only where it was shown, on this machine and with this version of OpenVINO, to come to the
labels that torch comes to. That takes some seconds and is done once: the outcome is remembered in a small file.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Annotated
from uuid import uuid4

import numpy as np
import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from torch import Tensor

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import SetupError
from feedback_miner.scoring.agreement import agreement
from feedback_miner.scoring.layout import ModelConfig
from feedback_miner.scoring.network import JourneyNetwork
from feedback_miner.scoring.outliers import choose_copies
from feedback_miner.scoring.scorer import JourneyScorer

try:
    from feedback_miner.scoring.openvino_graph import build_graph, split_inputs
    from feedback_miner.scoring.openvino_silent import openvino
except ModuleNotFoundError as error:
    raise SetupError(
        "OpenVINO is not installed: install it with pip install 'feedback-miner[openvino]', or set "
        "FEEDBACK_MINER_ENGINE=torch",
        where="engine",
    ) from error

#: What share of the labels of each kind must be torch's for the engine to be used.
AGREEMENT = 0.99
#: Tokens of one pass: of more, what lies between two matrices does not stay in the processor's cache.
PASS_TOKENS = 512

#: Counts up when the graph changes: what was found of another one says nothing of this one.
_GRAPH = 1
#: Messages on which channels are chosen that are to be split.
_CHOOSING = 60

_log = logging.getLogger(__name__)


class OpenVinoEncoder:
    """Does what `JourneyNetwork.encode` does. Several threads may call it; they are served one after the other."""

    def __init__(
        self,
        network: JourneyNetwork,
        config: ModelConfig,
        copies: Mapping[str, Sequence[int]],
        *,
        threads: int,
    ) -> None:
        self._words = network.encoder.embeddings.word_embeddings
        graph = build_graph(config.encoder, network.encoder.state_dict(), copies, longest=config.max_tokens)
        hints = {
            "PERFORMANCE_HINT": "LATENCY",
            "NUM_STREAMS": 1,
            "INFERENCE_NUM_THREADS": threads,
            "ENABLE_CPU_PINNING": False,  # every worker process would be pinned to the same core
            "INFERENCE_PRECISION_HINT": "f32",  # of what is not in whole numbers
        }
        self._request = openvino.Core().compile_model(graph, "CPU", hints).create_infer_request()
        self._turn = Lock()

    def encode(self, token_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Token vectors [windows, tokens, hidden] in float32 of padded windows; zeros beyond a pass's longest one."""
        windows, width = token_ids.shape
        hidden = torch.zeros(windows, width, self._words.embedding_dim)
        together = max(1, PASS_TOKENS // width)
        for first in range(0, windows, together):
            ids, mask = (part[first : first + together] for part in (token_ids, attention_mask))
            present = int(mask.sum(dim=1).max())
            words = self._words(ids[:, :present]).float().numpy()
            absent = np.where(
                mask[:, None, None, :present].numpy() == 0, np.finfo(np.float32).min, np.float32(0)
            )
            with self._turn:  # what is read stands in memory of OpenVINO's until the next pass
                read = self._request.infer([words, absent], share_inputs=True, share_outputs=True)[0]
                hidden[first : first + together, :present] = torch.from_numpy(read)
        return hidden


class _Outcome(BaseModel):
    """What is remembered of a model on a machine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: kind of label → share of statements with torch's label
    agreement: Annotated[dict[str, float], Field(min_length=1)]
    #: linear → channels that get a further copy, see `openvino_graph`
    copies: dict[str, tuple[int, ...]]


def find_openvino_reader(
    scorer: JourneyScorer,
    config: ModelConfig,
    *,
    threads: int,
    messages: Sequence[ScorableMessage],
    memory: Path,
) -> OpenVinoEncoder | None:
    """What reads for `scorer` with OpenVINO; None where that does not come to torch's labels.

    On `messages` both are compared. What comes out is kept in the folder `memory`. Where OpenVINO fails, it raises
    what OpenVINO raises.
    """
    kept = memory / f"{_fingerprint(config, messages)}.json"
    outcome = _recall(kept)
    if outcome is None:
        outcome = _compare(scorer, config, messages, threads)
        _keep(kept, outcome)
    kind, share = min(outcome.agreement.items(), key=lambda found: found[1])
    if share < AGREEMENT:
        _log.warning(
            "%s reads with torch: with OpenVINO only %.1f %% of its labels (%s) would be the same",
            scorer.name,
            100 * share,
            kind,
        )
        return None
    return OpenVinoEncoder(scorer.network, config, outcome.copies, threads=threads)


def _compare(
    scorer: JourneyScorer, config: ModelConfig, messages: Sequence[ScorableMessage], threads: int
) -> _Outcome:
    copies = choose_copies(
        scorer, split_inputs(config.encoder), messages[:: max(1, len(messages) // _CHOOSING)]
    )
    other = scorer.read_by(OpenVinoEncoder(scorer.network, config, copies, threads=threads))
    return _Outcome(agreement=dict(agreement(scorer, other, messages)), copies=copies)


def _fingerprint(config: ModelConfig, messages: Sequence[ScorableMessage]) -> str:
    core = openvino.Core()
    # The same processor may show other instructions: in a virtual machine, or after an update of its firmware.
    cpu = core.get_property("CPU", "FULL_DEVICE_NAME")
    able = sorted(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"))
    facts = [_GRAPH, config.sha256, openvino.__version__, cpu, able, [[m.source, m.text] for m in messages]]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]


def _recall(kept: Path) -> _Outcome | None:
    """What was kept; None where there is nothing, or nothing that can be read."""
    try:
        return _Outcome.model_validate_json(kept.read_bytes())
    except (OSError, ValidationError):
        return None


def _keep(kept: Path, outcome: _Outcome) -> None:
    draft = kept.with_suffix(
        f".{uuid4().hex}.draft"
    )  # of several workers at their first start each has its own
    try:
        for folder in (kept.parent.parent, kept.parent):  # a mode holds for the last folder alone
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            draft.write_text(outcome.model_dump_json(), encoding="utf-8")
            draft.replace(kept)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("OpenVINO is compared with torch again at the next start: %s", error)
