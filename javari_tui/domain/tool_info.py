"""What a tool is, as a model and the approval rules are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Risk(StrEnum):
    """What a tool can do to the user; approval rules go by it."""

    READS = "reads"
    WRITES = "writes"
    RUNS = "runs"
    NETWORK = "network"
    NONE = "none"
    """Nothing of the user's is read or changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolInfo:
    """A tool as a model is told of it."""

    name: str
    purpose: str
    """What it is for, in English: models read it."""
    schema: Mapping[str, object]
    """JSON Schema of its arguments."""
    risk: Risk
