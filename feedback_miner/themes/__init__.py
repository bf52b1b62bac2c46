"""Groups of statements that say the same thing, and their names. Pure arithmetic on vectors and phrases.

    changes = regroup(themes, centres, fresh, ungrouped, model=…, read_phrases=…, statements_of=…)
    store.regroup(workspace, changes)

`regroup` is for the first look at a long history and for a day's statements alike: it needs the centres of the living
themes, never their statements, but for the few that it names anew.
"""

from feedback_miner.themes.drafting import StatementsOf
from feedback_miner.themes.regrouping import regroup, tone_of
from feedback_miner.themes.representatives import representatives

__all__ = ["StatementsOf", "regroup", "representatives", "tone_of"]
