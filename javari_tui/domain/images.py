"""Pictures on disk, as they are shown in cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ImageForm(StrEnum):
    """How the points of a picture are wanted."""

    DOTS = "dots"
    """Two of them above each other for each cell: four bytes each, red, green, blue, opacity."""
    PNG = "png"
    """As many as the cells have on the screen, for a terminal that draws pictures itself."""
    SIXEL = "sixel"
    """As many, in few colours: their number, each of them in three bytes, then for each point which of them it has.
    Points without any have the number after the last."""
    NONE = "none"
    """Not at all: only what is told of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRoom:
    """The cells there are for a picture."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageWish:
    """A picture, how it is wanted, and how large it may be."""

    path: str
    form: ImageForm
    room: ImageRoom
    cell: tuple[int, int] = (1, 2)
    """Width and height of a cell: in pixels, or only how they relate."""
    fewer: int = 1
    """How many points of the screen each one of a PNG stands for, across and down: slow lines take long for many."""
    colours: int = 1 << 24
    """How many different ones there are: for dots 16 and 256 are those of terminals, for sixels the picture's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFacts:
    """What is told of a picture."""

    format: str
    """As it really is, whatever its name ends with."""
    width: int
    height: int
    size: int
    """Bytes of the file."""
    moves: bool
    """Whether it is a film, of which the first picture is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedImage:
    """A picture made small enough for its room, its proportions kept."""

    facts: ImageFacts
    form: ImageForm
    columns: int
    rows: int
    width: int
    """Points in a row."""
    height: int
    data: bytes
