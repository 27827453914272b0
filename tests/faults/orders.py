"""Faults ordered at the named places of the product (``tenants.faultpoints``)."""

from pathlib import Path


class Orders:
    """The folder that FAULT_POINTS names."""

    def __init__(self, folder: Path) -> None:
        """Begin with none."""
        folder.mkdir(parents=True)
        self.folder = folder

    def give(self, place: str, what: str = "kill", *, of: object = "") -> None:
        """Have a fault happen at a place, or there for one subject only."""
        name = _name(place, of)
        unfinished = self.folder / f".{name}"
        unfinished.write_text(what, encoding="ascii")
        unfinished.rename(self.folder / name)

    def hit(self, place: str, *, of: object = "") -> list[int]:
        """Return the numbers of the processes that a fault has happened to."""
        marks = self.folder.glob(f"{_name(place, of)}.by.*")
        return [int(mark.name.rpartition(".")[2]) for mark in marks]

    def forget(self) -> None:
        """Take back what was ordered, and what is left of it."""
        for one in self.folder.iterdir():
            one.unlink(missing_ok=True)


def _name(place: str, subject: object) -> str:
    return f"{place}@{subject}" if subject else place
