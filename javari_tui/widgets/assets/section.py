"""The sections of what was kept: values, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from javari_tui.domain.assets import ROOT_FOLDER, Asset, AssetHit, AssetType, AssetVersion
from javari_tui.domain.untrusted_text import clean
from javari_tui.i18n import N_, _

LONGEST_SHOWN = 300
"""Characters of a stranger's words that are ever laid out on one row."""


class SectionKind(StrEnum):
    """What a section is of."""

    DASHBOARD = "dashboard"
    ALL = "all"
    TYPE = "type"
    FAVOURITES = "favourites"
    FOLDER = "folder"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of what was kept."""

    kind: SectionKind
    name: str = ""
    """Of a type, folder or tag."""

    @property
    def type(self) -> AssetType | None:
        """The type that it is of."""
        return AssetType(self.name) if self.kind is SectionKind.TYPE else None

    @property
    def folder(self) -> str | None:
        """The folder that it is of."""
        return self.name if self.kind is SectionKind.FOLDER else None

    @property
    def tag(self) -> str | None:
        """The tag that it is of."""
        return self.name if self.kind is SectionKind.TAG else None

    @property
    def title(self) -> str:
        """What it is called, in the language in force; one row."""
        match self.kind:
            case SectionKind.TYPE:
                return _(_TYPES[AssetType(self.name)])
            case SectionKind.FOLDER:
                return _("Not in a folder") if self.name == ROOT_FOLDER else one_row(self.name)
            case SectionKind.TAG:
                return f"#{one_row(self.name)}"
        return _(_TITLES[self.kind])


@dataclass(frozen=True, slots=True)
class Lead:
    """A line of the overview that leads to a section."""

    section: Section
    count: int | None = None
    size: int | None = None
    title: str = ""
    """Marked; where it is called otherwise here."""
    is_heading: bool = False


Row = Lead | Asset | AssetHit | AssetVersion
"""What a line of the list can be."""

DASHBOARD = Section(SectionKind.DASHBOARD)
EVERYTHING = Section(SectionKind.ALL)
FAVOURITES = Section(SectionKind.FAVOURITES)

_TITLES = {
    SectionKind.DASHBOARD: N_("Overview"),
    SectionKind.ALL: N_("Everything"),
    SectionKind.FAVOURITES: N_("Favourites"),
}
_TYPES = {
    AssetType.DOCUMENT: N_("Documents"),
    AssetType.CODE: N_("Code snippets"),
    AssetType.IMAGE: N_("Images & media"),
    AssetType.EXPORT: N_("Exports"),
}


def one_row(text: str) -> str:
    """A stranger's words without what a terminal obeys, in one row."""
    return " ".join(clean(text[: 4 * LONGEST_SHOWN]).split())[:LONGEST_SHOWN]
