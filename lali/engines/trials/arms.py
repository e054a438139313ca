"""One side of a comparison."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arm:
    """How many said or did it, of how many. ValueError where these cannot be."""

    yes: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.yes <= self.of:
            raise ValueError("There cannot be fewer than none, nor more than there are.")

    @property
    def share(self) -> float:
        """The proportion. ZeroDivisionError for an arm of nobody."""
        return self.yes / self.of
