"""The page of a PDF: its measures, colours and sizes of letters. Millimetres; sizes in points."""

LEFT, RIGHT, TOP, BOTTOM = 22.0, 20.0, 26.0, 24.0  # mm
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
WIDTH = PAGE_WIDTH - LEFT - RIGHT
FLOOR = PAGE_HEIGHT - BOTTOM
POINT = 25.4 / 72
LINE_HEIGHT = 1.38
INK, SOFT, SEA, LINE, SUNK, OCHRE = (
    (42, 28, 19),
    (92, 74, 60),
    (11, 79, 108),
    (220, 207, 185),
    (241, 232, 215),
    (179, 115, 13),
)
BODY, SMALL, TABLE_SIZE = 10.0, 8.5, 9.0
