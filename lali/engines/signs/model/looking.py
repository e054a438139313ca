"""The model at work: many texts at once, in two looks, and the words behind what was found.

One memory of words and extras stands behind both looks. It is begun anew when it has grown too large; texts that are
being looked at keep the one they were read with.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from threading import Lock

from .aspects import Answer, Network, network
from .scoring import First, Scores, Weighing
from .second import Second, SecondLook
from .texts import Known, Texts, Told, Weighed
from .weights import Head, Weights, weights

_REMEMBERED = 100_000  # words, and as many extras
_lock = Lock()  # two requests of one server must not number words at once


class Memory:
    """Words and extras that were met, and what both looks know of them."""

    def __init__(self, first: Weights, network: Callable[[], Network | None]) -> None:
        """Begin with nothing."""
        self.known = Known()
        self.first = First(first, self.known)
        self._network = network
        self._second: SecondLook | None = None

    @property
    def is_full(self) -> bool:
        """Whether it should be begun anew."""
        return max(len(self.known.words), len(self.known.extras)) > _REMEMBERED

    def second(self) -> SecondLook | None:
        """Give the second look, read when it is first asked for; None where its file cannot be read."""
        if self._second is None and (network := self._network()):
            self._second = SecondLook(network, self.known)
        return self._second


class Model:
    """The two files, read, and the memory of what they were asked. `network` gives the second, or None."""

    def __init__(self, first: Weights, network: Callable[[], Network | None]) -> None:
        """Take the files."""
        self.bars: Mapping[str, Head] = {head.name: head for head in first.heads}
        self._files = first, network
        self._memory = Memory(*self._files)

    def look(self, told: Sequence[Told]) -> "Looked":
        """Look at texts once, at most `texts.MOST`."""
        with _lock:
            if self._memory.is_full:
                self._memory = Memory(*self._files)
            texts = self._memory.known.read(told)
            self._memory.first.learn()
        return Looked(self._memory, texts)


class Looked:
    """Texts that were looked at, told apart by their place: `scores` of each; `twice` of those looked at again."""

    def __init__(self, memory: Memory, texts: Texts) -> None:
        """Take the texts as arrays."""
        self._memory, self._texts = memory, texts
        self.scores: Sequence[Scores] = memory.first.score(texts)
        self.twice: Mapping[int, Second] = {}
        self.bars: Mapping[str, Answer] = {}  # of the second look

    def again(self, chosen: Sequence[int]) -> None:
        """Look at some texts a second time. Where the file of aspects cannot be read, nothing is found."""
        if not chosen:
            return
        with _lock:
            if second := self._memory.second():
                second.learn(self._texts.words.of(chosen).piece)
        if second:
            self.bars, self.twice = second.bars, second.look(self._texts, chosen)

    def weighed(self, of: Mapping[int, str]) -> Weighing:
        """Words behind the first look at texts: `of` is lure, help or fraud."""
        return self._memory.first.weighed(self._texts, of, self.scores) if of else {}

    def behind(self, asked: Mapping[int, Sequence[str]]) -> Mapping[tuple[int, str], tuple[Weighed, ...]]:
        """Words behind answers (`lure`, `help`) and aspects of texts that were looked at twice, by text and name."""
        second = self._memory.second() if asked else None
        return second.weighed(self._texts, self.twice, asked) if second else {}


@cache
def model() -> Model:
    """Give the model that comes with Lali, read once."""
    return Model(weights(), network)
