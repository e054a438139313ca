"""Help numbers grow old, and the check that everybody runs says so."""

from datetime import timedelta

from lali.engines import helplines
from scripts import facts


def test_fresh_numbers_pass_and_old_ones_are_named(monkeypatch, capsys):
    monkeypatch.setattr(helplines, "FRESH", timedelta(days=100_000))
    assert facts.main() == 0
    monkeypatch.setattr(helplines, "FRESH", timedelta(days=-1))
    assert facts.main() == 1
    assert "FJ 1325 Child Helpline (Medical Services Pacific): checked on 2026-11-01" in capsys.readouterr().out
