"""What the node's configuration adds to a case: the template it was opened with, and answers to extra fields."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.cases.models.case import Case
from lali.records.classified import INTERNAL, VICTIM
from lali.records.keyring import open_words, seal_words

ABOUT = "lali/case-answers"  # bound into the sealing, so that answers cannot pass as something else


class CaseExtras(models.Model):
    """One row beside a case. Answers about persons are sealed under the case's key; erasing that key erases them."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="extras", verbose_name=_("case"))
    template = models.CharField(_("template"), max_length=40, blank=True)
    configuration = models.PositiveIntegerField(_("version of the configuration"), default=0)
    answers = models.JSONField(_("answers"), default=dict)
    sealed_answers = models.BinaryField(_("sealed answers"), default=bytes)

    CLASSIFIED = {
        "case": INTERNAL,
        "template": INTERNAL,
        "configuration": INTERNAL,
        "answers": INTERNAL,
        "sealed_answers": VICTIM,
    }

    class Meta:
        verbose_name = _("further facts of a case")
        verbose_name_plural = _("further facts of cases")

    def opened_answers(self) -> dict[str, Any]:
        """Every answer; the sealed ones opened with the case's key. For the team only."""
        if not self.sealed_answers:
            return dict(self.answers)
        return self.answers | json.loads(open_words(self.sealed_answers, key=self.case.key(), about=ABOUT))

    def seal(self, answers: dict[str, Any]) -> None:
        """Put answers that must not stand in clear in their place; none leaves the place empty."""
        words = json.dumps(answers, ensure_ascii=False)
        self.sealed_answers = seal_words(words, key=self.case.key(), about=ABOUT) if answers else b""
