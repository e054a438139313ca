"""The settings by which Splink weighs pairs: every degree of likeness with its share and its weight."""

from collections.abc import Sequence
from typing import Any

from .comparing import TOLD_APART, Aspect


def settled(aspects: Sequence[Aspect], *, prior: float) -> dict[str, Any]:
    """Splink's settings with the weights above."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "nr",
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_comparison(aspect) for aspect in aspects],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(aspect: Aspect) -> dict[str, object]:
    levels: list[dict[str, object]] = [
        {"sql_condition": aspect.unknown, "label_for_charts": "not known of both", "is_null_level": True}
    ]
    for degree_place, degree in enumerate(aspect.degrees, 1):
        last = degree is aspect.degrees[-1]
        level: dict[str, object] = {
            "sql_condition": "ELSE" if last else degree.when,
            "label_for_charts": degree.said,
            "m_probability": degree.m,
            "u_probability": degree.u / 2 ** (TOLD_APART * degree_place),
        }
        if not aspect.is_learnt:
            level |= {"fix_m_probability": True, "fix_u_probability": True}
        if degree.rare_in:
            level |= {"tf_adjustment_column": degree.rare_in, "tf_adjustment_weight": 1.0, "tf_minimum_u_value": 0.0001}
        levels.append(level)
    return {"output_column_name": aspect.name, "comparison_levels": levels, "comparison_description": aspect.name}
