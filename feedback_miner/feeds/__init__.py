"""Places that messages are pulled from: one package for each kind. Requests go out, pages of messages come back.

A kind is a class with its options (a pydantic model), the preset that knows the keys of its messages, and `pages`: its
`connector.py`, with what it needs beside it. Kinds share `web` (requests), `following` (where a pull begins and goes
on, what was edited or is gone) and `options`; `kinds.py` names them all.
It keeps nothing: how far a pull has come is in the cursor of each page, which is stored with the page. Knows nothing
of storage or scoring.
"""

from feedback_miner.feeds.kinds import KnownConnectors

__all__ = ["KnownConnectors"]
