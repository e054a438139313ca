"""Expected refusals: named where they happen, with one sentence fit for the screen."""

from django.utils.functional import Promise


class Refused(Exception):
    """Something was not done, for a reason a person can read. Subclasses give the sentence."""

    sentence: Promise | str = ""
    field: str = ""  # of a form, where the refusal speaks of one

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.sentence)
