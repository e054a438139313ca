"""Splink as it comes, on the historical set: comparisons and training of its own library. The peer in `persons`."""

import json
import sys
from collections import Counter
from pathlib import Path

import splink.comparison_library as library
from pyarrow import parquet
from splink import DuckDBAPI, Linker, SettingsCreator, block_on


def untuned(path: Path) -> dict[str, float]:
    """Pair F1 of Splink's own comparisons on the historical set, at several thresholds."""
    table = parquet.read_table(path)
    api = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
        ],
        comparisons=[
            library.NameComparison("first_name"),
            library.NameComparison("surname"),
            library.DateOfBirthComparison("dob", input_is_string=True),
            library.PostcodeComparison("postcode_fake"),
            library.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            library.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )
    linker = Linker(api.register(table), settings)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("first_name", "surname", "dob"),
            block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            block_on("dob", "postcode_fake"),
        ],
        recall=0.6,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
    weighed = linker.inference.predict(threshold_match_probability=0.2)
    truth = dict(zip(table["unique_id"].to_pylist(), table["cluster"].to_pylist(), strict=True))
    found = {}
    for threshold in (0.5, 0.95, 0.99, 0.999):
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(weighed, threshold)
        rows = api.duckdb_con.execute(f"select unique_id, cluster_id from {clusters.physical_name}").fetchall()
        found[str(threshold)] = _f1([(cluster, truth[one]) for one, cluster in rows])
    return found


def _f1(pairs: list[tuple[str, str]]) -> float:
    def within(values: list) -> int:
        return sum(size * (size - 1) // 2 for size in Counter(values).values())

    right, found, true = within(pairs), within([one for one, _ in pairs]), within([who for _, who in pairs])
    return 2 * right / (found + true)


if __name__ == "__main__":
    print(json.dumps(untuned(Path(sys.argv[1]))))
