"""Use cases of the playbook: what teams commonly do about pain, as the workspace has it."""

from __future__ import annotations

from feedback_miner.ports import Store
from feedback_miner.taxonomy import Playbook, load_playbook

_NOTE = "playbook"


class Playbooks:
    """The shipped playbook with a workspace's own changes. Built in `bootstrap`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, workspace: str) -> Playbook:
        """With the workspace's own changes."""
        changes = self._store.note(workspace, _NOTE)
        return load_playbook().changed(Playbook.from_json(changes)) if changes else load_playbook()

    def change(self, workspace: str, changes: Playbook) -> Playbook:
        """What is said of a stage or touchpoint takes the place of what is shipped; of all others the shipped stands.

        An empty playbook brings the shipped one back. Raises QueryError where the taxonomy does not know a key.
        """
        self._store.set_note(workspace, _NOTE, changes.checked().to_json())
        return self.read(workspace)
