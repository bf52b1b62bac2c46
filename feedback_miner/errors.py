"""Every error this package raises on purpose, as one tree. None knows an HTTP status: the web maps kinds to codes.

FeedbackMinerError
├── InputError            what came in cannot be used as it is
│   ├── FileError         the file as a whole: unreadable, empty, too large, an archive bomb
│   ├── MappingError      a mapping names a column that is not there, or leaves the text unnamed
│   └── QueryError        a filter, a parameter or a label that is not known
├── NotFound              nothing of that kind under that id in this workspace
├── Conflict              the thing is in a state in which this cannot be done
│   └── Stale             what was read before was changed in between: read it again
├── Busy                  somebody else writes for long: nothing is wrong, try again
│   └── Outdated          this process works with a label policy that no longer counts: restart it
├── Overloaded            more waits than is sensible to take in: come back later
├── FeedError             a place that messages are pulled from cannot be reached, or refuses
├── NoticeError           somebody who is to be told of an alert cannot be reached, or refuses
├── NotSupported          understood, but not built yet
├── AccessDenied          no key, an unknown key, or a key without the scope
├── LimitExceeded         a stated limit was passed
├── ModelError            a model folder is not one, or its files were changed
└── SetupError            the installation lacks something: a setting, a secret, a package
"""

from __future__ import annotations

from datetime import timedelta


class FeedbackMinerError(Exception):
    """Base of all: `message` is written for people, and says what to do.

    `where` names the place (file, row, column, field, parameter) where there is one.
    """

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class InputError(FeedbackMinerError):
    """What came in cannot be used as it is."""


class FileError(InputError):
    """A file as a whole cannot be read: unreadable, empty, too large, or an archive bomb."""


class MappingError(InputError):
    """A mapping names a column that is not there, or leaves the text unnamed."""


class QueryError(InputError):
    """A filter, a parameter or a label is not known."""


class NotFound(FeedbackMinerError):
    """Nothing of that kind is under that id in this workspace."""


class Conflict(FeedbackMinerError):
    """The thing is in a state in which this cannot be done."""


class Stale(Conflict):
    """What was read before was changed in between: read it again."""


class Busy(FeedbackMinerError):
    """Somebody else writes for long: nothing is wrong, and the same again may do."""

    def __init__(
        self,
        message: str = "The database is busy with other work. Nothing was changed; try again in a moment.",
        *,
        where: str | None = None,
    ) -> None:
        super().__init__(message, where=where)


class Outdated(Busy):
    """This process works with a label policy that no longer counts: restarted with the right model, it goes on."""


class Overloaded(FeedbackMinerError):
    """More waits already than is sensible to take in; the same later will do.

    `retry_after`: when to come back.
    """

    def __init__(self, message: str, *, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class FeedError(FeedbackMinerError):
    """A place that messages are pulled from cannot be reached, or refuses.

    `retry_after`: how long it asks to be left alone, where it says so.
    """

    def __init__(
        self, message: str, *, where: str | None = None, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message, where=where)
        self.retry_after = retry_after


class NoticeError(FeedbackMinerError):
    """Somebody who is to be told of an alert cannot be reached, or refuses."""


class NotSupported(FeedbackMinerError):
    """The request is understood, but is not built yet."""


class AccessDenied(FeedbackMinerError):
    """There is no key, the key is unknown, or it lacks the scope."""


class LimitExceeded(FeedbackMinerError):
    """A stated limit was passed."""


class ModelError(FeedbackMinerError):
    """A model folder is not one, or its files are not those that its config names."""


class SetupError(FeedbackMinerError):
    """The installation lacks something: a setting, a secret, a package."""
