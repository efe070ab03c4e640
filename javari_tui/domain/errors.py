"""Every error Javari raises on purpose.

JavariError                      a sentence for the user (`title`, `detail`) and what to do next (`cure`)
├── StorageError                 the database or a file of ours
│   ├── DatabaseBroken           refused, never emptied
│   ├── DatabaseTooNew           written by a newer Javari, left unharmed
│   ├── DatabaseBusy             another process held it too long
│   └── DiskFull
├── SettingsError                the settings file: which line, which key
├── ModelError                   a model or its server (carries a `ModelFailure`)
├── KeyMissing                   no key for a provider that wants one
├── AttachmentRefused            a file that cannot be attached, and why
├── FileRefused                  a file that is not shown, and why
├── AssetRefused                 something that is not kept, or not given out, and why
├── ImportRefused                a file that is not one of our exports
├── ToolRefused                  what a model asked for is not done, and why
├── ToolDenied                   the user, or a rule of theirs, said no to it
├── SpendingRefused              what is left, or a limit of the user's, is not enough (in `spending_errors.py`)
├── BillingError                 the billing endpoint (in `billing_errors.py`)
├── HoldEnded                    credits were not set aside (any more) for what was used (the same)
└── NotFound                     a chat, message or page that is not there
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from javari_tui.i18n import N_, _

if TYPE_CHECKING:
    from javari_tui.domain.model_records import Failure


class JavariError(Exception):
    """An error with a sentence for the user and, where there is one, what to do next.

    `title` and `cure` are marked texts (msgids); `values` fill their placeholders after translating.
    """

    TITLE: ClassVar[str] = N_("Something went wrong")
    CURE: ClassVar[str] = ""
    exit_code: ClassVar[int] = 1
    """What the command ends with when this error ends it."""

    def __init__(self, title: str = "", *, cure: str = "", detail: str = "", **values: object) -> None:
        super().__init__(title or self.TITLE)
        self._title, self._cure, self._values = title or self.TITLE, cure or self.CURE, values
        self.detail = detail
        """What the other side said, as it said it: data, never markup, not translated."""

    @property
    def title(self) -> str:
        """What happened, in the language in force."""
        return _(self._title).format(**self._values)

    @property
    def cure(self) -> str:
        """What to do next, in the language in force; empty where nothing can be done."""
        return _(self._cure).format(**self._values) if self._cure else ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.detail, self.cure) if part)


class StorageError(JavariError):
    """The database or one of our files could not be read or written."""

    TITLE = N_("Javari could not read or write its files.")
    CURE = N_("Run “javari doctor” to see what is wrong.")


class DatabaseBroken(StorageError):
    """The database is damaged. It is refused, never emptied."""

    TITLE = N_("The database {path} is damaged, so Javari left it untouched.")
    CURE = N_("Restore a copy with “javari restore”, or start with an empty one by moving the file away.")


class DatabaseTooNew(StorageError):
    """The database was written by a newer Javari."""

    TITLE = N_("The database was written by a newer Javari (revision {revision}); this one is {version}.")
    CURE = N_("Upgrade Javari, or restore an older copy with “javari restore”.")
    exit_code = 3


class DatabaseBusy(StorageError):
    """Another process held the database too long."""

    TITLE = N_("Another program is holding the database.")
    CURE = N_("Try again in a moment; close other Javari windows if it goes on.")


class DiskFull(StorageError):
    """There is no room left to write."""

    TITLE = N_("The disk is full, so nothing was saved.")
    CURE = N_("Free some space and try again; your text is still here.")


class SettingsError(JavariError):
    """The settings file has a mistake; says where."""

    TITLE = N_("The settings file has a mistake.")


class ModelError(JavariError):
    """A model's server could not be asked. `failure` says why, as a value."""

    TITLE = N_("The model's server did not answer as it should.")

    def __init__(self, failure: Failure) -> None:
        super().__init__(detail=failure.detail)
        self.failure = failure


class KeyMissing(JavariError):
    """A provider wants a key and there is none."""

    TITLE = N_("There is no key for {provider}.")
    CURE = N_("Set {variable}, give “key_command” in the settings, or paste a key for this session.")


class AttachmentRefused(JavariError):
    """A file cannot be attached."""

    TITLE = N_("{name} cannot be attached.")


class FileRefused(JavariError):
    """A file cannot be shown."""

    TITLE = N_("{name} cannot be shown.")


class AssetRefused(JavariError):
    """Something cannot be kept, or given out as it was asked for."""

    TITLE = N_("{name} cannot be kept.")


class ImportRefused(JavariError):
    """A file is not an export of Javari's."""

    TITLE = N_("This file is not a Javari export.")


class ToolRefused(JavariError):
    """What a model asked a tool for is not done; the sentence is for the user and for the model."""

    TITLE = N_("This cannot be done.")


class ToolDenied(JavariError):
    """The user, or a rule of theirs, said no to what a model asked for; or nobody could be asked."""

    TITLE = N_("This was not allowed.")


class NotFound(JavariError):
    """Something asked for is not there."""

    TITLE = N_("That is not there (any more).")
