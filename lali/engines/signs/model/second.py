"""The second look: what texts ask, promise and hide, and what these together make of them.

The linear heads (`scoring`) weigh every piece alone: a free ticket counts the same beside a named office as beside
"tell nobody". Here the same pieces first say, one linear head each, how much a text shows each *aspect* that readers
marked in the open lure set (payment asked, papers kept, a contract to read first, ...) and each kind of text; then a
small network weighs all these against each other. It gives two calibrated probabilities, and the aspects with the
words behind them. Only texts of which the linear heads say more than nothing are looked at twice.

Every text goes through the networks as a row of its own: it gets the same numbers alone and among others.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .aspects import ANSWERS, LABELS, Floats, Layer, Network
from .numbers import Growing, Numbers, Rows, parts_of
from .pieces import EXTRAS_SHARE, LEAST_CUES, LEAST_EXTRAS, LEAST_PARTS, LEAST_PIECES
from .scoring import heaviest
from .texts import Known, Pieces, Texts, Weighed, extra_buckets, word_buckets
from .weights import chance

_LURE, _PLEA, _HARMLESS = LABELS.index("lure"), LABELS.index("help_plea"), LABELS.index("harmless")
_REST = [at for at, name in enumerate(LABELS) if name != "help_plea"]
_TINY = 1e-7
_UNMET = -1


class Second(NamedTuple):
    """What the second look found: probabilities in 0..1, and the aspects above their bar, the surest first.

    `sums` is what every head said, as the networks saw it.
    """

    lure: float
    help: float
    aspects: tuple[tuple[str, float], ...]
    sums: Floats


class SecondLook:
    """The networks, with what their heads say of each word and extra that was met."""

    def __init__(self, network: Network, known: Known) -> None:
        """Take the file, read, and who numbers words."""
        self.by = network
        self.bars = network.answers
        self._known = known
        self._words = Growing(2, np.int32)  # by number: row of the word in `steps`, and of its parts in `_parts`
        self._parts = Growing(len(network.heads), np.int32)
        self._counts = Growing(1, np.int32)  # of parts
        self._extras = Growing(1, np.int32)

    def learn(self, words: Numbers) -> None:
        """Work out what words weigh that were not met before; the parts only of those that are asked for."""
        place = self.by.place
        if new := self._known.words.after(self._words.size):
            rows = place[word_buckets(new)]
            self._words.add(np.column_stack([rows, np.full(len(new), _UNMET)]))
        if extras := self._known.extras.after(self._extras.size):
            self._extras.add(place[extra_buckets(extras)][:, None])
        unmet = np.flatnonzero(np.bincount(words[self._words.rows[words, 1] == _UNMET]))
        if len(unmet):
            word, part = parts_of(self._known.words.named(unmet))
            parts = Pieces(word, part, part)
            self._words.rows[unmet, 1] = self._parts.size + np.arange(len(unmet))
            self._parts.add(parts.summed(self.by.steps[place[part]], len(unmet)))
            self._counts.add(parts.counts(len(unmet))[:, None])

    def look(self, texts: Texts, chosen: Sequence[int]) -> dict[int, Second]:
        """Look a second time at some texts, by their place."""
        of_all = self._sums(texts, chosen)
        made = self.answers(of_all)
        answers = [self.by.answers[name] for name in ANSWERS]
        lure, plea = (
            chance(answer.slope * raw + answer.offset).round(4).tolist()
            for answer, raw in zip(answers, made, strict=True)
        )
        shown = map(tuple, self._shown(of_all))
        return dict(zip(chosen, map(Second, lure, plea, shown, of_all), strict=True))

    def answers(self, sums: Floats) -> npt.NDArray[np.float64]:
        """Raw answers of all networks together: [answer, text]."""
        return np.asarray(np.mean([_answered(_logits(net, sums)[1]) for net in self.by.nets], axis=0))

    def _sums(self, texts: Texts, chosen: Sequence[int]) -> Floats:
        """Give what every head says of each chosen text, standardised as the networks were trained."""
        words, pairs, extras, cues = (one.of(chosen) for one in (texts.words, texts.pairs, texts.extras, texts.cues))
        steps, known = self.by.steps, self._words.rows[words.piece]
        own = words.summed(steps[known[:, 0]], texts.count)
        own += pairs.summed(steps[self.by.place[pairs.piece]], texts.count)
        counts = words.counts(texts.count) + pairs.counts(texts.count)
        parts = words.summed(self._counts.rows[known[:, 1]], texts.count)[:, 0]
        groups = (
            (own, counts, LEAST_PIECES, 1.0),
            (words.summed(self._parts.rows[known[:, 1]], texts.count), parts, LEAST_PARTS, 1.0),
            (self._beside(extras, texts.count), extras.counts(texts.count), LEAST_EXTRAS, EXTRAS_SHARE),
            (self._beside(cues, texts.count), cues.counts(texts.count), LEAST_CUES, 1.0),
        )
        total = np.zeros((len(chosen), len(self.by.heads)), dtype=np.float32)
        for sums, count, least, share in groups:
            total += sums[chosen] * _shares(count[chosen], least, share)
        return np.asarray(total * self.by.scale + self.by.bias)

    def _beside(self, extras: Pieces, texts: int) -> Rows:
        return extras.summed(self.by.steps[self._extras.rows[extras.piece, 0]], texts)

    def _shown(self, sums: Floats) -> list[list[tuple[str, float]]]:
        """Aspects above their bar, with their probability, the surest first, of each text."""
        found: list[list[tuple[str, float]]] = [[] for _ in sums]
        may_be = self.by.may_be_shown
        if not may_be:
            return found
        at = [place for place, _, _ in may_be]
        slope, offset, bars = np.array([(aspect.slope, aspect.offset, aspect.shown) for _, _, aspect in may_be]).T
        likely = chance(slope * sums[:, at] + offset)
        for text, aspect in np.argwhere(likely >= bars).tolist():
            found[text].append((may_be[aspect][1], round(float(likely[text, aspect]), 2)))
        return [sorted(one, key=lambda told: -told[1]) for one in found]

    def weighed(
        self, texts: Texts, seconds: Mapping[int, Second], asked: Mapping[int, Sequence[str]], most: int = 6
    ) -> dict[tuple[int, str], tuple[Weighed, ...]]:
        """Words and pairs that raised an answer (`lure`, `help`) or an aspect most, the heaviest first.

        `asked`: answers and aspects, of texts by their place.
        """
        words, pairs = texts.words.of(asked), texts.pairs.of(asked)
        each_word, each_pair = self._each(texts, words, pairs)
        found = {}
        for of in sorted({of for all_of_them in asked.values() for of in all_of_them}):
            own = [text for text, all_of_them in asked.items() if of in all_of_them]
            if of in ANSWERS:
                pull = self.pull(np.stack([seconds[text].sums for text in own]), of) * self.by.scale
                of_words = words.times(each_word, dict(zip(own, pull, strict=True)))
                of_pairs = pairs.times(each_pair, dict(zip(own, pull, strict=True)))
            else:
                at = self.by.heads.index(of)
                raised = np.zeros(texts.count, dtype=np.float32)
                raised[own] = np.float32(self.by.aspects[of].slope * self.by.scale[at])
                of_words, of_pairs = each_word[:, at] * raised[words.text], each_pair[:, at] * raised[pairs.text]
            for text, heavy in heaviest(((words, 1, of_words), (pairs, 2, of_pairs)), most).items():
                found[text, of] = heavy
        return found

    def _each(self, texts: Texts, words: Pieces, pairs: Pieces) -> tuple[Floats, Floats]:
        """Give what each word and each pair adds to each head, in steps."""
        known = self._words.rows[words.piece]
        counts = words.counts(texts.count) + pairs.counts(texts.count)
        parts = words.summed(self._counts.rows[known[:, 1]], texts.count)[:, 0]
        whole, part = _shares(counts, LEAST_PIECES, 1.0), _shares(parts, LEAST_PARTS, 1.0)
        each = self.by.steps[known[:, 0]] * whole[words.text]
        each += self._parts.rows[known[:, 1]] * part[words.text]
        return each, self.by.steps[self.by.place[pairs.piece]] * whole[pairs.text]

    def pull(self, sums: Floats, of: str) -> Floats:
        """How much the log-odds of an answer would rise with each head, at each text (its gradient)."""
        pulls = [_pulled(net, *_logits(net, sums), of) for net in self.by.nets]
        return np.asarray(np.mean(pulls, axis=0) * self.by.answers[of].slope, dtype=np.float32)


def _shares(counts: Numbers, least: int, share: float) -> Floats:
    """Give what one of so many counts, as a column."""
    return np.array([share * max(count, least) ** -0.5 for count in counts.tolist()], dtype=np.float32)[:, None]


def _through(layer: Layer, rows: Floats) -> Floats:
    """Take each row through a layer by itself."""
    weights, lift = layer
    return np.asarray((rows[:, None, :] @ weights)[:, 0] + lift)


def _logits(net: tuple[Layer, Layer], sums: Floats) -> tuple[Floats, Floats]:
    hidden = _through(net[0], sums)
    return hidden, _through(net[1], np.maximum(hidden, 0))


def _softmax(logits: Floats) -> Floats:
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def _answered(logits: Floats) -> npt.NDArray[np.float64]:
    """Raw answers of one network to each text: lure against harmless, plea against all else."""
    pleas = _softmax(logits)[:, _PLEA].tolist()
    lures = logits[:, _LURE] - logits[:, _HARMLESS]
    return np.array([lures, [log(plea + _TINY) - log(1 - plea + _TINY) for plea in pleas]])


def _pulled(net: tuple[Layer, Layer], hidden: Floats, logits: Floats, of: str) -> Floats:
    """Give the gradient of one of these answers."""
    (into, _), (out, _) = net
    back = out * (hidden > 0)[:, :, None]
    if of == "lure":
        back = back[:, :, _LURE] - back[:, :, _HARMLESS]
    else:
        shares = _softmax(logits)[:, _REST]
        of_rest = shares / np.maximum(shares.sum(axis=1, keepdims=True), _TINY)
        back = back[:, :, _PLEA] - (back[:, :, _REST] @ of_rest[:, :, None])[:, :, 0]
    return np.asarray((back[:, None, :] @ into.T)[:, 0], dtype=np.float32)
