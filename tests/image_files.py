"""Picture files made by hand: whole ones, strange ones, hostile ones."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

PNG = b"\x89PNG\r\n\x1a\n"
RED, GREEN, BLUE, WHITE = b"\xff\0\0", b"\0\xff\0", b"\0\0\xff", b"\xff\xff\xff"


def chunk(name: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(
    width: int, height: int, rows: Sequence[bytes], *, bits: int = 8, colour: int = 2, more: Sequence[bytes] = ()
) -> bytes:
    """A PNG of such rows; `more` stands before them."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 1))
    return PNG + head + b"".join(more) + data + chunk(b"IEND", b"")


def two_by_two() -> bytes:
    """Red and green above blue and white."""
    return png(2, 2, [RED + GREEN, BLUE + WHITE])


def turned_png() -> bytes:
    """Two points side by side, red and green, held so that red is to be at the top."""
    exif = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, 6, 0, 0)
    return png(2, 1, [RED + GREEN], more=[chunk(b"eXIf", exif)])


def tiff_in_cmyk() -> bytes:
    """One point of cyan and nothing else."""
    numbers = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 5), (273, 8), (277, 4), (278, 1), (279, 4)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in numbers)
    return b"II*\0" + struct.pack("<I", 12) + b"\xff\0\0\0" + struct.pack("<H", len(numbers)) + entries + b"\0" * 4


def moving_gif() -> bytes:
    """Two pictures of one point: red, then blue."""
    frame = b"\x21\xf9\x04\0\x0a\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    colours = RED + BLUE
    first, second = b"\x02\x02\x44\x01\0", b"\x02\x02\x4c\x01\0"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + colours + frame + first + frame + second + b";"
