"""What the command line answers to the shell."""

from __future__ import annotations

from enum import IntEnum

from javari_tui.domain.errors import DatabaseTooNew, JavariError, KeyMissing, ModelError
from javari_tui.domain.models import FailureKind
from javari_tui.domain.spending_errors import SpendingRefused
from javari_tui.i18n import N_


class ExitCode(IntEnum):
    """How a command ended; documented in `--help`, so scripts rely on the numbers."""

    OK = 0
    FAILED = 1
    USAGE = 2
    DATABASE_TOO_NEW = 3
    NO_MODEL = 4
    MODEL_FAILED = 5
    NO_CREDITS = 6
    INTERRUPTED = 130
    READER_GONE = 141


MEANINGS: dict[ExitCode, str] = {
    ExitCode.OK: N_("All went well."),
    ExitCode.FAILED: N_("Something failed; the message says what and what to do."),
    ExitCode.USAGE: N_("The command was not written as it should be."),
    ExitCode.DATABASE_TOO_NEW: N_("The database was written by a newer Javari."),
    ExitCode.NO_MODEL: N_("There is no such model, or no valid key for it."),
    ExitCode.MODEL_FAILED: N_("The model gave no whole answer; what came is printed."),
    ExitCode.NO_CREDITS: N_("Your credits, or a limit you set, are not enough; nothing was asked."),
    ExitCode.INTERRUPTED: N_("Stopped with Ctrl+C; what came is printed and kept."),
    ExitCode.READER_GONE: N_("Whoever read the output went away."),
}

_KEY_OR_MODEL = {FailureKind.NO_KEY, FailureKind.BAD_KEY, FailureKind.FORBIDDEN, FailureKind.NO_SUCH_MODEL}


def code_of_failure(kind: FailureKind) -> ExitCode:
    """The exit code for an answer that failed."""
    if kind is FailureKind.SPENDING:
        return ExitCode.NO_CREDITS
    return ExitCode.NO_MODEL if kind in _KEY_OR_MODEL else ExitCode.MODEL_FAILED


def code_of_error(error: JavariError) -> ExitCode:
    """The exit code for an error."""
    match error:
        case DatabaseTooNew():
            return ExitCode.DATABASE_TOO_NEW
        case KeyMissing():
            return ExitCode.NO_MODEL
        case SpendingRefused():
            return ExitCode.NO_CREDITS
        case ModelError():
            return code_of_failure(error.failure.kind)
        case _:
            return ExitCode.FAILED
