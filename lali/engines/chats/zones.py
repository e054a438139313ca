"""From a clock on a wall to the world's time, where a person said which clock it was."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from lali.engines.chats.conversation import ChatRefused

MOST_KEPT = 100_000


class Zone:
    """A stated time zone, or none."""

    def __init__(self, name: str | None) -> None:
        try:
            self._zone = ZoneInfo(name) if name and name in _names() else None
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._zone = None
        if name and self._zone is None:
            raise ChatRefused("timezone", f"There is no time zone {name!r}; write it like Pacific/Fiji.")
        self._kept: dict[str, tuple[str | None, tuple[str, ...]]] = {}

    @property
    def is_stated(self) -> bool:
        """Whether a person said where the clock was."""
        return self._zone is not None

    def utc(self, local: str | None) -> tuple[str | None, tuple[str, ...]]:
        """UTC, and a mark where the clock was set back (`time_twice`) or forward (`time_never`) over this time."""
        if self._zone is None or local is None:
            return None, ()
        if (known := self._kept.get(local)) is not None:
            return known
        if len(self._kept) > MOST_KEPT:
            self._kept.clear()
        found = self._kept[local] = self._utc(local, self._zone)
        return found

    @staticmethod
    def _utc(local: str, zone: ZoneInfo) -> tuple[str | None, tuple[str, ...]]:
        try:
            first = datetime.fromisoformat(local).replace(tzinfo=zone)
            early, late = (moment.utcoffset() or timedelta() for moment in (first, first.replace(fold=1)))
            if early != late:
                return None, ("time_twice",) if early > late else ("time_never",)
            return stamp(first.astimezone(UTC), seconds=local.count(":") > 1), ()
        except (ValueError, OverflowError):
            return None, ()

    def local(self, moment: datetime) -> str | None:
        """What the wall clock showed at a moment; None without a stated zone."""
        return None if self._zone is None else moment.astimezone(self._zone).replace(tzinfo=None).isoformat()


def is_zone(name: str) -> bool:
    """Whether a time zone has this name."""
    return name in _names()


@cache
def _names() -> frozenset[str]:
    """Places, and UTC: never what this machine keeps, such as `localtime`."""
    return frozenset({"UTC", *(name for name in available_timezones() if "/" in name)})


def stamp(moment: datetime, *, seconds: bool = True) -> str:
    """UTC as it is printed."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ" if seconds else "%Y-%m-%dT%H:%MZ")
