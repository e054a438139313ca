"""`python -m scripts.train_language`: trains language identification on texts of the repository and writes its model.

A logistic regression over words and pieces of words, by whole-batch steps from nothing, so that it always comes to the
same. Some minutes on one core; needs numpy, which the model itself does not.
"""

from collections import Counter

import numpy as np

from lali.engines.language.identifying import words_of
from lali.engines.language.model import FILE, MIDDLE, packed, pieces_of

from .language_texts import training

_LEAST_MET = 4  # times a piece must be met
_STEPS, _STEP = 60, 0.15
_SHRINK = 2e-5  # keeps weights small
_BALANCE = 0.6  # 0: languages weigh by their number of texts; 1: all the same
_SCALE = 32.0
_KNOWN = MIDDLE + 8  # a word with such a weight is a word of the language
_LEAST_WEIGHT = 6  # pieces whose every weight is smaller are left out


def main() -> None:
    """Train, and write the model file."""
    rows = [(name, words) for name, text in training() if (words := words_of(text))]
    classes = list(dict.fromkeys(name for name, _ in rows))
    met = Counter(piece for _, words in rows for word in words for piece in pieces_of(word))
    pieces = sorted(piece for piece, times in met.items() if times >= _LEAST_MET)
    weights = _trained(rows, classes, pieces)
    stored = np.clip(np.rint(weights * _SCALE), -MIDDLE, MIDDLE - 1).astype(int)
    kept = np.abs(stored).max(axis=1) >= _LEAST_WEIGHT
    pieces = [piece for piece, keep in zip(pieces, kept, strict=True) if keep]
    FILE.write_bytes(packed(classes, _SCALE, _KNOWN, pieces, (stored[kept] + MIDDLE).astype(np.uint8).tobytes()))
    print(f"{len(rows)} texts, {len(classes)} classes, {len(pieces)} pieces, {FILE.stat().st_size} bytes")


def _trained(rows: list[tuple[str, list[str]]], classes: list[str], pieces: list[str]) -> np.ndarray:
    """Give the weights, pieces by classes, that tell the rows best (Adam, whole batch, step falling to nothing)."""
    row_of, piece_of, value = _counted(rows, pieces)
    truth = np.array([classes.index(name) for name, _ in rows])
    share = np.bincount(truth)[truth] ** -_BALANCE
    share /= share.sum()
    weights = np.zeros((len(pieces), len(classes)))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    everyone = np.arange(len(rows))
    for step in range(1, _STEPS + 1):
        scores = np.stack([np.bincount(row_of, value * one[piece_of], len(rows)) for one in weights.T], 1)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        likely[everyone, truth] -= 1
        likely *= share[:, None]
        slope = np.stack([np.bincount(piece_of, value * one[row_of], len(pieces)) for one in likely.T], 1)
        slope += _SHRINK * weights
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        pace = _STEP * (1 - step / (_STEPS + 1)) / (1 - 0.9**step)
        weights -= pace * mean / (np.sqrt(spread / (1 - 0.99**step)) + 1e-6)
    return weights


def _counted(rows: list[tuple[str, list[str]]], pieces: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    numbers = {piece: at for at, piece in enumerate(pieces)}
    of_row, of_piece, value = [], [], []
    for at, (_, words) in enumerate(rows):
        counted = Counter(numbers[piece] for word in words for piece in pieces_of(word) if piece in numbers)
        size = sum(counted.values()) ** 0.5
        of_row += [at] * len(counted)
        of_piece += counted
        value += [times / size for times in counted.values()]
    return np.array(of_row), np.array(of_piece), np.array(value)


if __name__ == "__main__":
    main()
