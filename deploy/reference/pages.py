"""All the pages, and how they get into a folder."""

from pathlib import Path
from typing import Any

from deploy.reference.commands import commands_page
from deploy.reference.lifecycle import lifecycle_page
from deploy.reference.metrics import metrics_page
from deploy.reference.settings import settings_page
from deploy.reference.tables import tables_page
from deploy.reference.topics import topics_page


def pages(command: Any) -> dict[str, str]:
    """Markdown by file name; `command` is the whole of the command line.

    Raises SetupError where something says nothing of itself.
    """
    return {
        "commands.md": commands_page(command),
        "lifecycle.md": lifecycle_page(),
        "metrics.md": metrics_page(),
        "settings.md": settings_page(),
        "tables.md": tables_page(),
        "topics.md": topics_page(),
    }


def write_pages(command: Any, folder: Path) -> list[Path]:
    """Write every page into `folder`; where they now are. Raises SetupError."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {folder / name: page for name, page in pages(command).items()}
    for path, page in made.items():
        path.write_text(page, encoding="utf-8")
    return list(made)
