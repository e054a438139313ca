"""Persons."""

from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from django.db import models
from django.utils.translation import gettext_lazy as _

from lali.records.classified import INTERNAL, VICTIM
from lali.records.keyring import keys, open_words

NAME = "lali/person-name"  # bound into the sealing of names


class Person(models.Model):
    """Somebody in our records. `code_name` is for everybody; the name is sealed under the person's own key.

    Erasing `wrapped_key` erases the name for good, in every copy of the table.
    """

    code_name = models.CharField(_("code name"), max_length=40, unique=True)
    wrapped_key = models.BinaryField(_("person's key, wrapped"), default=bytes)
    sealed_name = models.BinaryField(_("sealed name"), default=bytes)

    CLASSIFIED = {"code_name": INTERNAL, "wrapped_key": INTERNAL, "sealed_name": VICTIM}

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def opened_name(self) -> str:
        """The person's name; empty when unknown or erased. Callers decide who may see it, and journal it."""
        if not self.wrapped_key:
            return ""
        key = aes_key_unwrap(keys().kek, bytes(self.wrapped_key))
        return open_words(self.sealed_name, key=key, about=NAME)
