"""One letter too many, too few, another, or two letters that changed places."""

SHORTEST = 4  # a letter more or less makes another word of a shorter one
LONGEST = 24  # longer words are compared by their first letters: the number of neighbours stays small


def neighbours(token: str) -> tuple[str, ...]:
    """The word and each form of it that lacks one letter; the word alone when it is too short to be mistyped safely.

    Two words that differ by one letter, or by two neighbouring letters changing places, share one of them.
    """
    token = token[:LONGEST]
    if len(token) < SHORTEST:
        return (token,)
    shorter = {token[:i] + token[i + 1 :] for i in range(len(token))}
    return (token, *sorted(shorter - {token}))
