"""Options that are spelled in one way, and what people write in its place."""

from __future__ import annotations

import re

from pydantic import AfterValidator


def spelled(pattern: str, wanted: str) -> AfterValidator:
    """Checks the whole text, less blanks around it. `wanted`: the sentence for who wrote another thing.

    What stands in the group “it” is meant, if the pattern has one: the rest is left out.
    """
    expression = re.compile(pattern)

    def checked(text: str) -> str:
        found = expression.fullmatch(text.strip())
        if found is None:
            raise ValueError(wanted)
        return found["it"] if "it" in expression.groupindex else found[0]

    return AfterValidator(checked)
