"""When a site calls something hot: a part of its policy."""

from typing import Annotated

from pydantic import AfterValidator, Field

from topics.model import Said


def _answers(words: str) -> str:
    try:
        words.format(what="", people=0)
    except (LookupError, ValueError, AttributeError) as error:
        raise ValueError("use {what} and {people} alone in braces; write {{ and }} for braces themselves") from error
    return words


Words = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_answers)]
"""What is said to a citizen; {what} stands for the area and the class, {people} for how many have reported."""


class HotRule(Said):
    """When people's reports of one class in one area are a hot issue (热点), and what later ones are told (秒回).

    It opens when the people of an hour are `least_people`, `times` the usual number, and `deviations` standard
    deviations above that; once the class has been watched for `warm_up_days` (0: whatever is new is unusual). After
    `cool_hours` below half of that it has cooled, after `close_hours` more it is closed. Reports of one channel and
    class whose reporters are not named, within `batch_gap_s` seconds of each other, are one person's.
    """

    on: bool = True
    least_people: Annotated[int, Field(ge=2, le=100_000)] = 10
    times: Annotated[float, Field(ge=1, le=1_000)] = 2.0
    deviations: Annotated[float, Field(ge=0, le=100)] = 6.0
    warm_up_days: Annotated[int, Field(ge=0, le=365)] = 7
    cool_hours: Annotated[float, Field(gt=0, le=24 * 30)] = 2.0
    close_hours: Annotated[float, Field(gt=0, le=24 * 30)] = 12.0
    batch_gap_s: Annotated[float, Field(ge=0, le=60)] = 10.0
    answer_zh: Words = "您反映的{what}问题，近来已有{people}人反映，正在集中办理，有进展将及时告知。"
    answer_en: Words = "{people} people have lately reported {what}. It is being dealt with; you will hear of progress."
