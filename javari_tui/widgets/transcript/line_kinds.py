"""What a line of Markdown may begin, told by the line alone."""

from __future__ import annotations

import re

FENCE = re.compile(r"( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)")
HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
UNDERLINE = re.compile(r" {0,3}(?:-+|=+)[ \t]*$")
ITEM = re.compile(r"( {0,3})([-+*]|\d{1,9}[.)])( +|\t|$)")
QUOTE = re.compile(r" {0,3}>")
INNER_FENCE = re.compile(r"[\s>*+\-\d.)]*?(`{3,}(?=[^`]*$)|~{3,})")
_INTERRUPTING = "`~#>*-_+0123456789"


def indent_of(line: str) -> int:
    """Columns of white space at the start of a line."""
    bare = line.lstrip(" ")
    indent = len(line) - len(bare)
    return indent if not bare.startswith("\t") else indent + 4


def is_other(line: str) -> bool:
    """Whether a line is a heading, a rule or begins a quotation."""
    return bool(HEADING.match(line) or RULE.match(line) or QUOTE.match(line))


def interrupts(line: str) -> bool:
    """Whether a line ends the paragraph before it."""
    if line.lstrip(" ")[0] not in _INTERRUPTING:
        return False
    if item := ITEM.match(line):
        has_content = bool(line[item.end() :].strip())
        if has_content and item[2] in ("-", "+", "*", "1.", "1)"):
            return True
    if UNDERLINE.match(line):
        return False
    return bool(FENCE.match(line)) or is_other(line)
