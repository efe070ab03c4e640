"""What the contract's values are made of: whole numbers within bounds, short clean texts, moments with a zone."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer

MICRO: Final = 1_000_000
"""How many micro-credits (`mcr`) one credit is."""

MAX_AMOUNT: Final = 2**53 - 1
"""No amount and no sum is greater, so that every JSON reader reads it exactly."""


def _clean(text: str) -> str:
    """Refuse what a terminal or a page would obey or hide: control, format, surrogate and private characters."""
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for character in text):
        raise ValueError("must hold no control or invisible characters")
    return text


def rfc3339(moment: datetime) -> str:
    """A moment as it is written on the wire: UTC, milliseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def milliseconds(moment: datetime) -> int:
    """A moment as whole milliseconds since 1970; what is finer is cut off, without floats."""
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def moment_of(stamp: int) -> datetime:
    """The inverse of `milliseconds`."""
    return datetime.fromtimestamp(stamp // 1000, UTC).replace(microsecond=stamp % 1000 * 1000)


Amount = Annotated[int, Field(ge=0, le=MAX_AMOUNT, strict=True)]
"""Micro-credits."""
Balance = Annotated[int, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT, strict=True)]
"""Micro-credits that may be below nothing."""
Count = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
Seq = Annotated[int, Field(ge=0, le=MAX_AMOUNT, strict=True)]
Identifier = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$")]
"""An id that either side made."""
Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_clean)]
Sentence = Annotated[str, Field(max_length=500), AfterValidator(_clean)]
Address = Annotated[str, Field(min_length=8, max_length=2000, pattern=r"^https?://[!-~]+$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""A day in UTC, as `YYYY-MM-DD`."""
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Moment = Annotated[AwareDatetime, PlainSerializer(rfc3339, return_type=str, when_used="json")]


class Value(BaseModel):
    """A value of the contract. Fields it does not know are ignored, so that both sides may grow."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")
