"""Two exports of one conversation side by side, against what is known to have been done to them."""

import random
import time
import tracemalloc
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lali.engines.chats import ChatRefused, Message, read
from lali.engines.chats import compare as module
from lali.engines.chats.compare import compare

WORDS = [
    "bula",
    "vinaka",
    "work",
    "abroad",
    "passport",
    "ticket",
    "fee",
    "pay",
    "tomorrow",
    "yes",
    "no",
    "ok",
    "send",
    "money",
    "flight",
    "suva",
    "nadi",
]


def conversation(count=120, seed=3, start=datetime(2024, 1, 31, 9, 0), longest=9):  # noqa: DTZ001 - a clock on a wall
    chance, moment, lines = random.Random(seed), start, []
    for _number in range(count):
        moment += timedelta(minutes=chance.randint(0, 90))
        lines.append(
            (
                "Mere" if chance.random() < 0.5 else "Lee",
                moment,
                " ".join(chance.choices(WORDS, k=chance.randint(1, longest))),
            )
        )
    return lines


def messages(lines, *, hours=0, names=None, zone=False):
    made = []
    for number, (sender, moment, text, *kind) in enumerate(lines, 1):
        local = (moment + timedelta(hours=hours)).isoformat(timespec="minutes")
        name = (names or {}).get(sender, sender)
        utc = (moment - timedelta(hours=12)).isoformat(timespec="minutes") + "Z" if zone else None
        made.append(Message(number, name, local, utc, text, *(kind or ["message"]), None, number, number + 1))
    return made


def rows(comparison, *kinds):
    return [(row.kind, row.left, row.right, row.how) for row in comparison.rows if row.kind in kinds]


NOT_SAME = ("left", "right", "differs")


def test_the_same_conversation_with_other_names_and_another_clock():
    lines = conversation()
    found = compare(messages(lines), messages(lines, hours=-11, names={"Mere": "Me", "Lee": "Agent Lee"}))
    assert found.counts == {"same": 120, "differs": 0, "left": 0, "right": 0}
    assert [(one.seconds, one.left, one.messages) for one in found.shifts] == [(-11 * 3600, 1, 120)]
    assert {(one.left, one.right, one.others) for one in found.names} == {("Mere", "Me", 0), ("Lee", "Agent Lee", 0)}
    assert sum(one.same for one in found.names) == 120
    assert found.clock == "local"


def test_the_time_of_the_world_goes_before_the_clocks_on_walls():
    lines = conversation()
    found = compare(messages(lines, zone=True), messages(lines, hours=5, zone=True))
    assert (found.clock, found.shifts[0].seconds) == ("utc", 0)


def test_what_was_done_to_one_side_is_found_and_nothing_else():
    lines = conversation()
    other = list(lines)
    other[20] = (lines[20][0], lines[20][1], "", "deleted")
    other[40] = (lines[40][0], lines[40][1], "please bring the passport to my cousin in Nadi")
    lines[40] = (lines[40][0], lines[40][1], "please bring no passport to my cousin in Nadi")
    other[60] = (lines[60][0], lines[60][1] + timedelta(hours=5), "the ticket is paid, come at nine")
    lines[60] = (lines[60][0], lines[60][1], "the ticket is paid, come at nine")
    other[80] = ("Mere" if lines[80][0] == "Lee" else "Lee", *lines[80][1:])
    del other[100]
    found = compare(messages(lines), messages(other, hours=2, names={"Mere": "M", "Lee": "L"}))
    assert rows(found, *NOT_SAME) == [
        ("differs", 21, 21, ("deleted_right",)), ("differs", 41, 41, ("text",)), ("differs", 61, 61, ("time",)),
        ("differs", 81, 81, ("sender",)), ("left", 101, None, ()),
    ]  # fmt: skip
    assert [row.shift for row in found.rows if row.left == 61] == [7 * 3600]


def test_an_export_that_begins_later_and_ends_earlier():
    lines = conversation()
    found = compare(messages(lines), messages(lines[30:100]))
    assert rows(found, *NOT_SAME) == [
        *[("left", n, None, ("before",)) for n in range(1, 31)], *[("left", n, None, ("after",)) for n in range(101, 121)]
    ]  # fmt: skip


def test_words_that_come_again_are_not_taken_for_each_other():
    start = datetime(2024, 1, 31, 9, 0)  # noqa: DTZ001 - a clock on a wall
    lines = conversation(30, start=start)
    again = [("Mere", lines[-1][1] + timedelta(hours=hour), "ok") for hour in range(1, 5)]
    left, right = [*lines, *again], [*lines, *again[2:]]
    assert rows(compare(messages(left), messages(right)), *NOT_SAME) == [("left", 31, None, ()), ("left", 32, None, ())]


def test_a_shift_that_changes_is_stated_and_one_message_away_from_it_differs():
    lines = conversation()
    other = [(who, moment + timedelta(hours=n >= 60), text) for n, (who, moment, text) in enumerate(lines)]
    other[10] = (*other[10][:1], other[10][1] + timedelta(hours=1), "a message that stands once")
    lines[10] = (*lines[10][:2], "a message that stands once")
    found = compare(messages(lines), messages(other))
    assert [(one.seconds, one.left) for one in found.shifts] == [(0, 1), (3600, 61)]
    assert rows(found, *NOT_SAME) == [("differs", 11, 11, ("time",))]


