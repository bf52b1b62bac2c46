"""The sample on its way into a workspace: as any other files, and what its company's team has done."""

from __future__ import annotations

from datetime import date

from feedback_miner.domain import Import, ImportState
from feedback_miner.errors import Conflict
from feedback_miner.mining import Mining, Wish
from feedback_miner.sample import anchor_for, sample_actions, sample_files

#: that has brought something, or is going to
_STANDS = frozenset(ImportState) - {ImportState.UNDONE, ImportState.FAILED, ImportState.EXPIRED}


def bring_sample(mining: Mining, workspace: str, today: date) -> list[Import]:
    """Submits the four files. Their dates are anchored once: who takes the sample out and brings it again has the
    same one.

    Raises Conflict where there is other feedback: nobody could tell the two apart on the map.
    """
    if any(job.state in _STANDS for job in mining.imports.all(workspace)):
        raise Conflict(
            "There is feedback here already. The sample is for an empty map: undo the imports first."
        )
    anchor = mining.maps.anchor(workspace, anchor_for(today))
    if not mining.actions.all(workspace):  # they may be there already, from a start that was cut off
        for action in sample_actions(anchor):
            mining.actions.add(workspace, action)
    return [
        mining.imports.submit(
            workspace, file=file.name, blocks=[file.content], wish=Wish(overrides=file.overrides)
        )
        for file in sample_files(anchor)
    ]
