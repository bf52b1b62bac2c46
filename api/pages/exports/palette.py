"""The page's colours by name, for drawings that leave the page: static/page.css is the one place that has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Theme = Literal["light", "dark"]

_PAIR = re.compile(r"--(\w+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);")


@cache
def palette(theme: Theme) -> Mapping[str, str]:
    """Name of a colour ("ink", "tm3") → "#1b2430"."""
    styles = (files("api.pages") / "static" / "page.css").read_text("utf-8")
    pairs = _PAIR.findall(styles.partition("}")[0])
    return {name: light if theme == "light" else dark for name, light, dark in pairs}
