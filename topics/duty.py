"""Who handles what (职责清单), and how far they may go."""

from typing import Annotated

from pydantic import Field, model_validator

from topics.model import Ref, Said
from topics.working_time import Limit

Level = Annotated[int, Field(ge=1, le=4)]
"""区 1, 街道 2, 社区 3, 网格 4."""


class Unit(Said):
    """One unit (承办单位): of a level, under a parent, in charge of a region and all within ('' for everywhere).

    `system` names the professional system that it works with: cases are handed over to that.
    """

    code: Ref
    name: str
    level: Level
    parent: str = ""
    region: str = ""
    system: str = ""


class Duty(Said):
    """Who is in charge (主办) of some classes and all below them, in some regions and all within (none named: all).

    That is `unit`, or the unit of a `level` whose region a case lies in; `assistants` work beside it (协办). Units of
    the levels in `closed_by` may resolve such a case (none named: any).
    """

    classes: tuple[Ref, ...] = ()
    regions: tuple[Ref, ...] = ()
    unit: str = ""
    level: Level | None = None
    assistants: tuple[Ref, ...] = ()
    closed_by: tuple[Level, ...] = ()

    @model_validator(mode="after")
    def _somebody(self) -> "Duty":
        if bool(self.unit) == (self.level is not None):
            raise ValueError("a duty is a unit's, or that of a level's units: give one of unit and level")
        return self


class Fallback(Said):
    """Who takes a case that nobody has had for so long (兜底单位), and earns credit for it."""

    unit: Ref
    after: Limit


class Handling(Said):
    """How far units may go: what they may pause for, how often they may extend and send back, what closing needs.

    `rating_reopens` is the highest rating, of 5, that reopens a case (0: none does).
    """

    pause_reasons: tuple[Ref, ...] = ()
    extensions: Annotated[int, Field(ge=0, le=100)] = 1
    returns: Annotated[int, Field(ge=0, le=100)] = 2
    close_needs_notice: bool = True
    close_needs_callback: bool = True
    rating_reopens: Annotated[int, Field(ge=0, le=5)] = 2
