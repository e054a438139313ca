"""The colours are readable in light and dark (WCAG 2.2, 1.4.3 and 1.4.11), and stand in one file."""

import re

import pytest

from lali.web.components.styles import FOLDER, PUBLIC, WORKSPACE

WORDS = [
    *[("ink", ground) for ground in ("paper", "raised", "sunk", "sea-wash", "ochre-wash", "reef-wash", "coral-wash")],
    *[("ink-soft", ground) for ground in ("paper", "raised", "sunk", "sea-wash")],
    *[("sea", ground) for ground in ("paper", "raised", "sunk", "sea-wash", "ochre-wash")],
    *[("sea-deep", ground) for ground in ("paper", "raised", "sea-wash")],
    *[("ochre", ground) for ground in ("paper", "raised", "sunk", "ochre-wash")],
    *[("reef", ground) for ground in ("raised", "reef-wash")],
    *[("coral", ground) for ground in ("raised", "coral-wash")],
    ("on-sea", "sea"),
    ("on-sea", "sea-deep"),
    ("paper", "ink"),
]
EDGES = [
    *[
        (edge, ground)
        for edge in ("line-strong", "ochre-edge", "reef-edge", "coral-edge")
        for ground in ("paper", "raised")
    ],
    ("line-strong", "sunk"),
    ("ochre-edge", "ochre-wash"),
    ("coral-edge", "coral-wash"),
    ("reef-edge", "reef-wash"),
]


def colours(scheme):
    light, dark = (FOLDER / "tokens.css").read_text().split("@media")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    return found | (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", dark)) if scheme == "dark" else {})


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (EDGES, 3)], ids=["words", "edges"])
def test_colours_can_be_told_apart(scheme, pairs, least):
    known = colours(scheme)
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < least} == {}


def test_both_schemes_name_every_colour():
    light, dark = (FOLDER / "tokens.css").read_text().split("@media")
    names = [set(re.findall(r"--([a-z-]+): #", half)) for half in (light, dark)]
    assert names[0] == names[1]


def test_every_property_used_is_a_token():
    known = set(re.findall(r"(--[a-z0-9-]+):", (FOLDER / "tokens.css").read_text()))
    used = {name for sheet in FOLDER.glob("*.css") for name in re.findall(r"var\((--[a-z0-9-]+)\)", sheet.read_text())}
    assert used - known == set()


def test_every_sheet_is_worn():
    assert {sheet.stem for sheet in FOLDER.glob("*.css")} == {*PUBLIC, *WORKSPACE, "gallery"}


def test_sheets_are_right_to_left_safe():
    sided = re.compile(
        r"\b(?:margin|padding|border)-(?:left|right)|(?<![-\w])(?:left|right):|text-align: (?:left|right)"
    )
    assert {sheet.name: found for sheet in FOLDER.glob("*.css") if (found := sided.findall(sheet.read_text()))} == {}


def test_coral_is_kept_for_danger_to_a_person():
    assert {sheet.stem for sheet in FOLDER.glob("*.css") if "var(--coral" in sheet.read_text()} == {"danger"}
    assert "danger" not in PUBLIC
