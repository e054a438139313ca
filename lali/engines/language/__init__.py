"""Says which language a message is in: English, French, Vietnamese, Hindi, Bislama, Fijian, Fiji Hindi, Chinese.

For short, misspelt, unaccented and mixed messages as people send them. Everything else is "unknown": better no
answer than a wrong one, for a check of signs in the wrong language finds nothing. `docs/language.md` is the model's
card: what it was trained on, how well it does in each language, and which sister languages it cannot tell apart. It
promises to look at no more than the first `LONGEST` characters, to raise on no text, and to give the same answer
for the same text. It must never be read as saying where somebody comes from.
"""

from .identifying import LANGUAGES, LONGEST, UNKNOWN, Identified, identify
from .little_words import says_something, that_say_something

__all__ = ["LANGUAGES", "LONGEST", "UNKNOWN", "Identified", "identify", "says_something", "that_say_something"]
