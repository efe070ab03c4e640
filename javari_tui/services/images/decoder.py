"""Reads one picture from its input and writes it made small: a program of its own, to be limited and killed.

It stands alone, so that it starts fast: nothing of Javari is imported. What it writes is one line of JSON, then bytes.
Whatever a file does to Pillow that is not foreseen here ends it without a word; who started it tells the user.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import warnings
from contextlib import suppress
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from PIL import Image as Images

MOST_PIXELS = 64_000_000
"""Of a picture: more would take too much memory."""
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 10
"""Of processor time."""

_SEEN = 128
"""From which opacity on a point is painted where it cannot be mixed with what is behind it."""
_HEAD = 1024
"""Bytes at the beginning that tell what a file is."""
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
    (b"\0\0\1\0", "ICO"),
    (b"P4", "PPM"),
    (b"P5", "PPM"),
    (b"P6", "PPM"),
)
_PLUGINS = {
    "PNG": "Png",
    "JPEG": "Jpeg",
    "GIF": "Gif",
    "TIFF": "Tiff",
    "BMP": "Bmp",
    "ICO": "Ico",
    "PPM": "Ppm",
    "WEBP": "WebP",
    "AVIF": "Avif",
}
_STEPS = (0, 95, 135, 175, 215, 255)
_SIXTEEN = [
    *((0, 0, 0), (170, 0, 0), (0, 170, 0), (170, 85, 0), (0, 0, 170), (170, 0, 170), (0, 170, 170), (170, 170, 170)),
    *((85, 85, 85), (255, 85, 85), (85, 255, 85), (255, 255, 85)),
    *((85, 85, 255), (255, 85, 255), (85, 255, 255), (255, 255, 255)),
]
_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""What EXIF says of how the camera was held → the turn that puts it right, as Pillow numbers them."""


def main() -> None:
    """Where Pillow is, and what is wanted, stand on the command line."""
    sys.path.append(sys.argv[1])
    wish: dict[str, Any] = json.loads(sys.argv[2])
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    warnings.simplefilter("ignore")
    with open(0, "rb") as file, open(1, "wb", closefd=False) as out:
        facts, data = _read(file, wish)
        out.write(json.dumps(facts).encode() + b"\n" + data)


def _read(file: IO[bytes], wish: dict[str, Any]) -> tuple[dict[str, object], bytes]:
    kind = _kind(file.read(_HEAD))
    if kind not in _PLUGINS:
        _refuse(kind)
    file.seek(0)
    from PIL import Image  # noqa: PLC0415 - its folder is known only now

    import_module(f"PIL.{_PLUGINS[kind]}ImagePlugin")
    _limit()
    image = Image.OPEN[kind][0](file, "")
    width, height = image.size
    if width * height > MOST_PIXELS:
        _refuse("large", width=width, height=height)
    turn = None if kind == "TIFF" else _TURNS.get(image.getexif().get(0x0112, 1))
    is_lying = turn is not None and turn in (2, 4, 5, 6)
    shown = (height, width) if is_lying else (width, height)
    points, cells = fitted(shown, wish)
    facts: dict[str, object] = {
        **{"format": kind, "width": shown[0], "height": shown[1]},
        **{"moves": bool(getattr(image, "is_animated", False)), "points": points, "cells": cells},
    }
    if wish["form"] == "none":
        return facts, b""
    small = _made_small(image, (points[1], points[0]) if is_lying else points)
    if turn is not None:
        small = small.transpose(Image.Transpose(turn))
    if wish["form"] == "dots":
        return facts, _in_colours(small.convert("RGBA"), wish["colours"]).tobytes()
    if wish["form"] == "sixel":
        return facts, _in_own_colours(small, wish["colours"])
    return facts, _as_png(small)


def _kind(head: bytes) -> str:
    """What a file is, by its beginning; its name is not asked. One that cannot be shown has a word too."""
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return "AVIF"
    return "svg" if b"<svg" in head.lower() else "unknown"


def fitted(shown: tuple[int, int], wish: dict[str, Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many points and cells a picture takes: never more of them than it has."""
    width, height = shown
    across, down = wish["cell"]
    dots = (across, down) if wish["form"] in ("png", "sixel") else (1, 2)
    flat = (across / dots[0]) / (down / dots[1])
    room = (wish["columns"] * dots[0], wish["rows"] * dots[1])
    scale = min(room[0] * flat / width, room[1] / height, 1)
    points = (
        min(max(round(width * scale / flat), 1), room[0]),
        min(max(round(height * scale), 1), room[1]),
    )
    cells = (-(-points[0] // dots[0]), -(-points[1] // dots[1]))
    fewer = wish["fewer"] if wish["form"] == "png" else 1
    return (max(points[0] // fewer, 1), max(points[1] // fewer, 1)), cells


def _made_small(image: Images.Image, points: tuple[int, int]) -> Images.Image:
    from PIL import Image  # noqa: PLC0415 - as above

    image.draft(None, (2 * points[0], 2 * points[1]))  # JPEG: most of the work need not be done
    image.load()
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode in ("P", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
    return image.resize(points, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _in_colours(image: Images.Image, count: int) -> Images.Image:
    """With only the colours of a terminal, side by side. The interface would take long to find the nearest ones."""
    if count > 256:
        return image
    from PIL import Image  # noqa: PLC0415 - as above

    steps = _STEPS if count == 256 else ()
    levels = [(red, green, blue) for red in steps for green in steps for blue in steps]
    levels += [(grey, grey, grey) for grey in range(8, 248, 10)] if steps else _SIXTEEN
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for level in levels for part in level])
    mixed = image.convert("RGB").quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).convert("RGB")
    mixed.putalpha(image.getchannel("A"))
    return mixed


def _in_own_colours(image: Images.Image, count: int) -> bytes:
    """In the colours that suit it best, not mixed from dots: areas of one colour take the fewest bytes."""
    from PIL import Image  # noqa: PLC0415 - as above

    flat = image.convert("RGBA").convert("RGB").quantize(min(count, 255), Image.Quantize.FASTOCTREE)
    levels = (flat.getpalette() or [])[: 3 * min(count, 255)]
    points, found = flat.tobytes(), len(levels) // 3
    if "A" in image.getbands():
        hidden = image.getchannel("A").point([255] * _SEEN + [0] * (256 - _SEEN))
        flat.paste(found, mask=hidden)
        points = flat.tobytes()
    return bytes((found, *levels)) + points


def _as_png(image: Images.Image) -> bytes:
    from io import BytesIO  # noqa: PLC0415 - only for this form

    import_module("PIL.PngImagePlugin")
    file = BytesIO()
    image.convert("RGBA" if "A" in image.getbands() else "RGB").save(file, "PNG")
    return file.getvalue()


def _limit() -> None:
    """From here on little memory and time, and no files: not every system knows all of these."""
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _refuse(why: str, **facts: object) -> NoReturn:
    """Say why not, and end."""
    sys.stdout.write(json.dumps({"refused": why, **facts}) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
