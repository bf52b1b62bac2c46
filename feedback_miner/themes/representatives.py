"""The statements that stand for a theme best."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from feedback_miner.domain.themes import StatementVectors
from feedback_miner.themes.words import stems

#: A quote of so many words says enough and is read to its end.
_READABLE_WORDS = (6, 35)
#: What a word too few or too many costs, in cosine.
_COST_OF_A_WORD = 0.03
#: What it costs to repeat the words of a quote that was chosen, where all are the same.
_COST_OF_REPETITION = 0.4
#: Only so many of the best are compared by their words.
_LOOKED_AT = 60


def representatives(
    statements: StatementVectors, centre: NDArray[np.float32], *, most: int = 3
) -> NDArray[np.int64]:
    """Ids of at most `most` of a theme's statements, the best first: central, of a length that reads well, of different
    customers and in different words. Fewer where there are fewer customers or words.

    `centre`: of the theme, of length 1 [dimensions]. The greedy choice is maximal marginal relevance (Carbonell and
    Goldstein, 1998), with the overlap of words (Jaccard) as similarity.
    """
    worth = statements.vectors @ centre - np.array([_cost_of_length(text) for text in statements.text])
    # Equals go by their ids, so that the order in which they come changes nothing.
    candidates = np.lexsort((statements.statement, -worth))[:_LOOKED_AT].tolist()
    chosen: list[int] = []
    while candidates and len(chosen) < most:
        best = max(
            candidates, key=lambda row: worth[row] - _COST_OF_REPETITION * _repeated(row, chosen, statements)
        )
        chosen.append(best)
        candidates = [row for row in candidates if _is_another_voice(row, best, statements)]
    return statements.statement[chosen]


def _cost_of_length(text: str) -> float:
    words, (fewest, most) = len(text.split()), _READABLE_WORDS
    return _COST_OF_A_WORD * max(fewest - words, words - most, 0)


def _repeated(row: int, chosen: list[int], statements: StatementVectors) -> float:
    return max((_overlap(statements.text[row], statements.text[other]) for other in chosen), default=0.0)


def _overlap(one: str, other: str) -> float:
    either = stems(one) | stems(other)
    return len(stems(one) & stems(other)) / len(either) if either else 1.0


def _is_another_voice(row: int, chosen: int, statements: StatementVectors) -> bool:
    same_customer = statements.customer[row] == statements.customer[chosen]
    return not same_customer and _overlap(statements.text[row], statements.text[chosen]) < 1
