"""How a fascia list differs from the one that was sent before."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.i18n import _l
from app.stands.queries import Board


class State(StrEnum):
    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    # Nothing was sent before, so nothing is different.
    UNSENT = "unsent"

    @property
    def label(self) -> Any:
        return _LABELS[self.value]


_LABELS = {
    "same": _l("unchanged"),
    "new": _l("new"),
    "changed": _l("changed"),
    "gone": _l("no longer"),
    "unsent": _l("not sent yet"),
}
TONES = {"same": "stone", "new": "teal", "changed": "amber", "gone": "red", "unsent": "stone"}


@dataclass(frozen=True)
class Row:
    """One line of the list. `board` is None for a line that is gone; `before` are the texts that were sent."""

    booth: str
    board: Board | None
    state: State
    before: tuple[str, str] = ("", "")


def compare(boards: Sequence[Board], sent: Sequence[Any] | None) -> list[Row]:
    """Return the boards with what has changed since `sent`, and the lines that are gone at the end.

    Args:
        sent: rows of a sent list, [booth, Vietnamese, English, width]; None when none was sent.
    """
    if sent is None:
        return [Row(board.booth, board, State.UNSENT) for board in boards]
    waiting: dict[str, list[tuple[str, str]]] = {}
    for booth, text_vi, text_en, *_width in sent:
        waiting.setdefault(booth, []).append((text_vi, text_en))
    # Equal lines first: of two firms on one booth only the one whose text differs is changed.
    same = [_take(waiting.get(board.booth, []), (board.text_vi, board.text_en)) for board in boards]
    rows = []
    for board, is_same in zip(boards, same, strict=True):
        left = waiting.get(board.booth, [])
        if is_same:
            rows.append(Row(board.booth, board, State.SAME))
        elif left:
            rows.append(Row(board.booth, board, State.CHANGED, left.pop(0)))
        else:
            rows.append(Row(board.booth, board, State.NEW))
    return rows + [Row(booth, None, State.GONE, texts) for booth, left in waiting.items() for texts in left]


def _take(left: list[tuple[str, str]], texts: tuple[str, str]) -> bool:
    if texts in left:
        left.remove(texts)
        return True
    return False
