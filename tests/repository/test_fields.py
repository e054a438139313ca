"""Every field says how secret it is; foreign keys follow the floors."""

import configparser
from pathlib import Path

import pytest
from django.apps import apps

from lali.records.classified import LEVELS

ROOT = Path(__file__).parents[2]
MODELS = [model for model in apps.get_models() if model.__module__.startswith("lali.")]


def record_order():
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter")
    layers = contract["importlinter:contract:record-order"]["layers"].split("\n")
    return {
        name.strip().strip("()"): height
        for height, line in enumerate(reversed([line for line in layers if line.strip()]))
        for name in line.split("|")
    }


def test_there_are_models():
    assert len(MODELS) > 20


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_classified(model):
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many) if field.name != "id"}
    said = getattr(model, "CLASSIFIED", {})
    assert set(said) == fields, f"{model._meta.label}.CLASSIFIED must name each field once"
    assert set(said.values()) <= set(LEVELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    height = record_order()
    own = height[model._meta.app_label]
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if field.is_relation and field.related_model.__module__.startswith("lali."):
            target = field.related_model._meta.app_label
            assert height[target] < own or target == model._meta.app_label, (
                f"{model._meta.label}.{field.name} points up"
            )
