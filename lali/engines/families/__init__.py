"""Families: texts of one hand among many, folded together, and the template they were made from; pictures likewise.

`fold` takes texts and gives each its family; `Index` takes one more at a time; `template_of` shows what stays among
copies and what changes (a phone, a pay, a place). Two texts are of one family when each finds its counterpart in the
other stretch by stretch, rare words counting more; a paragraph that many share ties nothing together. `look_at` and
`fold_pictures` do it for pictures, by what they show as a whole. `sketch` and `nearness` compare two texts alone.

Promises: the order of texts and how often one comes change no family; a family has a middle text, and every text in it
is like that one; nothing raises, whatever a text holds; time grows in line with the number of texts. Must never say who
wrote a text: a family is a proposal, and a person decides.
"""

from lali.engines.families.fold import Families, code_of, fold, of_read
from lali.engines.families.index import Index
from lali.engines.families.pictures import PLAINEST, Look, PictureFamilies, fold_pictures, look_at
from lali.engines.families.sketches import NEAR, nearness, same_words, sketch, without_numbers
from lali.engines.families.template import Copies, template_of

__all__ = [
    "NEAR",
    "PLAINEST",
    "Copies",
    "Families",
    "Index",
    "Look",
    "PictureFamilies",
    "code_of",
    "fold",
    "fold_pictures",
    "look_at",
    "nearness",
    "of_read",
    "same_words",
    "sketch",
    "template_of",
    "without_numbers",
]
