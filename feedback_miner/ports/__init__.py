"""What the use cases need of the rooms below, as Protocols, by who needs it. Built for real in `bootstrap`."""

from feedback_miner.ports.access import AccessStore
from feedback_miner.ports.feedback import FeedbackStore
from feedback_miner.ports.feeds import Connector, Connectors, FeedStore, Receiver
from feedback_miner.ports.imports import ImportStore, Spool
from feedback_miner.ports.jobs import Jobs, WorkerStore
from feedback_miner.ports.maps import MapStore
from feedback_miner.ports.models import Scorer, TextPreparer
from feedback_miner.ports.notices import Notifier
from feedback_miner.ports.phrases import PhraseReader
from feedback_miner.ports.rescoring import RescoreEngine, RescoreStore
from feedback_miner.ports.store import Store

__all__ = [
    "AccessStore",
    "Connector",
    "Connectors",
    "FeedStore",
    "FeedbackStore",
    "ImportStore",
    "Jobs",
    "MapStore",
    "Notifier",
    "PhraseReader",
    "Receiver",
    "RescoreEngine",
    "RescoreStore",
    "Scorer",
    "Spool",
    "Store",
    "TextPreparer",
    "WorkerStore",
]
