"""What a message of a campaign becomes: poster, talk sheet, radio spot, SMS, preview card, zine, paper test.

Plain values in, bytes or texts out; every word on a material is given by the caller in the language of the message.
Promises: the same values give the same bytes on any day and machine; nothing is cut away or printed too small to be
read in silence (a message that does not fit is refused by name); a language that waits for its speaker says so in
small letters; nothing is told by colour alone, and a light version spares ink. Must never fetch anything, nor print a
help number that the caller did not give.
"""

from .paper_test import PaperTest, paper_test
from .pictures import PICTURES
from .poster import MOST_POSTERS, PAPERS, poster, posters
from .preview import preview
from .radio import LENGTHS, RATES, Script, radio, radio_pdf, radio_text
from .sms import WANTED, Sms, sms
from .source import CODE, LIMITS, Help, MessageRefused, Sign, Source
from .talk import talk_sheet
from .words import Words, words
from .zine import zine

__all__ = [
    "CODE",
    "LENGTHS",
    "LIMITS",
    "MOST_POSTERS",
    "PAPERS",
    "PICTURES",
    "RATES",
    "WANTED",
    "Help",
    "MessageRefused",
    "PaperTest",
    "Script",
    "Sign",
    "Sms",
    "Source",
    "Words",
    "paper_test",
    "poster",
    "posters",
    "preview",
    "radio",
    "radio_pdf",
    "radio_text",
    "sms",
    "talk_sheet",
    "words",
    "zine",
]
