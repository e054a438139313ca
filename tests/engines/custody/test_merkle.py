import itertools
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.custody.merkle import (
    EMPTY_ROOT,
    Frontier,
    NotAFrontier,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

# Reference inputs and roots published with Certificate Transparency.
CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
    ]
]  # fmt: skip
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_CONSISTENCY_6_TO_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]

LEAVES = [f"entry {number}".encode() for number in range(70)]
TREE = Tree(map(leaf_hash, LEAVES))


def split(count):
    """RFC 9162, 2.1.1: the largest power of two smaller than n, found by doubling."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def mth(leaves):
    """RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m, leaves):
    """RFC 9162, 2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, whole):
    """RFC 9162, 2.1.4.1, word for word."""
    n = len(leaves)
    if m == n:
        return [] if whole else [mth(leaves)]
    k = split(n)
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def test_the_published_vectors():
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    frontier = Frontier()
    assert frontier.root() == EMPTY_ROOT
    for leaf, root in zip(CT_LEAVES, CT_ROOTS, strict=True):
        frontier.append(leaf_hash(leaf))
        assert frontier.root().hex() == root
    nodes = Tree(map(leaf_hash, CT_LEAVES)).node
    assert [node.hex() for node in consistency_proof(6, 8, nodes)] == CT_CONSISTENCY_6_TO_8
    assert [node.hex() for node in inclusion_proof(2, 3, nodes)] == CT_ROOTS[1:2]


def test_roots_are_those_of_the_definition():
    frontier = Frontier()
    for size in range(len(LEAVES) + 1):
        assert frontier.root() == root_of(size, TREE.node) == mth(LEAVES[:size])
        if size < len(LEAVES):
            frontier.append(leaf_hash(LEAVES[size]))


@given(st.data())
def test_inclusion_proofs_are_those_of_the_definition_and_verify(data):
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, TREE.node)
    assert proof == path(index, LEAVES[:size])
    assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, proof, mth(LEAVES[:size]))


def test_consistency_proofs_are_those_of_the_definition_and_verify():
    roots = [mth(LEAVES[:size]) for size in range(34)]
    for old, new in itertools.combinations_with_replacement(range(1, 34), 2):
        proof = consistency_proof(old, new, TREE.node)
        assert proof == subproof(old, LEAVES[:new], True)
        assert verify_consistency(old, new, proof, roots[old], roots[new])


@given(st.data())
def test_nothing_else_verifies_as_included(data):
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, TREE.node)
    leaf, root = leaf_hash(LEAVES[index]), root_of(size, TREE.node)
    other_index = data.draw(st.integers(-2, size + 2).filter(lambda other: other != index))
    assert not verify_inclusion(leaf, other_index, size, proof, root)
    assert not verify_inclusion(leaf_hash(b"another entry"), index, size, proof, root)
    assert not verify_inclusion(leaf, index, size, [*proof, root], root)
    assert not verify_inclusion(leaf, index, size, proof, EMPTY_ROOT)
    for at in range(len(proof)):
        assert not verify_inclusion(leaf, index, size, proof[:at] + proof[at + 1 :], root)
        assert not verify_inclusion(leaf, index, size, [*proof[:at], leaf, *proof[at + 1 :]], root)


@given(st.data())
def test_a_rewritten_log_is_not_consistent(data):
    new = data.draw(st.integers(2, 40))
    old = data.draw(st.integers(1, new - 1))
    changed = data.draw(st.integers(0, old - 1))
    rewritten = [*LEAVES[:changed], b"something else", *LEAVES[changed + 1 : new]]
    nodes = Tree(map(leaf_hash, rewritten)).node
    proof = consistency_proof(old, new, nodes)
    assert verify_consistency(old, new, proof, mth(rewritten[:old]), mth(rewritten))
    assert not verify_consistency(old, new, proof, mth(LEAVES[:old]), mth(rewritten))
    assert not verify_consistency(old, new, proof[:-1], mth(rewritten[:old]), mth(rewritten))
    assert not verify_consistency(old, new, [*proof, EMPTY_ROOT], mth(rewritten[:old]), mth(rewritten))


def test_consistency_at_the_edges():
    root = mth(LEAVES[:4])
    assert verify_consistency(4, 4, [], root, root)
    assert not verify_consistency(4, 4, [root], root, root)
    assert not verify_consistency(4, 4, [], root, EMPTY_ROOT)
    assert not verify_consistency(0, 4, [], EMPTY_ROOT, root)
    assert not verify_consistency(5, 4, [], root, root)
    assert not verify_consistency(3, 4, [], root, root)


def test_proofs_of_what_is_not_there_are_refused():
    with pytest.raises(ValueError, match="no entry 70"):
        inclusion_proof(70, 70, TREE.node)
    with pytest.raises(ValueError, match="cannot have grown"):
        consistency_proof(0, 5, TREE.node)
    with pytest.raises(ValueError, match="cannot have grown"):
        consistency_proof(6, 5, TREE.node)
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier().append(b"no hash")


@given(st.integers(0, 70))
def test_the_right_edge_survives_bytes_and_stays_small(size):
    frontier = Frontier()
    for leaf in LEAVES[:size]:
        frontier.append(leaf_hash(leaf))
    data = frontier.to_bytes()
    assert len(data) == 8 + 32 * size.bit_count()
    again = Frontier.from_bytes(data)
    again.append(leaf_hash(b"next"))
    assert again.root() == mth([*LEAVES[:size], b"next"])


@given(st.binary(max_size=120))
def test_bytes_that_are_no_right_edge_are_refused(data):
    try:
        assert Frontier.from_bytes(data).to_bytes() == data
    except NotAFrontier:
        size = int.from_bytes(data[:8], "big")
        assert len(data) != 8 + 32 * size.bit_count() or size >= 2**63


def test_appending_names_every_node_once():
    """A database that keeps what `append` returns can prove everything."""
    table = {}
    frontier = Frontier()
    for leaf in LEAVES[:45]:
        for level, index, node in frontier.append(leaf_hash(leaf)):
            assert (level, index) not in table
            table[level, index] = node
    proof = inclusion_proof(17, 45, lambda level, index: table[level, index])
    assert verify_inclusion(leaf_hash(LEAVES[17]), 17, 45, proof, frontier.root())
