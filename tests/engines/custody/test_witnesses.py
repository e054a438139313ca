"""Heads of partners: compared with what was seen before, countersigned, carried in bundles and folders, checked alone."""

import base64
import io
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lali.engines.custody.bundle import EVERY_FILE, HeadWitness, ProvenEntry
from lali.engines.custody.heads import countersign, sign_head
from lali.engines.custody.keys import NotAKey, Role, new_signing_key, verifier_key
from lali.engines.custody.merkle import Tree, consistency_proof, inclusion_proof, leaf_hash, root_of
from lali.engines.custody.sealing import unseal
from lali.engines.custody.standalone import check_folder
from lali.engines.custody.verify import partner_key, verify_bundle
from lali.engines.custody.witnesses import (
    MOST_EARLIER,
    Earlier,
    Seen,
    Shown,
    ShownRefused,
    judge,
    read_shown,
    shown_text,
)
from tests.engines.custody.bundles import (
    KEK,
    KEY,
    LOG,
    PARTNER,
    PARTNER_KEY,
    PARTNER_PEM,
    PEM,
    PLAIN,
    journal,
    resign,
    sealed_exhibit,
    written,
)

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def log(*lines):
    return Tree(leaf_hash(line.encode()) for line in lines)


LINES = [f"entry {number}" for number in range(40)]
TREE = log(*LINES)
OTHER = log("another beginning", *LINES[1:])


def root(size, tree=TREE):
    return root_of(size, tree.node)


def shown(size, *before, tree=TREE, pem=PEM, name=LOG):
    head = sign_head(origin=name, size=size, root=root(size, tree), signing_key=pem, at=AT)
    earlier = [Earlier(old, root(old, tree), tuple(consistency_proof(old, size, tree.node))) for old in before]
    return Shown(head, verifier_key(name, pem), tuple(earlier))


class TestJudging:
    def test_what_is_seen_first_is_believed(self):
        found = judge(shown(10), seen={})
        assert (found.seen, found.seen.countersigned, dict(found.learned)) == (Seen.FIRST, True, {10: root(10)})

    def test_what_adds_to_the_last_is_countersigned_and_remembered(self):
        found = judge(shown(30, 4, 10), seen={10: root(10)}, key=KEY)
        assert (found.seen, found.learned) == (Seen.ADDS, {4: root(4), 10: root(10), 30: root(30)})

    def test_the_same_head_again_and_an_older_one_that_was_proven(self):
        assert judge(shown(10), seen={10: root(10)}).seen is Seen.ADDS
        assert judge(shown(10), seen={10: root(10), 30: root(30)}).seen is Seen.ADDS

    def test_without_a_proof_nothing_is_signed(self):
        assert judge(shown(30), seen={10: root(10)}).seen is Seen.NOT_COMPARED
        assert judge(shown(7), seen={10: root(10)}).seen is Seen.NOT_COMPARED
        assert judge(shown(30, 4), seen={4: root(4), 10: root(10)}).seen is Seen.NOT_COMPARED
        assert not judge(shown(30), seen={10: root(10)}).learned

    def test_a_proof_that_does_not_hold_proves_nothing(self):
        one = shown(30, 10)
        forged = Shown(one.head, one.key, (Earlier(10, root(10), one.earlier[0].path[:-1]),))
        assert judge(forged, seen={10: root(10)}).seen is Seen.NOT_COMPARED

    def test_another_history_is_named(self):
        assert judge(shown(30, 10, tree=OTHER), seen={10: root(10)}).seen is Seen.REWRITTEN
        assert judge(shown(10, tree=OTHER), seen={10: root(10)}).seen is Seen.REWRITTEN

    def test_another_key_and_a_wrong_signature(self):
        other = new_signing_key()
        assert judge(shown(30, 10, pem=other), seen={10: root(10)}, key=KEY).seen is Seen.OTHER_KEY
        one = shown(30)
        assert judge(Shown(one.head, verifier_key(LOG, other)), seen={}).seen is Seen.UNSIGNED
        assert judge(Shown("x", one.key), seen={}).seen is Seen.UNREADABLE
        assert judge(Shown(one.head, "x"), seen={}).seen is Seen.UNREADABLE


class TestShowing:
    def test_what_is_written_is_read(self):
        assert read_shown(shown_text(shown(30, 4, 10))) == shown(30, 4, 10)

    def test_of_many_the_newest_go_along(self):
        many = shown(40, *range(1, 40))
        assert [one.size for one in read_shown(shown_text(many)).earlier] == list(range(40 - MOST_EARLIER, 40))

    @pytest.mark.parametrize(
        "change",
        [
            {"format": "lali-journal-9"},
            {"head": 7},
            {"key": None},
            {"earlier": {}},
            {"earlier": [{"size": 0, "root": "0" * 64, "path": []}]},
            {"earlier": [{"size": True, "root": "0" * 64, "path": []}]},
            {"earlier": [{"size": 3, "root": "0" * 63, "path": []}]},
            {"earlier": [{"size": 3, "root": "0" * 64, "path": ["0" * 64] * 131}]},
            {"earlier": [{"size": 3, "root": "0" * 64, "path": []}] * 17},
        ],
    )
    def test_what_is_none_is_refused(self, change):
        told = json.loads(shown_text(shown(30, 4))) | change
        if change == {"earlier": {}}:
            assert not read_shown(json.dumps(told).encode()).earlier
            return
        with pytest.raises(ShownRefused):
            read_shown(json.dumps(told).encode())

    @given(st.binary(max_size=300))
    def test_noise_is_refused(self, noise):
        with pytest.raises(ShownRefused):
            read_shown(noise)

    def test_too_much_is_refused(self):
        with pytest.raises(ShownRefused):
            read_shown(b" " * 300_000)


