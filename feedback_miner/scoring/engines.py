"""Which engine reads messages: OpenVINO where it can and does as well, else torch, which always can."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from torch import Tensor

from feedback_miner.domain import ScorableMessage
from feedback_miner.errors import SetupError
from feedback_miner.scoring.layout import open_model_folder
from feedback_miner.scoring.loading import load_scorer
from feedback_miner.scoring.scorer import JourneyScorer, TokenReader

_log = logging.getLogger(__name__)


def load_openvino_scorer(
    folder: Path, *, threads: int, messages: Sequence[ScorableMessage], memory: Path
) -> JourneyScorer:
    """The scorer of the model in `folder`: it reads with OpenVINO where that comes to torch's labels, else with torch.

    On `messages`, best some hundred as customers write them, both are compared. What comes out is kept in the folder
    `memory`. Where OpenVINO fails, now or later, torch reads, and the log says why. Raises ModelError as `load_scorer`
    does, and SetupError where OpenVINO is not installed.
    """
    scorer = load_scorer(folder, threads=threads)
    config = open_model_folder(folder).config
    try:
        from feedback_miner.scoring.openvino_encoder import find_openvino_reader  # an extra

        reader = find_openvino_reader(scorer, config, threads=threads, messages=messages, memory=memory)
    except SetupError:
        raise
    except Exception as error:  # it fails in as many ways as there are machines: no import may fail for it
        _warn(scorer.name, error)
        return scorer
    return scorer.read_by(_UntilItFails(reader, scorer.network, scorer.name)) if reader else scorer


class _UntilItFails:
    """Reads with the first engine until it fails once, from then on with the second."""

    def __init__(self, first: TokenReader, second: TokenReader, model: str) -> None:
        self._reader, self._second, self._model = first, second, model

    def encode(self, token_ids: Tensor, attention_mask: Tensor) -> Tensor:
        reader = self._reader
        if reader is self._second:
            return reader.encode(token_ids, attention_mask)
        try:
            return reader.encode(token_ids, attention_mask)
        except Exception as error:  # likewise
            _warn(self._model, error)
            self._reader = self._second
        return self._second.encode(token_ids, attention_mask)


def _warn(model: str, error: Exception) -> None:
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    _log.warning("%s reads with torch: OpenVINO failed (%s)", model, reason)
