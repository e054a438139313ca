"""Words inside running texts: by what a text is found, whether it meets what was typed, and where in it.

`tokens_of` gives what a text is found by; `read_asked` reads what somebody typed into parts, each with the tokens that
a text must have to meet it; `meets` then looks at the text itself; `excerpt_of` gives the words around with each match
marked. So an index may keep only which tokens stand somewhere in many texts, and no text is shown that does not meet
everything typed. Words are compared as `engines.names` folds them: case and accents do not matter, Han is found by any
characters in a row, scripts without spaces by pairs, a number by any four digits of it or more. Promises: a text that
meets a part has all tokens of that part; bounded work whatever is typed; nothing raises. Must never guess: a word is
met as it is written or not at all.
"""

from lali.engines.finding.asking import MOST_PARTS, Asked, Part, read_asked
from lali.engines.finding.meeting import Excerpt, Piece, excerpt_of, meets
from lali.engines.finding.tokens import tokens_of

__all__ = ["MOST_PARTS", "Asked", "Excerpt", "Part", "Piece", "excerpt_of", "meets", "read_asked", "tokens_of"]
