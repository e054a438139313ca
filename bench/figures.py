"""One measured thing, the table of many, and the file that keeps them."""

import importlib
import json
import os
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; a budget, if there is one, says between which bounds it should stay."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the budget is kept; None where there is none."""
        if self.at_most is None and self.at_least is None:
            return None
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    @property
    def budget(self) -> str:
        """The budget in words."""
        if self.at_most is not None and self.at_most == self.at_least:
            return f"= {shown(self.at_most)}"
        if self.at_most is not None:
            return f"<= {shown(self.at_most)}"
        return "" if self.at_least is None else f">= {shown(self.at_least)}"


def measured(part: str) -> list[Figure]:
    """All figures of one part, measured now."""
    return list(importlib.import_module(f"bench.{part}").figures())


def shown(value: float) -> str:
    """A number as people read it: three digits that count, thousands apart."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not pass (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def load() -> float:
    """How many processes wanted to run in the last minute: above the number of cores, figures suffer."""
    return os.getloadavg()[0]


def table(part: str, figures: Sequence[Figure]) -> str:
    """Lines for the screen."""
    lines = [f"\n{part}"]
    for figure in figures:
        word = {True: "holds", False: "BROKEN", None: ""}[figure.holds]
        lines.append(
            f"  {figure.name:<52} {shown(figure.value):>9} {figure.unit:<12} {figure.budget:>9}  {word}".rstrip()
        )
    return "\n".join(lines)


def keep(parts: dict[str, Sequence[Figure]], *, loads: dict[str, float], folder: Path) -> Path:
    """Write all figures to `folder`/<date>.json and return where; the machine is told by its cores only."""
    now = datetime.now(UTC)
    rows = {part: [asdict(figure) | {"holds": figure.holds} for figure in figures] for part, figures in parts.items()}
    facts = {"at": now.isoformat(timespec="seconds"), "cores": os.cpu_count(), "load_before": loads, "parts": rows}
    folder.mkdir(exist_ok=True)
    path = folder / f"{now:%Y-%m-%d-%H%M%S}.json"
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
