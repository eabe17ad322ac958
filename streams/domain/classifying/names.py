"""Which models ship with the package: each is an .npz file beside this module, with a note (JSON) of what made it."""

from importlib.resources import files

KIND = ".npz"


def shipped_names() -> list[str]:
    """What policies call them."""
    every = (file.name for file in files(__package__).iterdir())
    return sorted(name.removesuffix(KIND) for name in every if name.endswith(KIND))
