"""How much may be drawn on the line to the terminal: by how long it takes to answer, and to take what is written.

Knows neither Textual nor a terminal: `link_watch.py` asks and measures.
"""

from __future__ import annotations

from dataclasses import dataclass

from javari_tui.i18n import N_, _

FULL_FRAME = 0.05
"""Seconds between two pictures of a growing answer where nothing holds them up."""
_FRAMES = (FULL_FRAME, 0.1, 0.2)
"""The same from level to level: the worse the line, the higher."""
_WORSE = (0.08, 0.15)
"""Round trips from which on a line is of the next level, in seconds."""
_BETTER = (0.06, 0.11)
"""Round trips below which it is of the level before again."""
_AGREEING = 3
"""Answers in a row that must agree before anything changes: a busy machine answers late too."""
_STUCK, _FLOWING = 0.5, 0.05
"""Shares of the time spent in writing: the line takes no more; the line takes all."""
_STUCK_LOOKS, _CALM_LOOKS, _MOST_CALM_LOOKS = 2, 10, 320


@dataclass(frozen=True, slots=True)
class LinkState:
    """What is drawn on this line, and why."""

    frame_seconds: float = FULL_FRAME
    """Seconds between two pictures of a growing answer."""
    is_measured: bool = False
    """Whether that is more than usual because of what was measured."""
    milliseconds: int = 0
    """The round trip; 0 where the line does not take what is written, however soon it answers."""
    is_ssh: bool = False

    @property
    def is_light(self) -> bool:
        """Whether less is drawn than could be."""
        return self.frame_seconds > FULL_FRAME

    def sentence(self, dot: str) -> str:
        """What the user is told, in the language in force; nothing where Javari did nothing by itself."""
        if not self.is_measured:
            return ""
        if self.milliseconds:
            text = _(_SSH_LATE if self.is_ssh else _LINE_LATE)
        else:
            text = _(_SSH_STUCK if self.is_ssh else _LINE_STUCK)
        return text.format(time=self.milliseconds, dot=dot)


# Translators: {dot} is a dot between the two; “light”: little is drawn, because the line is slow.
_SSH_LATE, _LINE_LATE = N_("SSH {time} ms {dot} light"), N_("Line {time} ms {dot} light")
_SSH_STUCK, _LINE_STUCK = N_("SSH slow {dot} light"), N_("Line slow {dot} light")


class LinkPolicy:
    """What the measurements come to. It changes its mind only when several of them in a row agree."""

    def __init__(self, *, is_ssh: bool) -> None:
        self._is_ssh = is_ssh
        self._level = 0
        """By the round trip."""
        self._round_trip = 0.0
        self._doubts: list[int] = []
        """Levels of the last answers, all higher than now or all lower."""
        self._stuck_looks = self._calm_looks = 0
        self._is_stuck = False
        self._calm_wanted = _CALM_LOOKS

    @property
    def is_doubtful(self) -> bool:
        """Whether the last answer speaks against what is done now: another one is wanted soon."""
        return bool(self._doubts)

    @property
    def state(self) -> LinkState:
        """What is to be done now."""
        level = len(_WORSE) if self._is_stuck else self._level
        return LinkState(
            frame_seconds=_FRAMES[level],
            is_measured=level > 0,
            milliseconds=max(10, round(self._round_trip * 100) * 10) if self._level else 0,
            is_ssh=self._is_ssh,
        )

    def answered(self, seconds: float) -> None:
        """The terminal took so long to answer."""
        level = self._level_of(seconds)
        if level == self._level:
            self._round_trip, self._doubts = seconds, []
            return
        if self._doubts and (self._doubts[0] > self._level) != (level > self._level):
            self._doubts = []
        self._doubts.append(level)
        if len(self._doubts) == _AGREEING:
            nearest = min(self._doubts, key=lambda doubt: abs(doubt - self._level))
            self._level, self._round_trip, self._doubts = nearest, seconds, []

    def wrote(self, share: float, *, is_busy: bool) -> None:
        """Since the last look so much of the time went into writing; `is_busy`: something was drawn."""
        self._stuck_looks = self._stuck_looks + 1 if share > _STUCK else 0
        if self._stuck_looks >= _STUCK_LOOKS and not self._is_stuck:
            self._is_stuck, self._calm_looks = True, 0
        if share >= _FLOWING:
            self._calm_looks = 0
        elif is_busy:
            self._calm_looks += 1
        if self._is_stuck and self._calm_looks >= self._calm_wanted:
            # Where it gets stuck again, the next try comes later.
            self._is_stuck, self._calm_wanted = False, min(2 * self._calm_wanted, _MOST_CALM_LOOKS)

    def _level_of(self, seconds: float) -> int:
        """Between two bounds it stays as it is."""
        worse = sum(seconds > bound for bound in _WORSE)
        better = sum(seconds > bound for bound in _BETTER)
        return max(worse, min(self._level, better))
