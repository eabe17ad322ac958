"""Numbers as small pictures: inline SVG, no script."""

from collections.abc import Sequence

from markupsafe import Markup, escape

_WIDTH, _HEIGHT, _PAD = 600, 90, 4


def sparkline(values: Sequence[int], label: str) -> Markup:
    """A line over its own area, from 0 to the highest value; `label` is what a screen reader says."""
    highest = max(*values, 1)
    line = _line(values, highest)
    area = f"0,{_HEIGHT} {line} {_WIDTH},{_HEIGHT}"
    x, y = line.rpartition(" ")[2].split(",")
    return Markup(  # noqa: S704 - numbers of our own; the label is escaped
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(label)}"><polygon points="{area}"/><polyline points="{line}"/>'
        f'<line x1="{x}" y1="{y}" x2="{x}" y2="{_HEIGHT}"/></svg>'
    )


def against(values: Sequence[int], usual: Sequence[float], label: str) -> Markup:
    """A line for each hour's value, from 0 to the highest, and a dashed one for what is usual then."""
    highest = max(*values, *usual, 1)
    return Markup(  # noqa: S704 - numbers of our own; the label is escaped
        f'<svg class="spark" viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(label)}"><polyline points="{_line(values, highest)}"/>'
        f'<polyline class="usual" points="{_line(usual, highest)}"/></svg>'
    )


def bar(value: int, highest: int, label: str) -> Markup:
    """One horizontal bar, as long as `value` is of `highest`."""
    width = round(100 * value / max(1, highest), 1)
    return Markup(  # noqa: S704 - numbers of our own; the label is escaped
        f'<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="{escape(label)}">'
        f'<rect width="{width}" height="10" rx="1.5"/></svg>'
    )


def _line(values: Sequence[float], highest: float) -> str:
    """Points from left to right; a single value is a level line."""
    values = values if len(values) > 1 else [*values, *values]
    step = _WIDTH / max(1, len(values) - 1)
    return " ".join(f"{round(n * step, 1)},{_y(value, highest)}" for n, value in enumerate(values))


def _y(value: float, highest: float) -> float:
    return round(_PAD + (_HEIGHT - 2 * _PAD) * (1 - value / highest), 1)
