"""One tree of errors. Each says what was wrong, where, and what to do, and carries the id of what failed."""


class VedetteError(Exception):
    """Root of everything that Vedette raises on purpose.

    Args:
        message: What was wrong, where, and what to do about it, in words for the user.
        about: The id (path, report id, table row …) of what failed, or None where nothing has one.
    """

    #: Exit status of a command that ends with this error (the contract: 2 used wrongly, 3 could not finish).
    exit_status = 2

    def __init__(self, message: str, about: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.about = about


class UsageError(VedetteError):
    """The command or call was used wrongly: a wrong option, a missing file, two options that exclude each other."""


class BadInputError(VedetteError):
    """A file as a whole is not what it was said to be (a watch with a wrong key, a CSV without its columns)."""


class UnreadableReportError(VedetteError):
    """One report could not be read. The rest go on.

    Args:
        code: One of `READ_ERROR_CODES`.
        message: In words for the user.
        about: The report's id or path.
    """

    def __init__(self, code: str, message: str, about: str | None = None) -> None:
        super().__init__(message, about)
        self.code = code


#: Why a report could not be read; the contract of `vedette read`.
READ_ERROR_CODES = (
    "empty",
    "not_text",
    "too_large",
    "wrong_encoding",
    "no_article",
    "bad_json",
    "unsupported",
    "timed_out",
    "internal",
)


class VocabularyError(VedetteError):
    """A data file of the vocabulary is malformed; names the file and the entry."""


class GeometryError(VedetteError):
    """A geometry, coordinate, border or gazetteer entry that cannot be used; says why."""


class MissingExtraError(VedetteError):
    """An optional package is needed for this; the message names the command that installs it."""


class FetchError(VedetteError):
    """An address gave no answer that can be used. The message holds no secrets.

    Args:
        message: In words for the user.
        about: The address, without credentials and query.
        asked: Whether it was asked at all; False where robots.txt, a limit or its network forbade it.
        status: HTTP status, None where there was none.
        retry_after_seconds: How long it wants to be left alone, None where it does not say.
    """

    exit_status = 1

    def __init__(
        self,
        message: str,
        about: str | None = None,
        *,
        asked: bool = True,
        status: int | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message, about)
        self.asked = asked
        self.status = status
        self.retry_after_seconds = retry_after_seconds


class AnswerError(VedetteError):
    """A model's answer is not of the shape that was asked for. The message holds none of its words."""

    exit_status = 1


class ModelError(VedetteError):
    """The model's server cannot be used, or a limit of cost or time is reached: no further report is sent to it."""

    exit_status = 3


class StoreError(VedetteError):
    """The store could not be opened, migrated, read or written (disk full, database gone)."""

    exit_status = 3


class OutputError(VedetteError):
    """A result could not be written whole; nothing is left half-written."""

    exit_status = 3


class DeliveryError(VedetteError):
    """A message could not be sent. It stays in the outbox.

    Args:
        message: Why, in words, without secrets.
        about: The channel's id.
        retry_after_seconds: How long the receiver asks to be left alone, None: it says nothing.
        refused: Whether the receiver refused this message for good: trying long is of no use.
        down: Whether the receiver as a whole gives no answer, so that others for it need not be tried now.
    """

    exit_status = 3

    def __init__(
        self,
        message: str,
        about: str | None = None,
        *,
        retry_after_seconds: float | None = None,
        refused: bool = False,
        down: bool = False,
    ) -> None:
        super().__init__(message, about)
        self.retry_after_seconds = retry_after_seconds
        self.refused = refused
        self.down = down
