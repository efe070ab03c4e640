"""Any file may be said to be a picture: each is shown small enough, or refused with a sentence; none does harm."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from javari_tui.domain.errors import FileRefused
from javari_tui.domain.images import FittedImage, ImageForm, ImageRoom, ImageWish
from javari_tui.services.images import decoder, reading
from javari_tui.services.images.reading import read_image
from tests.image_files import BLUE, GREEN, RED, WHITE, chunk, moving_gif, png, tiff_in_cmyk, turned_png, two_by_two

SVG = b'<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'


def wish(file: Path, form: ImageForm = ImageForm.DOTS, *, columns: int = 40, rows: int = 20) -> ImageWish:
    return ImageWish(path=str(file), form=form, room=ImageRoom(columns=columns, rows=rows), cell=(10, 20))


def dots(image: FittedImage) -> list[bytes]:
    """Its points, without their opacity."""
    return [image.data[at : at + 3] for at in range(0, len(image.data), 4)]


async def test_a_picture_comes_point_by_point(tmp_path: Path) -> None:
    file = tmp_path / "wrong.jpg"
    file.write_bytes(two_by_two())
    image = await read_image(wish(file))
    assert (image.facts.format, image.facts.width, image.facts.height, image.facts.moves) == ("PNG", 2, 2, False)
    assert image.facts.size == file.stat().st_size
    assert (image.columns, image.rows, image.width, image.height) == (2, 1, 2, 2)
    assert dots(image) == [RED, GREEN, BLUE, WHITE]


STRANGE: dict[str, tuple[bytes, tuple[int, int], list[bytes]]] = {
    "held upright": (turned_png(), (1, 2), [RED, GREEN]),
    "four inks": (tiff_in_cmyk(), (1, 1), [b"\0\xff\xff"]),
    "a film": (moving_gif(), (1, 1), [RED]),
    "16 bits of grey": (png(1, 1, [b"\x80\x12"], bits=16, colour=0), (1, 1), [b"\x80\x80\x80"]),
    "16 bits of colour": (png(1, 1, [b"\xff\xff\0\0\x80\0"], bits=16), (1, 1), [b"\xff\0\x80"]),
    "black and white": (png(8, 1, [b"\xaa"], bits=1, colour=0), (8, 1), [WHITE, b"\0\0\0"] * 4),
}


@pytest.mark.parametrize("kind", STRANGE)
async def test_strange_pictures_look_as_they_should(kind: str, tmp_path: Path) -> None:
    data, size, points = STRANGE[kind]
    file = tmp_path / "picture"
    file.write_bytes(data)
    image = await read_image(wish(file))
    assert (image.facts.width, image.facts.height) == size
    assert dots(image) == points
    assert image.facts.moves == (kind == "a film")


@pytest.mark.parametrize(("size", "cells"), [((30_000, 1), (40, 1)), ((1, 3_000), (1, 20)), ((400, 100), (40, 5))])
async def test_it_keeps_its_proportions_within_the_room(
    size: tuple[int, int], cells: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "long.png"
    file.write_bytes(png(*size, [RED * size[0]] * size[1]))
    for form in ImageForm:
        image = await read_image(wish(file, form))
        assert (image.columns, image.rows) == cells
        assert (image.facts.width, image.facts.height) == size


def fifo(file: Path) -> None:
    os.mkfifo(file)


def sparse(file: Path) -> None:
    with file.open("wb") as out:
        out.truncate(2 << 30)


def loop(file: Path) -> None:
    file.symlink_to(file.name)


def holding(data: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(data)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing there": (lambda file: None, "cannot be opened"),
    "empty": (holding(b""), "is empty"),
    "a folder": (lambda file: file.mkdir(), "no ordinary file"),
    "a pipe": (fifo, "no ordinary file"),
    "two gigabytes": (sparse, "2,147 MB"),
    "a link to itself": (loop, "cannot be opened"),
    "a drawing": (holding(SVG), "drawing"),
    "no picture": (holding(b"#!/bin/sh\necho hello\n"), "no picture that Javari can show"),
    "cut": (holding(two_by_two()[:-30]), "damaged"),
    "only a beginning": (holding(two_by_two()[:20]), "damaged"),
    "rubbish behind the head": (holding(b"\xff\xd8\xff\xe0" + b"\0\x10JFIF" + b"\xa5" * 500), "damaged"),
    "a bomb": (holding(png(60_000, 60_000, [b"\0" * 100], bits=1, colour=0)), "60,000×60,000 pixels"),
    "impossible": (holding(png(0, 5, [b""])), "damaged"),
}


@pytest.mark.parametrize("kind", REFUSED)
async def test_what_cannot_be_shown_is_refused_with_a_sentence(kind: str, tmp_path: Path) -> None:
    make, said = REFUSED[kind]
    file = tmp_path / "x\x1b[31m.png"
    make(file)
    with pytest.raises(FileRefused, match=re.escape(said)) as caught:
        await asyncio.wait_for(read_image(wish(file)), 10)
    assert "\x1b" not in str(caught.value)


async def test_a_terminal_that_draws_gets_a_picture_of_our_own_making(tmp_path: Path) -> None:
    file = tmp_path / "x.png"
    secret = chunk(b"tEXt", b"Comment\0secret")
    file.write_bytes(png(800, 600, [RED * 800] * 600, more=[secret]) + b"and more behind its end")
    image = await read_image(wish(file, ImageForm.PNG))
    assert (image.columns, image.rows) == (40, 15)
    assert image.data.startswith(b"\x89PNG\r\n\x1a\n")
    spared = await read_image(replace(wish(file, ImageForm.PNG), fewer=2))
    assert (spared.columns, spared.rows, spared.width, spared.height) == (40, 15, 200, 150)
    assert b"secret" not in image.data and b"behind" not in image.data


@pytest.mark.parametrize(("colours", "allowed"), [(256, (0, 95, 135, 175, 215, 255)), (16, (0, 85, 170, 255))])
async def test_few_colours_are_those_that_the_terminal_has(
    colours: int, allowed: tuple[int, ...], tmp_path: Path
) -> None:
    file = tmp_path / "x.png"
    file.write_bytes(
        png(30, 20, [bytes((x * 8, 0, y * 12)[part] for x in range(30) for part in range(3)) for y in range(20)])
    )
    image = await read_image(replace(wish(file), colours=colours))
    found = set(dots(image))
    greys = {bytes((grey,) * 3) for grey in range(8, 248, 10)}
    assert len(found) > 5
    assert all(point in greys or all(part in allowed for part in point) for point in found)


async def test_for_sixels_it_comes_in_colours_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "x.png"
    rows = [(RED + b"\xff") * 30 + (BLUE + b"\xff") * 20 + (GREEN + b"\0") * 10] * 40
    file.write_bytes(png(60, 40, rows, colour=6))
    image = await read_image(replace(wish(file, ImageForm.SIXEL), colours=64))
    count = image.data[0]
    levels, points = image.data[1 : 1 + 3 * count], image.data[1 + 3 * count :]
    palette = [levels[at : at + 3] for at in range(0, len(levels), 3)]
    assert (image.columns, image.rows, image.width, image.height) == (6, 2, 60, 40)
    row = [palette[point] if point < count else b"" for point in points[:60]]
    assert row == [RED] * 30 + [BLUE] * 20 + [b""] * 10


async def test_what_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(reading, "_MOST_SECONDS", 0.2)
    monkeypatch.setattr(decoder, "__file__", str(endless))
    file = tmp_path / "x.png"
    file.write_bytes(two_by_two())
    with pytest.raises(FileRefused, match="took too long"):
        await read_image(wish(file))


GREEDY = """
import importlib.util, sys
found = importlib.util.spec_from_file_location("decoder", {path!r})
decoder = importlib.util.module_from_spec(found)
found.loader.exec_module(decoder)
made_small = decoder._made_small
decoder._made_small = lambda image, points: (bytearray(900 << 20), made_small(image, points))[1]
decoder.main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory so")
async def test_what_takes_much_memory_ends_before_it_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    greedy, file = tmp_path / "greedy.py", tmp_path / "x.png"
    greedy.write_text(GREEDY.format(path=decoder.__file__))
    file.write_bytes(two_by_two())
    monkeypatch.setattr(decoder, "__file__", str(greedy))
    with pytest.raises(FileRefused, match="damaged"):
        await read_image(wish(file))


@pytest.mark.parametrize(
    "lie",
    [
        "",
        "{}\n",
        '{"format": "PNG", "width": 1, "height": 1, "moves": 0, "points": [9, 9], "cells": [1, 1]}\nx',
        '{"format": "PNG", "width": 1, "height": 1, "moves": 0, "points": [11, 1], "cells": [1, 1]}\n' + 12 * "\0",
        "[]\n",
    ],
)
async def test_nothing_that_the_reader_says_is_believed(
    lie: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    liar = tmp_path / "liar.py"
    liar.write_text(f"import sys; sys.stdout.write({lie!r})")
    monkeypatch.setattr(decoder, "__file__", str(liar))
    file = tmp_path / "x.png"
    file.write_bytes(two_by_two())
    with pytest.raises(FileRefused, match="damaged"):
        await read_image(wish(file))
    with pytest.raises(FileRefused, match="damaged"):
        await read_image(wish(file, ImageForm.SIXEL))
