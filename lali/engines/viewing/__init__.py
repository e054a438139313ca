"""Viewers: what a file is and shows, without ever running it.

`look` says what a file is (by its bytes, never its name), gives one page of it as text, cells, a list of the files in
it, and all that it says of itself; `picture` gives one page as a picture made anew; `taken` gives a file that lies in
another; `words_in` gives the words of all pages, for a search. Promises: every file is read in a process of its own,
which can open no file and no connection and is ended by its limits of memory, processor time and patience; whatever
happens there, the caller gets a `Seen` or `CannotLook`; nothing of the file is run, and nothing is asked of a network.
Must never: decide what a time, a place or a claim in a
file is worth, change a byte, or hand out bytes of a file as if they were its picture.
"""

from lali.engines.viewing.asking import CannotLook, Where, by_when, look, name_inside, picture, taken, words_in
from lali.engines.viewing.described import (
    Beware,
    Caution,
    Doubt,
    Fact,
    Kind,
    Member,
    Says,
    Seen,
    Sheet,
)
from lali.engines.viewing.recognising import playable
from lali.engines.viewing.wording import PageWords

__all__ = [
    "Beware",
    "CannotLook",
    "Caution",
    "Doubt",
    "Fact",
    "Kind",
    "Member",
    "PageWords",
    "Says",
    "Seen",
    "Sheet",
    "Where",
    "by_when",
    "look",
    "name_inside",
    "picture",
    "playable",
    "taken",
    "words_in",
]
