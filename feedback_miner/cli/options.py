"""Options that several commands share, written once.

A parameter of a command whose type is `Annotated[T, Options(make)]` stands for all parameters of `make`: the command
line shows those, and the command gets what `make` returns of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, get_args, get_origin

#: the highest number that a database gives a row
MAX_ROW_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Options:
    """The options that a value is made of: the parameters of `make`."""

    make: Callable[..., Any]


def shared_options(command: Callable[..., None]) -> Callable[..., None]:
    """The command as typer takes it, with shared options in the place of the parameters that stand for them.

    Goes beneath `@app.command(…)`. The command's own options come first in its help.
    """
    own = dict(signature(command, eval_str=True).parameters)
    made = {name: options for name, one in own.items() if (options := _options_of(one))}
    parts = {name: _keywords(options.make) for name, options in made.items()}

    @wraps(command)
    def called(**given: Any) -> None:  # noqa: ANN401 - whatever the options hold
        for name, options in made.items():
            given[name] = options.make(**{part.name: given.pop(part.name) for part in parts[name]})
        command(**given)

    shown = [one for one in _keywords(command) if one.name not in made]
    shown += [part for some in parts.values() for part in some]
    called.__signature__ = Signature(shown)  # type: ignore[attr-defined]
    return called


def _options_of(parameter: Parameter) -> Options | None:
    if get_origin(parameter.annotation) is not Annotated:
        return None
    return next((part for part in get_args(parameter.annotation) if isinstance(part, Options)), None)


def _keywords(function: Callable[..., Any]) -> list[Parameter]:
    """Parameters by name alone, so that those without a default may follow those with one."""
    found = signature(function, eval_str=True).parameters.values()
    return [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in found]
