"""What a team writes down itself: a file for each kind of record. Records never hold customers' words, but ids."""

from feedback_miner.domain.team.record import Record
from feedback_miner.domain.team.remarks import Remark

__all__ = ["Record", "Remark"]
