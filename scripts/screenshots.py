"""Pictures of every page in every state, at a desk and on a phone, light and dark; or the README's three.

python -m scripts.screenshots [--output var/screenshots | --output docs] [--only map theme …]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.browser.states import STATES, State
from tests.browser.visits import Visits, visits_to_the_sample

#: git ignores it
FOLDER = Path("var/screenshots")
#: where the README takes its pictures from
DOCS = Path("docs")
#: a picture of a very long page ends there, in CSS pixels
_LONGEST = 6_000

#: with the room below it
_BOTTOM = "part => part.getBoundingClientRect().bottom + parseFloat(getComputedStyle(part).marginBottom)"

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its file, and how the browser looks at which state."""

    file: str
    state: State
    width: int
    height: int
    scheme: Scheme = "light"
    #: device pixels a CSS pixel
    scale: int = 1
    #: the part of the page that the picture ends below; None: all of the page
    until: str | None = None


def main() -> None:
    """Furnishes a house with the sample, serves it, and takes the pictures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--output", type=Path, default=FOLDER, help="folder of the pictures")
    asked.add_argument(
        "--only", nargs="*", default=(), metavar="STATE", help="names in tests/browser/states.py"
    )
    arguments = asked.parse_args()
    if unknown := set(arguments.only) - {state.name for state in STATES}:
        asked.error(f"there is no state {', '.join(sorted(unknown))}; tests/browser/states.py names them")
    folder: Path = arguments.output
    pictures = _of_readme() if folder == DOCS else _of_all(arguments.only)
    folder.mkdir(parents=True, exist_ok=True)
    with visits_to_the_sample(model="default") as visits:
        for picture in pictures:
            size = _take(visits, picture, folder / picture.file)
            print(f"{folder / picture.file}: {size / 1000:.0f} kB", flush=True)


def _of_readme() -> Iterator[Picture]:
    state = next(one for one in STATES if one.name == "map")
    yield Picture("map-light.png", state, 1440, 900, until=".lane.pains")
    yield Picture("map-dark.png", state, 1440, 900, "dark", until=".lane.pains")
    yield Picture("map-phone.png", state, 390, 844, scale=2, until=".numbers-nav")


def _of_all(only: list[str]) -> Iterator[Picture]:
    for state in STATES:
        if only and state.name not in only:
            continue
        for name, width, height in (("desk", 1440, 900), ("phone", 390, 844)):
            schemes: tuple[Scheme, ...] = ("light", "dark")
            for scheme in schemes:
                yield Picture(f"{state.name}-{name}-{scheme}.png", state, width, height, scheme)


def _take(visits: Visits, picture: Picture, file: Path) -> int:
    """Takes one picture; gives its size in bytes."""
    with visits.at(
        picture.state,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        device_scale_factor=picture.scale,
    ) as page:
        height: float = page.evaluate("document.documentElement.scrollHeight")
        if picture.until:
            height = page.locator(picture.until).first.evaluate(_BOTTOM)
        elif page.locator("dialog[open]").count():
            height = picture.height
        page.set_viewport_size({"width": picture.width, "height": int(min(height, _LONGEST))})
        return len(page.screenshot(path=file))


if __name__ == "__main__":
    main()
