"""The configurations that come with the program, by country."""

from importlib.resources import files

FOLDER = files("lali.records.configuration") / "data"


def countries_shipped() -> list[str]:
    """Countries for which a complete configuration comes with the program."""
    return sorted(file.name.removesuffix(".toml").upper() for file in FOLDER.iterdir() if file.name.endswith(".toml"))


def shipped_text(country: str) -> str:
    """The configuration for a country; empty where none comes with the program."""
    return (FOLDER / f"{country.lower()}.toml").read_text(encoding="utf-8") if country in countries_shipped() else ""
