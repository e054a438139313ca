"""Persons and organisations."""

from collections.abc import Iterable

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, VICTIM
from lali.records.entities.facts import Name, PersonFacts, facts_from_text
from lali.records.entities.vocabulary import PersonKind
from lali.records.keyring import open_words, unwrapped

LARGEST = 2**63 - 1  # number of a row; a larger one from an address is nobody's
NAME = "lali/person-name"  # bound into the sealing of names
FACTS = "lali/person-facts"  # and into that of all we know


class PersonQuerySet(models.QuerySet):
    """Persons, with those that are the same."""

    def together(self, numbers: Iterable[int]) -> "PersonQuerySet":
        """Persons of these numbers, and all that were found to be the same as one of them. One level deep always."""
        rows = Person.objects.filter(pk__in=[number for number in numbers if number <= LARGEST])
        roots = rows.values_list(Coalesce("merged_into_id", "pk"))
        return self.filter(models.Q(pk__in=roots) | models.Q(merged_into__in=roots))


class Person(models.Model):
    """Somebody in our records. `code_name` is for everybody; the rest is sealed under the person's own key.

    Erasing `wrapped_key` erases name and facts for good, in every copy of the table. Whoever is found to be the same
    as another points to them by `merged_into`, and keeps all that is their own.
    """

    code_name = models.CharField(_("code name"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=PersonKind, default=PersonKind.PERSON)
    wrapped_key = models.BinaryField(_("person's key, wrapped"), default=bytes)
    sealed_name = models.BinaryField(_("sealed name"), default=bytes)
    sealed_facts = models.BinaryField(_("sealed facts"), default=bytes)
    version = models.PositiveIntegerField(_("version"), default=1)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("the same as")
    )

    objects = PersonQuerySet.as_manager()

    CLASSIFIED = {
        "code_name": INTERNAL,
        "kind": INTERNAL,
        "wrapped_key": INTERNAL,
        "sealed_name": VICTIM,
        "sealed_facts": VICTIM,
        "version": INTERNAL,
        "merged_into": INTERNAL,
    }

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("pk")),
                name="entities_not_merged_into_oneself",
            )
        ]

    @property
    def root_id(self) -> int:
        """The number that stands for all records of this person."""
        return self.merged_into_id or self.pk

    def opened_key(self) -> bytes | None:
        """The person's own key; None when none was made yet or it was erased."""
        return unwrapped(self.wrapped_key) if self.wrapped_key else None

    def opened_name(self) -> str:
        """The person's name; empty when unknown or erased. Callers decide who may see it, and journal it."""
        key = self.opened_key()
        return open_words(self.sealed_name, key=key, about=NAME) if key and self.sealed_name else ""

    def opened_facts(self) -> PersonFacts:
        """All we know, opened; nothing when nothing is known or it was erased. Callers decide who may see it."""
        key = self.opened_key()
        if key and self.sealed_facts:
            return facts_from_text(open_words(self.sealed_facts, key=key, about=FACTS))
        name = self.opened_name()
        return PersonFacts(names=(Name(name),) if name else ())


class PersonToken(models.Model):
    """A blind word by which persons that may be the same find one another: a keyed hash, never a name.

    `alone`: it is enough by itself; others count only where they meet one that stands alone (a single name). Goes
    when the person's key goes.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens", verbose_name=_("person"))
    token = models.BinaryField(_("blind word"), max_length=16)
    alone = models.BooleanField(_("enough by itself"))

    CLASSIFIED = {"person": INTERNAL, "token": VICTIM, "alone": INTERNAL}

    class Meta:
        verbose_name = _("blind word of a person")
        verbose_name_plural = _("blind words of persons")
        indexes = [models.Index(fields=["token", "person"], name="entities_token_person")]
