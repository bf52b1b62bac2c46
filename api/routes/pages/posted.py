"""What a form sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request


async def _posted(request: Request) -> Mapping[str, str]:
    """Fields that are text; of several of one name the last."""
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Posted = Annotated[Mapping[str, str], Depends(_posted)]
