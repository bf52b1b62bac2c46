"""Days of invented statements for many places at once: customers who write several, weekdays, shifts; seeded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from feedback_miner.insights.signals import HEARD, Daily


@dataclass(frozen=True, slots=True)
class World:
    """How customers of one place write. Sentiments spread by 0.5 around −0.1."""

    #: statements a day, Monday to Friday
    per_day: float = 50.0
    #: mean statements of a message; those of one message are alike by `alike` (0 … 1)
    per_message: float = 1.0
    alike: float = 0.0
    #: how much less is written at week-ends (0 … 1), and how much kindlier
    quiet_weekends: float = 0.0
    kind_weekends: float = 0.0
    #: from `shift_on` on
    shift: float = 0.0
    more: float = 1.0
    shift_on: int = 10_000

    def days(self, seed: int, *, places: int, days: int) -> Daily:
        """Each place is a world of its own."""
        draw = np.random.default_rng(seed)
        day = np.arange(days)
        weekend, later = day % 7 >= 5, day >= self.shift_on
        rate = self.per_day / self.per_message * np.where(weekend, 1 - self.quiet_weekends, 1.0)
        messages = draw.poisson(rate * np.where(later, self.more, 1.0), (places, days)).ravel()
        cell = np.repeat(np.arange(places * days), messages)
        sizes = draw.geometric(1 / self.per_message, len(cell))
        temper = draw.normal(0, 0.5 * np.sqrt(self.alike), len(cell))
        cells = np.repeat(cell, sizes)
        said = np.repeat(temper, sizes) + draw.normal(0, 0.5 * np.sqrt(1 - self.alike), len(cells)) - 0.1
        at = cells % days
        said = np.clip(said + self.kind_weekends * weekend[at] + self.shift * later[at], -1, 1)
        n = np.bincount(cells, minlength=places * days).astype(np.float64)
        crowding = np.bincount(cell, sizes.astype(np.float64) ** 2, places * days)
        voices = np.divide(n**2, crowding, out=np.zeros_like(n), where=n > 0)
        shape = (places, days)
        return Daily(
            0,
            n.reshape(shape),
            np.bincount(cells, said, places * days).astype(np.float64).reshape(shape),
            np.bincount(cells, said**2, places * days).astype(np.float64).reshape(shape),
            voices.reshape(shape),
            np.bincount(cell, np.minimum(sizes, HEARD), places * days).astype(np.float64).reshape(shape),
        )
