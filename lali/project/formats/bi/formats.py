"""Days and numbers in Bislama: the day comes first, the week begins on Monday."""

from lali.project.formats.islands import *  # noqa: F403 - the same in all three
