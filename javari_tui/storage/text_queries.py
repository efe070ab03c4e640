"""What was typed to find something, as conditions on texts and on the index of their words. Any input is safe."""

from __future__ import annotations

import re
from dataclasses import dataclass

from javari_tui.storage.excerpts import Term
from javari_tui.storage.stored_values import storable

_MOST_TERMS = 16
_LONGEST_TERM = 100
_PHRASE_OR_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts of one table and the index of their words."""

    sql: str
    index: str
    table: str
    number: str
    columns: tuple[str, ...]

    def read(self, terms: tuple[Term, ...], among_all: str = "TRUE") -> str:
        """The query for terms.

        Signs are looked for in every text that has the words; where there are no words, in all texts.
        """
        among, found, number = self.table, [among_all], self.number
        if any(term.words for term in terms):
            number = f"{self.index}.rowid"
            among, found = f"{self.index} JOIN {self.table} ON {self.number} = {number}", [f"{self.index} MATCH :query"]
        for name in sign_patterns(terms):
            places = (f"{column} LIKE :{name} ESCAPE '{_ESCAPE}'" for column in self.columns)
            found.append(f"({' OR '.join(places)})")
        return self.sql.format(among=among, found=" AND ".join(found), number=number)


def terms_of(words: str) -> tuple[Term, ...]:
    """What was typed: phrases and words, of which the last may be only begun."""
    found = list(_PHRASE_OR_WORD.finditer(storable(words)[: _MOST_TERMS * _LONGEST_TERM]))
    terms = [
        Term.of((match[1] or match[2])[:_LONGEST_TERM], is_begun=match[2] is not None and match is found[-1])
        for match in found
        if match[1] or match[2]
    ]
    return tuple(dict.fromkeys(term for term in terms if term.words or term.signs))[:_MOST_TERMS]


def match_query(terms: tuple[Term, ...]) -> str:
    """Terms as an FTS5 query: every one in quotes, and letters and digits only, so nothing in it is an operator."""
    return " ".join(f'"{" ".join(term.typed)}"{"*" if term.is_begun else ""}' for term in terms if term.words)


def sign_patterns(terms: tuple[Term, ...]) -> dict[str, str]:
    """Patterns of LIKE that find the signs of terms, by the names of their parameters."""
    plain = (re.sub(r"[\\%_]", r"\\\g<0>", term.signs) for term in terms if term.signs)
    return {f"signs{number}": f"%{signs}%" for number, signs in enumerate(plain)}
