"""The Merkle tree of RFC 9162 section 2.1: an ordered log of leaves whose single root commits to all of them.

`Frontier` is what a database keeps to append in O(log n): the roots of the complete subtrees on the right edge.
Proofs need nodes inside the tree; they are asked for by (level, index), where level 0 holds the leaf hashes and node
(l, i) covers the leaves from i * 2^l to (i + 1) * 2^l - 1. `Tree` holds them in memory, a database may hold them in a
table filled from what `Frontier.append` returns. Verifying needs no nodes. Hashes are SHA-256, 32 bytes.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Self

HASH_SIZE = 32
_SIZE = 8  # bytes of the size before a serialised right edge
MAX_SIZE = 2**63 - 1
EMPTY_ROOT = sha256(b"").digest()

Nodes = Callable[[int, int], bytes]


class NotAFrontier(ValueError):
    """The bytes are not a serialised right edge."""


def leaf_hash(data: bytes) -> bytes:
    """Hash one leaf: SHA-256 of a zero byte and the data (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into their parent (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of the tree: complete subtrees from large to small, one for each bit set in the size."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(peaks)
        if not 0 <= size <= MAX_SIZE or len(self._peaks) != size.bit_count():
            raise NotAFrontier("The right edge of the log does not fit its size.")
        if any(len(peak) != HASH_SIZE for peak in self._peaks):
            raise NotAFrontier("A hash on the right edge of the log does not have 32 bytes.")

    def append(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf hash. Returns the nodes this completes as (level, index, hash), the leaf first."""
        if len(leaf) != HASH_SIZE:
            raise ValueError("A leaf hash has 32 bytes.")
        level, index, node, peaks = 0, self.size, leaf, self._peaks
        completed = [(level, index, node)]
        while index & 1:
            level, index, node = level + 1, index >> 1, sha256(b"\x01" + peaks.pop() + node).digest()
            completed.append((level, index, node))
        peaks.append(node)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Give the root over all leaves so far; of an empty log the hash of nothing."""
        if not self._peaks:
            return EMPTY_ROOT
        *larger, root = self._peaks
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """Serialise: size as 8 bytes big-endian, then the peaks. At most 2 KiB."""
        return self.size.to_bytes(_SIZE, "big") + b"".join(self._peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote; `NotAFrontier` for anything else."""
        size, peaks = data[:_SIZE], data[_SIZE:]
        if len(size) < _SIZE or len(peaks) % HASH_SIZE:
            raise NotAFrontier("These bytes are not the right edge of a log.")
        starts = range(0, len(peaks), HASH_SIZE)
        return cls(int.from_bytes(size, "big"), [peaks[at : at + HASH_SIZE] for at in starts])


class Tree:
    """The whole tree in memory, 64 bytes a leaf: for proofs over a journal that has been read."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._frontier = Frontier()
        self._levels: list[list[bytes]] = []
        for leaf in leaves:
            self.append(leaf)

    @property
    def size(self) -> int:
        """Give the number of leaves."""
        return self._frontier.size

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash."""
        for level, _index, node in self._frontier.append(leaf):
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(node)

    def node(self, level: int, index: int) -> bytes:
        """Give the hash of a complete subtree."""
        return self._levels[level][index]


def root_of(size: int, nodes: Nodes) -> bytes:
    """Give the root over the first `size` leaves."""
    return _range_root(0, size, nodes) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, nodes: Nodes) -> list[bytes]:
    """Prove that leaf `index` stands in the tree of the first `size` leaves (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"A log of {size} entries has no entry {index}.")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_root(middle, end, nodes))
            end = middle
        else:
            path.append(_range_root(start, middle, nodes))
            start = middle
    return path[::-1]


def inclusion_proofs(indexes: Iterable[int], size: int, leaves: Iterable[bytes]) -> dict[int, list[bytes]]:
    """Prove many leaves in one pass over the hashes of all leaves, holding only the nodes that the proofs need."""
    wanted = list(indexes)
    needed: dict[tuple[int, int], bytes] = {}

    def noted(level: int, index: int) -> bytes:
        return needed.setdefault((level, index), EMPTY_ROOT)

    for index in wanted:
        inclusion_proof(index, size, noted)
    frontier = Frontier()
    for leaf in leaves:
        for level, index, node in frontier.append(leaf):
            if (level, index) in needed:
                needed[level, index] = node
    if frontier.size != size:
        raise ValueError(f"A log of {size} entries was read as {frontier.size}.")
    return {index: inclusion_proof(index, size, lambda level, at: needed[level, at]) for index in wanted}


def consistency_proof(old: int, new: int, nodes: Nodes) -> list[bytes]:
    """Prove that the tree of `new` leaves only adds to the tree of `old` leaves (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"A log of {new} entries cannot have grown out of one of {old}.")
    path: list[bytes] = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_root(middle, end, nodes))
            end = middle
        else:
            path.append(_range_root(start, middle, nodes))
            start = middle
    if start:
        path.append(_range_root(start, end, nodes))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether the path leads from this leaf hash at this place to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    first, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if first & 1 or first == last:
            node = node_hash(sibling, node)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Tell whether the path shows that the newer tree begins with all of the older (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    nodes = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not nodes:
        return False
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    before = after = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            before, after = node_hash(node, before), node_hash(node, after)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            after = node_hash(after, node)
        first, last = first >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _split(count: int) -> int:
    """Give the largest power of two smaller than count: where RFC 9162 divides a tree."""
    return 1 << (count - 1).bit_length() - 1


def _range_root(start: int, end: int, nodes: Nodes) -> bytes:
    """Give the root over the leaves from start to end - 1, where start is a place at which RFC 9162 divides."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, start >> level)
    middle = start + _split(count)
    return node_hash(_range_root(start, middle, nodes), _range_root(middle, end, nodes))
