"""What columns hold, as SQLModel is told of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, ForeignKey, Integer, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

from javari_tui.storage.stored_values import storable, time_from_text, time_to_text


class Words(TypeDecorator[str]):
    """Text from anywhere, made storable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """On its way into the file."""
        return None if value is None else storable(value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC as text that sorts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """On its way into the file."""
        return None if value is None else time_to_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """On its way out."""
        return None if value is None else time_from_text(value)


def row_id() -> Any:  # noqa: ANN401 - what SQLModel's Field gives
    """A row number; assigned by SQLite."""
    return Field(default=None, primary_key=True)


def words(default: str = "", **options: Any) -> Any:  # noqa: ANN401
    """Text that is always there."""
    return Field(default=default, sa_type=Words, **options)


def maybe_words() -> Any:  # noqa: ANN401
    """Text or nothing."""
    return Field(default=None, sa_type=Words, nullable=True)


def moment() -> Any:  # noqa: ANN401
    """A time that is always there."""
    return Field(sa_type=Moment)


def belongs_to(target: str, **options: Any) -> Any:  # noqa: ANN401
    """A row of another table, without which this one goes too."""
    return Field(sa_type=Integer, sa_column_args=(ForeignKey(target, ondelete="CASCADE"),), **options)


def came_from(target: str) -> Any:  # noqa: ANN401
    """A row of another table, without which this one stays."""
    foreign_key = ForeignKey(target, ondelete="SET NULL")
    return Field(default=None, sa_type=Integer, sa_column_args=(foreign_key,), nullable=True)
