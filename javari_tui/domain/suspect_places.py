"""What becomes of the places in a text that a terminal would obey or hide, one by one."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_SEQUENCE = 4096
"""Code points of an OSC or DCS string after which it is taken for text that lost its way, and shown."""

_STRING_START = re.compile("\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f]")
_CONTROL_START = re.compile("\x1b\\[|\x9b")
_CONTROL = re.compile("(?:\x1b\\[|\x9b)[0-?]{0,256}[ -/]{0,16}[@-~]")
_CONTROL_PART = re.compile("(?:\x1b\\[|\x9b)[0-?]{0,256}[ -/]{0,16}\\Z")
_ESCAPE = re.compile("\x1b[ -/]{0,16}[0-~]")
_ESCAPE_PART = re.compile("\x1b[ -/]{0,16}\\Z")

# What ends a string sequence, in whatever way. Misread Windows text is full of lone C1 codes, so the strings
# they start, like titles and links, cannot go on into the next line.
_LINE_STRING_STOP = re.compile("[\x07\n\x18\x1a\x1b\x80-\x9f]")
_LONG_STRING_STOP = re.compile("[\x18\x1a\x1b\x80-\x9f]")

_PICTURE = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_PICTURE_SELECTORS = "\ufe0e\ufe0f"
_KEYCAP = "\u20e3"
_JOINERS = "\u200c\u200d"
_JOINED_LETTER = re.compile(  # Arabic and its kin, the scripts of India, Myanmar, Khmer, Mongolian
    "[\u0620-\u06ff\u0700-\u074f\u0750-\u077f\u07c0-\u07ff\u0840-\u08ff\u0900-\u0dff\u1000-\u109f"
    "\u1780-\u17b3\u17b6-\u17ff\u1820-\u18af\ua8e0-\ua8ff\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U00011fff]"
)
_MONGOLIAN = re.compile("[\u1820-\u18aa]")
_MONGOLIAN_SELECTORS = "\u180b\u180c\u180d\u180f"


class Decided(NamedTuple):
    """What becomes of a suspect place: what is shown for it, and where the text goes on."""

    shown: str
    until: int


def decide(text: str, at: int, before: str, *, is_last: bool) -> Decided | None:
    """What becomes of the suspect character at `at`; None while more must come first."""
    char, after = text[at], text[at + 1 : at + 3]
    is_next_whole = len(after) == 2 or (len(after) == 1 and not _is_first_half(after))
    if not is_next_whole and not is_last and _may_depend_on_next(before, char):
        return None
    if char == "\x1b" or _STRING_START.match(char) or char == "\x9b":
        return _decide_sequence(text, at, is_last=is_last)
    if char == "\r":
        return Decided("\n", at + 1 + text.startswith("\n", at + 1))
    if char in "\u2028\u2029":
        return Decided("\n", at + 1)
    return Decided(char if is_kept(before, char, text[at + 1 : at + 2]) else "", at + 1)


def _may_depend_on_next(before: str, char: str) -> bool:
    """Whether the character after this one can change what becomes of it."""
    if char in _JOINERS:
        return bool(before)
    if char in _PICTURE_SELECTORS:
        return not _PICTURE.match(before)
    return char in "\x1b\r" or _is_first_half(char)


def _is_first_half(char: str) -> bool:
    """Whether this is the first of two halves of a character."""
    return "\ud800" <= char <= "\udbff"


def is_kept(before: str, char: str, after: str) -> bool:
    """Whether an invisible character does its proper work between these two."""
    if char in _JOINERS:
        if _JOINED_LETTER.match(before) and _JOINED_LETTER.match(after):
            return True
        ends_picture = bool(_PICTURE.match(before)) or before == "\ufe0f"
        return char == "\u200d" and ends_picture and bool(_PICTURE.match(after))
    if char in _PICTURE_SELECTORS:
        return bool(_PICTURE.match(before)) or (before != "" and before in "0123456789#*" and after == _KEYCAP)
    return char in _MONGOLIAN_SELECTORS and bool(_MONGOLIAN.match(before))


def _decide_sequence(text: str, at: int, *, is_last: bool) -> Decided | None:
    """Drop a whole sequence, wait for its end, or show what only began like one."""
    if start := _STRING_START.match(text, at):
        return _decide_string(text, start, is_last=is_last)
    start = _CONTROL_START.match(text, at)
    whole, part = (_CONTROL, _CONTROL_PART) if start else (_ESCAPE, _ESCAPE_PART)
    if sequence := whole.match(text, at):
        return Decided("", sequence.end())
    if not is_last and part.match(text, at):
        return None
    return Decided(_introducer(start.group()), start.end()) if start else Decided("", at + 1)


def _decide_string(text: str, start: re.Match[str], *, is_last: bool) -> Decided | None:
    """The same for OSC, DCS and their kin, which run until a terminator."""
    introducer, body = start.group(), start.end()
    is_title_like = introducer in {"\x1b]", "\x9d"}
    stops = _LINE_STRING_STOP if is_title_like or len(introducer) == 1 else _LONG_STRING_STOP
    shown = Decided(_introducer(introducer), body)
    stop = stops.search(text, body, body + LONGEST_SEQUENCE + 1)
    if stop is None:
        is_open = not is_last and len(text) - body <= LONGEST_SEQUENCE
        return None if is_open else shown
    if stop.group() == "\x9c" or (stop.group() == "\x07" and is_title_like):
        return Decided("", stop.end())
    if stop.group() == "\x1b":
        if text.startswith("\\", stop.end()):
            return Decided("", stop.end() + 1)
        if stop.end() == len(text) and not is_last:
            return None
    return shown


def visible(char: str) -> str:
    """A sign for a code point that cannot be shown as it is."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟪U+{code:04X}⟫"


def _introducer(text: str) -> str:
    """The beginning of a sequence that is none: its first character made visible."""
    return visible(text[0]) + text[1:]
