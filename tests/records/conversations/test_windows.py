"""What one sender says in several short messages is read together, and marked on each of them."""

from datetime import datetime, timedelta
from itertools import pairwise

from lali.records.conversations import actions, queries
from lali.records.conversations.actions import reading
from lali.records.conversations.actions.windows import MOST_CHARACTERS, MOST_MESSAGES, Line, pieces_of, windows
from lali.records.conversations.models import PieceOfSign, SignIn

PIECES = """\
31/10/2026, 09:05 - Golden Lagoon Careers: hi, need work?
31/10/2026, 09:05 - Mere (invented): yes who is this
31/10/2026, 09:06 - Golden Lagoon Careers: 1800 usd
31/10/2026, 09:06 - Golden Lagoon Careers: bangkok
31/10/2026, 09:07 - Mere (invented): ok
31/10/2026, 09:07 - Golden Lagoon Careers: no experience
31/10/2026, 09:08 - Golden Lagoon Careers: ticket is paid
"""
SECOND = PIECES.replace("31/10/2026, 09:08", "31/10/2026, 19:08")
BEGUN = datetime(2026, 10, 31, 9)  # noqa: DTZ001 - as a file writes it


def lines(*texts, who="A", minutes=1, first=1):
    return [
        Line(n, who, "", BEGUN + timedelta(minutes=minutes * n), text) for n, text in enumerate(texts, first)
    ]  # fmt: skip


def signs(conversation):
    return set(SignIn.objects.filter(conversation=conversation).values_list("n", "sign"))


def test_a_sign_in_pieces_is_marked_on_the_message_whose_words_show_it(read_in):
    conversation = read_in(PIECES)
    assert (7, "all_paid") in signs(conversation)
    piece = PieceOfSign.objects.get(conversation=conversation, sign="all_paid")
    assert (piece.n, piece.first, piece.last) == (7, 1, 7)
    shown = queries.page_of(conversation, queries.Asked(sign="all_paid")).messages
    assert [(one.n, one.text[one.pieces[0].start : one.pieces[0].end]) for one in shown] == [(7, "ticket is paid")]
    overview = queries.overview_of(conversation)
    assert overview.in_pieces == 1
    assert dict(overview.signs)["all_paid"] == 1


def test_what_comes_hours_later_is_no_piece_of_it(read_in):
    assert "all_paid" not in {sign for _n, sign in signs(read_in(SECOND))}


def test_a_reading_in_many_pieces_comes_to_the_same(read_in, case, lead, monkeypatch):
    whole = signs(read_in(PIECES))
    monkeypatch.setattr(reading, "IN_A_BATCH", 2)
    parted = read_in(PIECES, seconds=0)
    while parted.state == "reading":
        parted = actions.read_on(by=lead, ref=case.ref, number=parted.number, seconds=0)
    assert signs(parted) == whole


def test_what_two_people_say_makes_no_sign_together():
    both = [*lines("job offer", "1500 usd"), *lines("thailand", "ticket is paid", who="B", first=3)]
    assert {one.who for window in windows(both) for one in window} == {"A", "B"}
    assert all(len({one.who for one in window}) == 1 for window in windows(both))


def test_an_offer_strung_over_messages_is_marked_on_each():
    found = pieces_of(tuple(lines("job offer", "monthly 1500 usd", "thailand", "no degree needed")), country="FJ")
    assert {one.n for one in found if one.sign == "job_abroad"} == {1, 2, 3}


def test_small_talk_shows_nothing():
    for said in (
        ("lunch today?", "yes", "my boss pays the ticket", "bangkok trip was fun"),
        ("got the job", "thank you", "start monday", "suva office"),
        ("no job yet", "dont pay anybody", "they ask money for ticket"),
    ):
        assert pieces_of(tuple(lines(*said)), country="FJ") == []


def test_windows_are_bounded_and_reach_over_one_another():
    every = list(windows(lines(*["a few words"] * 100, minutes=0)))
    assert max(map(len, every)) == MOST_MESSAGES
    assert {one.n for window in every for one in window} == set(range(1, 101))
    together = {(a.n, b.n) for window in every for a, b in pairwise(window)}
    assert together == {(n, n + 1) for n in range(1, 100)}
    long = list(windows(lines(*["x" * 190] * 30, minutes=0)))
    assert max(sum(len(one.text) for one in window) for window in long) <= MOST_CHARACTERS


def test_times_that_run_backwards_or_are_not_known_end_nothing_but_the_window():
    back = [Line(1, "A", "", BEGUN, "one"), Line(2, "A", "", BEGUN - timedelta(days=1), "two")]
    assert list(windows(back)) == []
    unknown = [Line(n, "A", "", None, "words") for n in range(1, 4)]
    assert [len(window) for window in windows(unknown)] == [3]