def test_minutes_and_seconds_and_a_slow_line_are_no_difference():
    lines = conversation()
    late = [(who, moment + timedelta(seconds=n % 100), text) for n, (who, moment, text) in enumerate(lines)]
    found = compare(messages(lines), messages(late))
    assert found.counts["same"] == 120


def test_without_times_words_alone_bring_together():
    lines = conversation(longest=12)
    other = [one._replace(local_time=None) for one in messages([*lines[:50], *lines[51:]])]
    found = compare(messages(lines), other)
    assert (found.clock, found.shifts) == ("none", ())
    assert rows(found, *NOT_SAME) == [("left", 51, None, ())]


def test_two_formats_of_one_conversation(tmp_path):
    lines = conversation(40)
    (tmp_path / "a.txt").write_text(
        "".join(f"{moment:%d/%m/%Y, %H:%M} - {who}: {text}\n" for who, moment, text in lines)
    )
    more = "".join(
        f"[{moment + timedelta(hours=1):%Y-%m-%d, %H:%M}] {who} X.: {text}\n"
        for who, moment, text in lines
        if moment != lines[7][1]
    )
    (tmp_path / "b.txt").write_text(more)
    found = compare(read(tmp_path / "a.txt").messages(), read(tmp_path / "b.txt").messages())
    assert rows(found, *NOT_SAME) == [("left", 8, None, ())]
    assert found.shifts[0].seconds == 3600


LINES = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 5), st.sampled_from(["ok", "no", "bula vinaka", "pay the fee"]),
              st.sampled_from(["message", "deleted", "media", "system"])),
    max_size=25,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(left=LINES, right=LINES)
def test_every_message_stands_once_and_in_its_order(left, right):
    sides = []
    for lines in (left, right):
        moment, made = datetime(2024, 1, 31), []  # noqa: DTZ001 - a clock on a wall
        for who, minutes, text, kind in lines:
            moment += timedelta(minutes=minutes)
            made.append((who, moment, text, kind))
        sides.append(messages(made))
    found = compare(*sides)
    assert [row.left for row in found.rows if row.left] == [one.n for one in sides[0]]
    assert [row.right for row in found.rows if row.right] == [one.n for one in sides[1]]
    for row in found.rows:
        assert (row.kind in {"same", "differs"}) == (row.left is not None and row.right is not None)
        assert (row.kind == "differs") == (bool(row.how) and row.kind not in {"left", "right"})
        if row.kind == "same" and sides[0][row.left - 1].kind == "message":
            assert sides[0][row.left - 1].text == sides[1][row.right - 1].text


def test_sides_that_have_nothing_in_common_cost_little():
    """Made to be looked at pair by pair: the same few words on both sides, no time that fits."""
    left = messages([("A", datetime(2024, 1, 1), ("ok", "no")[n % 2]) for n in range(3000)])  # noqa: DTZ001 - a wall
    right = messages([("B", datetime(2030, 1, 1), ("no", "yes")[n % 3 == 0]) for n in range(3000)])  # noqa: DTZ001 - a wall
    started = time.process_time()
    compare(left, right)
    assert time.process_time() - started < 5


def test_too_many_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST", 10)
    with pytest.raises(ChatRefused, match="too many to compare"):
        compare(messages(conversation(11)), [])


@pytest.mark.slow
def test_many_messages_in_little_memory():
    lines = conversation(100_000, longest=12, start=datetime(2000, 1, 1))  # noqa: DTZ001 - a clock on a wall
    left, right = messages(lines), messages([line for n, line in enumerate(lines) if n % 1000 != 7], hours=3)
    tracemalloc.start()
    found = compare(left, right)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.counts == {"same": 99_900, "differs": 0, "left": 100, "right": 0}
    assert (found.is_bounded, most < 80e6) == (False, True)


LEFT_ONLY = ["Bula, are you there?", "My mother is asking", "I have no ticket yet", "Call me"]
RIGHT_ONLY = ["Ten boxes of taro", "Church at nine", "Rugby was cancelled", "Fine weather"]


@pytest.mark.parametrize(("alike", "stated"), [(1, ()), (2, (43_200,)), (3, (43_200,))])
def test_one_placeholder_in_the_same_words_says_nothing_of_the_clocks(alike, stated):
    left = [message(n, LEFT_ONLY[n], hour=9, minute=n) for n in range(4)]
    right = [message(n, RIGHT_ONLY[n], hour=21, minute=n) for n in range(4)]
    for n in range(4, 4 + alike):
        left.append(message(n, f"picture {n}", hour=9, minute=n))
        right.append(message(n, f"picture {n}", hour=21, minute=n))
    assert tuple(shift.seconds for shift in compare(left, right).shifts) == stated


def message(n, text, *, hour, minute):
    return Message(n, "Mere", f"2024-01-31T{hour:02}:{minute:02}", None, text, "message", None, n, n + 1)
