"""The parts that schemas of arguments are made of, and no more than `arguments.py` can check."""

from __future__ import annotations

from javari_tui.tools.arguments import Schema


def text(said: str, most: int, least: int = 0, **more: str) -> Schema:
    """A string of so many characters."""
    return {"type": "string", "minLength": least, "maxLength": most, "description": said, **more}


def choice(said: str, *choices: str, **more: str) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": list(choices), "description": said, **more}


def number(said: str, least: int, most: int, default: int) -> Schema:
    """A whole number within bounds."""
    return {"type": "integer", "minimum": least, "maximum": most, "default": default, "description": said}


def switch(said: str) -> Schema:
    """True or false; false where nothing is said."""
    return {"type": "boolean", "default": False, "description": said}
