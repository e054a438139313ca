"""Words inside conversations: who finds them, where they lead, and when they are gone."""

import io

import pytest

from lali.records.conversations.actions import begin_reading, read_on
from lali.records.evidence.actions import Acquisition, take_in_exhibit
from lali.records.lookup import inside
from lali.records.lookup.inside import found_inside
from lali.records.lookup.queries import everything_found
from lali.records.lookup.rebuilding import conversations_not_in_index, rebuild
from lali.records.search.index import take_out
from lali.records.search.models import Findable

EXPORT = """\
13/10/2026, 09:06 - Golden Lagoon Careers: Bring your PASSPORT tonight
13/10/2026, 09:07 - Mere (invented): Tôi ở Đà Nẵng, my passport is with my aunt
14/10/2026, 09:08 - Golden Lagoon Careers: 请带护照来。 पासपोर्ट लाना
14/10/2026, 09:09 - Mere (invented): Ring +679 410-0142
15/10/2026, 09:10 - Golden Lagoon Careers: This message was deleted
15/10/2026, 09:11 - Mere (invented): turtle-list.pdf (file attached)
"""


@pytest.fixture
def read_chat(exhibits, case, lead):
    def read_chat(text=EXPORT, *, ref=case.ref, by=lead):
        exhibit = take_in_exhibit(
            by=by,
            ref=ref,
            file_name="chat.txt",
            source=io.BytesIO(text.encode()),
            acquisition=Acquisition(title="Chat"),
        )
        begun = begin_reading(by=by, ref=ref, exhibit=exhibit.number)
        return read_on(by=by, ref=ref, number=begun.number)

    return read_chat


def numbers(member, words):
    return [(one.ref, [hit.n for hit in one.hits]) for one in found_inside(member, words)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("passport", [1, 2]),
        ("pássport mere", [2]),
        ("da nang", [2]),
        ("护照", [3]),
        ("पासपोर्ट", [3]),
        ("410 0142", [4]),
        ("0142", [4]),
        ("turtle", [6]),
        ('"your passport"', [1]),
        ('"passport your"', []),
        ("passport 0142", []),
        ("passpor", []),
    ],
)
def test_words_of_messages_are_found(read_chat, lead, typed, found):
    read_chat()
    assert numbers(lead, typed) == ([("C-001", found)] if found else [])


def test_a_hit_says_who_wrote_when_and_marks_the_words(read_chat, lead, case):
    read_chat()
    ((one, (hit,)),) = [(one, one.hits) for one in found_inside(lead, "aunt")]
    assert (one.case_ref, one.number, one.title) == (case.ref, 1, "Chat")
    assert (hit.n, hit.who, hit.when) == (2, "Mere (invented)", "2026-10-13 09:07")
    assert [piece.words for piece in hit.excerpt.pieces if piece.met] == ["aunt"]


def test_who_may_not_open_the_case_finds_nothing(read_chat, lead, outsider):
    read_chat()
    assert everything_found(outsider, "passport").inside == ()
    assert everything_found(lead, "passport").inside


def test_what_is_forgotten_or_restricted_is_found_no_more(read_chat, lead, case):
    from lali.records.evidence.actions import restrict_exhibit

    read_chat()
    restrict_exhibit(by=lead, ref=case.ref, number=1, why="May show a child")
    assert numbers(lead, "passport") == []
    assert not Findable.objects.filter(kind="conversation").exists()


def test_an_index_built_anew_finds_the_same(read_chat, lead):
    read_chat()
    before = numbers(lead, "passport")
    rebuild(by="node")
    assert numbers(lead, "passport") == before != []


def test_words_of_two_leaves_and_many_messages(read_chat, lead, monkeypatch):
    lines = [
        f"{n // 60 % 16 + 13}/10/2024, {n // 60 % 24:02}:{n % 60:02} - Person {n % 3}: message {n}"
        for n in range(4_300)
    ]
    lines[4_200] += " barracuda"
    read_chat("\n".join(lines) + "\n")
    assert numbers(lead, "barracuda") == [("C-001", [4_201])]
    ((one, hits),) = [(one, one.hits) for one in found_inside(lead, "message")]
    assert one.more
    assert len(hits) == 5
    assert Findable.objects.filter(kind="conversation").count() == 3


def test_a_leaf_that_has_every_word_apart_shows_nothing(read_chat, lead):
    read_chat()
    assert numbers(lead, "aunt tonight") == []


def test_what_was_read_before_words_inside_were_looked_for_is_told_and_put_in(read_chat, lead):
    one = read_chat()
    assert conversations_not_in_index() == []
    take_out(one.subject)
    assert conversations_not_in_index() == [one.subject]
    rebuild(by="node")
    assert numbers(lead, "passport")
    assert conversations_not_in_index() == []


def test_what_was_not_looked_through_to_its_end_says_so(read_chat, lead, monkeypatch):
    from lali.records.lookup import inside

    lines = [f"{n // 60 % 16 + 13}/10/2024, {n // 60 % 24:02}:{n % 60:02} - Mere: message {n}" for n in range(4_100)]
    lines[10], lines[20], lines[4_050], lines[4_060] = (
        f"{line} {word}" for line, word in zip((lines[10], lines[20], lines[4_050], lines[4_060]), "abab", strict=True)
    )
    read_chat("\n".join(lines).replace(" a\n", " crab\n").replace(" b\n", " eel\n") + "\n")
    monkeypatch.setattr(inside, "MOST_READ", 1)
    (one,) = found_inside(lead, "crab eel")
    assert (one.hits, one.more) == ([], True)
    monkeypatch.setattr(inside, "MOST_READ", 9)
    assert found_inside(lead, "crab eel") == []


def test_endless_messages_hold_no_search_up(read_chat, lead, monkeypatch):
    """What somebody wrote to be searched for ever is looked at as far as there is patience, and the page says so."""
    long = "turtle " + "fish " * 200
    read_chat("".join(f"13/10/2026, 09:{n:02} - Mere (invented): {long}{n}\n" for n in range(30)))
    looked_at = []
    monkeypatch.setattr("lali.records.lookup.inside.MOST_LETTERS", 3_000)
    real = inside.meets
    monkeypatch.setattr(
        "lali.records.lookup.inside.meets", lambda asked, text: looked_at.append(1) or real(asked, text)
    )
    [found] = found_inside(lead, "turtle 29")
    assert (found.hits, found.more, len(looked_at)) == ([], True, 3)
    looked_at.clear()
    [found] = found_inside(lead, "turtle")
    assert ([hit.n for hit in found.hits], found.more) == ([1, 2, 3], True)
    monkeypatch.undo()
    assert [hit.n for hit in found_inside(lead, "turtle 29")[0].hits] == [30]
