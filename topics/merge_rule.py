"""How reports become one case (并案): by words, or by place."""

from typing import Annotated, Literal

from pydantic import Field

from topics.model import Said


class TextMerge(Said):
    """Merge by words: the nearest member's likeness, within a window, unless the places conflict.

    From `join_at` on a report joins; from `suggest_at` on it opens a case, and joining is suggested to a person.
    """

    by: Literal["text"] = "text"
    join_at: Annotated[float, Field(gt=0, le=1)]
    suggest_at: Annotated[float, Field(gt=0, le=1, json_schema_extra={"since": 2})] = 0.25
    window_days: Annotated[float, Field(gt=0)]
    age_cap_days: Annotated[float, Field(gt=0)] = 365.0


class DistanceMerge(Said):
    """Merge by place: same class, within a radius (metres) and a window of the case's leader."""

    by: Literal["distance"] = "distance"
    radius_m: Annotated[float, Field(gt=0)]
    window_days: Annotated[float, Field(gt=0)]
    age_cap_days: Annotated[float, Field(gt=0)] = 365.0


MergeRule = Annotated[TextMerge | DistanceMerge, Field(discriminator="by")]