def witness(size, lines, *, pem=PARTNER_PEM, key=PARTNER_KEY, name=PARTNER):
    tree = log(*(line.decode() for line in lines))
    head = sign_head(origin=LOG, size=size, root=root(size, tree), signing_key=PEM, at=AT)
    signed = countersign(head, name=name, signing_key=pem, at=AT)
    return HeadWitness(signed, key, "TCU (fictional)", consistency_proof(size, 50, tree.node))


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return bundled(tmp_path_factory.mktemp("witnessed") / "bundle")


def bundled(path):
    record, sealed = sealed_exhibit(PLAIN)
    lines = journal(record)
    tree = Tree(map(leaf_hash, lines))
    entries = [ProvenEntry(number, lines[number], inclusion_proof(number, 50, tree.node)) for number in (7, 20, 49)]
    return written(
        path,
        exhibit=record,
        original=unseal(io.BytesIO(sealed), kek=KEK),
        entries=entries,
        head=sign_head(origin=LOG, size=50, root=root_of(50, tree.node), signing_key=PEM),
        witnesses=[witness(21, lines), witness(35, lines)],
    )


def last(path, **more):
    return check_folder(path, [KEY], **more)[-1]


def test_a_bundle_names_who_saw_and_signed(good):
    name, holds, said = last(good)
    assert (name, holds) == ("witnesses", True)
    assert "2 heads" in said
    assert "TCU (fictional) saw the first 35 entries on 2026-11-20 08:30:00 UTC" in said
    assert "NOT checked" in said
    assert "NOT checked" not in last(good, partners=[PARTNER_KEY])[2]
    report = verify_bundle(good, trusted=[KEY], partners=[PARTNER_KEY])
    assert report.ok, report.first_broken
    assert [check.name for check in report.checks][-1] == "witnesses"
    assert "NOT" not in report.checks[-1].detail


def test_by_the_program_in_it_alone_with_the_card_of_the_partner(good, tmp_path):
    card = tmp_path / "card.json"
    public = PARTNER_KEY.split("+", 2)[2]
    raw = base64.b64encode(base64.b64decode(public)[1:]).decode()
    card.write_text(json.dumps({"node": PARTNER.removesuffix("/witness"), "verifying_key": raw}))
    assert partner_key(str(card)) == PARTNER_KEY
    command = [sys.executable, "-I", str(good / "verify.py"), "--key", KEY, "--partner"]
    done = subprocess.run([*command, str(card)], capture_output=True, text=True, check=False, cwd="/")
    assert (done.returncode, "TCU (fictional) saw" in done.stdout) == (0, True), done.stdout + done.stderr
    other = verifier_key(PARTNER, new_signing_key(), Role.WITNESS)
    done = subprocess.run([*command, other, "--fr"], capture_output=True, text=True, check=False, cwd="/")
    assert (done.returncode, "Aucune tête" in done.stdout) == (1, True)
    done = subprocess.run([*command, "nonsense"], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 2
    with pytest.raises(NotAKey):
        partner_key(KEY)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(head=one["head"].replace("\n21\n", "\n22\n")),
        lambda one: one.update(path=one["path"][:-1]),
        lambda one: one.update(key=verifier_key(PARTNER, new_signing_key(), Role.WITNESS)),
        lambda one: one.update(key=KEY),
        lambda one: one.update(head=one["head"][: one["head"].rindex("\u2014")]),
        lambda one: one.update(path="x"),
        lambda one: one.pop("by"),
    ],
)
def test_each_change_is_found_by_both_even_when_the_manifest_is_signed_anew(good, tmp_path, change):
    folder = shutil.copytree(good, tmp_path / "bundle")
    told = json.loads((folder / "witnesses.json").read_text())
    change(told["witnesses"][0])
    (folder / "witnesses.json").write_text(json.dumps(told))
    resign(folder, names=[*EVERY_FILE, "witnesses.json"])
    assert last(folder)[1] is False
    report = verify_bundle(folder, trusted=[KEY])
    assert [check.name for check in report.checks if not check.ok] == ["witnesses"]


def test_a_head_of_another_history_is_found(good, tmp_path):
    folder = shutil.copytree(good, tmp_path / "bundle")
    told = json.loads((folder / "witnesses.json").read_text())
    head = sign_head(origin=LOG, size=21, root=root(21, OTHER), signing_key=PEM, at=AT)
    told["witnesses"][0]["head"] = countersign(head, name=PARTNER, signing_key=PARTNER_PEM, at=AT)
    (folder / "witnesses.json").write_text(json.dumps(told))
    resign(folder, names=[*EVERY_FILE, "witnesses.json"])
    assert "something before it was changed" in last(folder)[2]


def test_nobody_adds_them_unsigned(good, tmp_path):
    folder = shutil.copytree(good, tmp_path / "bundle")
    told = json.loads((folder / "witnesses.json").read_text())
    (folder / "witnesses.json").write_text(json.dumps({"witnesses": told["witnesses"][:1]}))
    assert not verify_bundle(folder, trusted=[KEY]).ok
