"""A picture from its file to what is shown of it. The file is never trusted, and nothing waits for it for ever."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from javari_tui.domain.errors import FileRefused, ToolRefused
from javari_tui.domain.images import FittedImage, ImageFacts, ImageForm, ImageWish
from javari_tui.domain.untrusted_text import reveal
from javari_tui.i18n import N_, number_text
from javari_tui.services.images import decoder
from javari_tui.tools.processes import Ended, Job, run

LARGEST = 128 * 1024 * 1024
"""Bytes of a file that is read."""
_MOST_SECONDS = 15.0
_MOST_WRITTEN = 24 * 1024 * 1024
"""Bytes that a picture made small may take."""

_OPEN_ELSEWHERE = N_("Open it with another program.")


async def read_image(wish: ImageWish) -> FittedImage:
    """Read a picture in a process of its own. Cancelling ends that. FileRefused says why it cannot be shown."""
    name = reveal(Path(wish.path).name)[:120]
    descriptor, size, place = await asyncio.to_thread(_opened, wish.path, name)
    try:
        ended = await run(_job(wish, descriptor, place))
    except ToolRefused as error:
        raise FileRefused(N_("{name} could not be read."), detail=str(error), name=name) from error
    finally:
        os.close(descriptor)
    return _taken(wish, ended, size, name)


def _opened(path: str, name: str) -> tuple[int, int, str]:
    """The file, how long it is, and the folder of Pillow. Opening what is no plain file never waits for anybody."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (OSError, ValueError) as error:
        said = (error.strerror or "") if isinstance(error, OSError) else str(error)
        raise FileRefused(N_("{name} cannot be opened."), detail=f"{said}." if said else "", name=name) from error
    try:
        _check(os.fstat(descriptor), name)
        found = find_spec("PIL")
        if found is None or found.origin is None:
            raise FileRefused(N_("Pictures cannot be shown: the library for them (Pillow) is not installed."))
    except FileRefused:
        os.close(descriptor)
        raise
    return descriptor, os.fstat(descriptor).st_size, str(Path(found.origin).parents[1])


def _check(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise FileRefused(N_("{name} is no ordinary file, so it is not read."), name=name)
    if not status.st_size:
        raise FileRefused(N_("{name} is empty."), name=name)
    if status.st_size > LARGEST:
        raise FileRefused(
            N_("{name} has {size} MB; pictures of up to {most} MB are shown."),
            cure=_OPEN_ELSEWHERE,
            name=name,
            size=number_text(status.st_size // 1_000_000),
            most=number_text(LARGEST // 1_000_000),
        )


def _job(wish: ImageWish, descriptor: int, place: str) -> Job:
    how = {"form": wish.form, "cell": wish.cell, "fewer": wish.fewer, "colours": wish.colours}
    wanted = json.dumps({**how, **asdict(wish.room)})
    return Job(
        command=[sys.executable, *("-I", "-S", "-X", "utf8"), str(decoder.__file__), place, wanted],
        folder=Path("/"),
        environ={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
        seconds=_MOST_SECONDS,
        # Both halves of the output: what is within is whole in the head.
        most_bytes=2 * _MOST_WRITTEN,
        stdin_file=descriptor,
    )


def _taken(wish: ImageWish, ended: Ended, size: int, name: str) -> FittedImage:
    """What the process wrote, as far as it can be right; hostile files may have got hold of it."""
    line, _end, data = ended.head.partition(b"\n")
    try:
        told = json.loads(line)
        if "refused" in told:
            raise _refusal(told, name)
        image = _made(wish, told, data, size)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _unreadable(ended, name) from error
    if ended.missing or ended.exit_code or not _is_whole(image, wish.cell):
        raise _unreadable(ended, name)
    return image


def _made(wish: ImageWish, told: dict[str, Any], data: bytes, size: int) -> FittedImage:
    facts = ImageFacts(
        format=str(told["format"])[:8],
        width=int(told["width"]),
        height=int(told["height"]),
        size=size,
        moves=bool(told["moves"]),
    )
    (width, height), (columns, rows) = told["points"], told["cells"]
    return FittedImage(
        facts=facts,
        form=wish.form,
        columns=min(int(columns), wish.room.columns),
        rows=min(int(rows), wish.room.rows),
        width=int(width),
        height=int(height),
        data=data,
    )


def _is_whole(image: FittedImage, cell: tuple[int, int]) -> bool:
    if image.form is ImageForm.DOTS:
        fits = 0 < image.width <= image.columns and 0 < image.height <= 2 * image.rows
        return fits and len(image.data) == 4 * image.width * image.height
    if image.form is ImageForm.SIXEL:
        count = image.data[0] if image.data else 256
        fits = -(-image.width // cell[0]) == image.columns > 0 and -(-image.height // cell[1]) == image.rows > 0
        return fits and len(image.data) == 1 + 3 * count + image.width * image.height
    return image.form is ImageForm.NONE or image.data.startswith(b"\x89PNG\r\n\x1a\n")


def _refusal(told: dict[str, Any], name: str) -> FileRefused:
    """What the process says against a picture, as a sentence."""
    if told["refused"] == "svg":
        return FileRefused(N_("{name} is a drawing (SVG), not a picture."), cure=_OPEN_ELSEWHERE, name=name)
    if told["refused"] == "large":
        width, height = number_text(int(told["width"])), number_text(int(told["height"]))
        return FileRefused(
            N_("{name} has {width}×{height} pixels; pictures of up to {most} million are shown."),
            cure=_OPEN_ELSEWHERE,
            name=name,
            width=width,
            height=height,
            most=decoder.MOST_PIXELS // 1_000_000,
        )
    return FileRefused(N_("{name} is no picture that Javari can show."), cure=_OPEN_ELSEWHERE, name=name)


def _unreadable(ended: Ended, name: str) -> FileRefused:
    """It ended without a word, or with half of one."""
    if ended.seconds >= _MOST_SECONDS:
        return FileRefused(N_("{name} took too long to read, so it was given up."), name=name)
    return FileRefused(N_("{name} is damaged, or not whole."), name=name)
