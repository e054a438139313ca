"""An array that grows at its end."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray


class Rows:
    """Numbers one after another; room is made for twice as many when it runs out."""

    def __init__(self, kind: DTypeLike, first: ArrayLike = ()) -> None:
        self._room = np.array(first, dtype=kind)
        self._many = len(self._room)

    def __len__(self) -> int:
        return self._many

    def __getitem__(self, place: int) -> Any:
        return self._room[place]

    def __setitem__(self, place: int, value: Any) -> None:
        self._room[place] = value

    def all(self) -> NDArray[Any]:
        """All that is there, to be read or changed in place; not to be kept across an `extend`."""
        return self._room[: self._many]

    def extend(self, values: ArrayLike) -> None:
        """Put more at the end."""
        more = np.asarray(values, dtype=self._room.dtype)
        need = self._many + len(more)
        if need > len(self._room):
            room = np.empty(max(need, 2 * len(self._room)), self._room.dtype)
            room[: self._many] = self.all()
            self._room = room
        self._room[self._many : need] = more
        self._many = need
