"""Bytes in, source records and row errors out; and a guess of what the columns mean.

    file = open_source(path, name="tickets.csv")
    guess = guess_mapping(file)
    seen = scan(file, guess.mapping)
    for row in file.records(): ...

Knows nothing of storage or scoring. A bad row is returned as a RowError; only a file that cannot be read at all
raises FileError.
"""

from feedback_miner.sources.dates import parse_when
from feedback_miner.sources.file import SourceFile
from feedback_miner.sources.guess import guess_mapping
from feedback_miner.sources.identity import identity_key, is_usable, key_hash
from feedback_miner.sources.joining import join_texts
from feedback_miner.sources.opening import open_source
from feedback_miner.sources.overrides import apply_overrides
from feedback_miner.sources.pages import page_file, preset_names
from feedback_miner.sources.scanning import Scan, scan
from feedback_miner.sources.scores import RatingScale, parse_csat, parse_nps, parse_rating

__all__ = [
    "RatingScale",
    "Scan",
    "SourceFile",
    "apply_overrides",
    "guess_mapping",
    "identity_key",
    "is_usable",
    "join_texts",
    "key_hash",
    "open_source",
    "page_file",
    "parse_csat",
    "parse_nps",
    "parse_rating",
    "parse_when",
    "preset_names",
    "scan",
]
