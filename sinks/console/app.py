"""The page as a web application over a query: seven addresses, nothing kept between two requests."""

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sinks.clickhouse.holder import Query
from sinks.clickhouse.warehouse import SqlError
from sinks.console.holding import held, in_hours, ledger
from sinks.console.hotspots import newest_hot_issues
from sinks.console.lookup import (
    Unknown,
    find_case,
    find_report,
    newest_dead_letters,
    newest_suggestions,
    newest_unclassified,
    read_case,
)
from sinks.console.overview import overview, stream_now
from sinks.console.pictures import against, bar, sparkline
from sinks.console.why import because
from sinks.console.words import LANGUAGES, chosen, remedy, speaker
from topics.errors import Unavailable
from topics.inbox import ClockSetting

_HERE = Path(__file__).parent
_SECURE = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_A_YEAR_S = 31_536_000


def console(query: Query, clock: ClockSetting | None, timezone: str) -> Starlette:
    """The live page over whatever answers `query`; `clock` is the stream's where that is not the wall's."""
    pages = _Pages(query, clock, ZoneInfo(timezone))
    return Starlette(
        routes=[
            Route("/", pages.home, name="home"),
            Route("/case/{case_id}", pages.case, name="case"),
            Route("/report", pages.report, name="report"),
            Route("/dead", pages.dead, name="dead"),
            Route("/hot", pages.hot, name="hot"),
            Route("/doubtful", pages.doubtful, name="doubtful"),
            Route("/unclassified", pages.unclassified, name="unclassified"),
            Route("/now", pages.now),
            Mount("/static", StaticFiles(directory=_HERE / "static"), name="static"),
        ],
        exception_handlers={Unknown: pages.unknown, 404: pages.unknown, Unavailable: pages.away, SqlError: pages.away},
    )


class _Pages:
    def __init__(self, query: Query, clock: ClockSetting | None, zone: ZoneInfo) -> None:
        self._query, self._clock, self._zone = query, clock, zone
        self._templates = Environment(
            loader=PackageLoader("sinks.console"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    def home(self, request: Request) -> Response:
        shown = overview(self._query, self._clock)
        return self._page(request, "home.html", shown=shown, sparkline=sparkline, bar=bar)

    def case(self, request: Request) -> Response:
        found = read_case(self._query, request.path_params["case_id"])
        stretches = held(found.holders, stream_now(self._query, self._clock))
        return self._page(
            request, "case.html", file=found, because=because, stretches=stretches, ledger=ledger, in_hours=in_hours
        )

    def report(self, request: Request) -> Response:
        """Goes to the case, at the report that was asked for."""
        asked = request.query_params
        target = asked.get("q") or asked.get("id") or f"{asked.get('channel', '')}/{asked.get('ref', '')}"
        case, report = find_case(self._query, target), find_report(self._query, target)
        return RedirectResponse(f"/case/{quote(case)}" + (f"#{report}" if report else ""), 303)

    def dead(self, request: Request) -> Response:
        return self._page(request, "dead.html", letters=newest_dead_letters(self._query), remedy=remedy)

    def doubtful(self, request: Request) -> Response:
        return self._page(request, "doubtful.html", suggestions=newest_suggestions(self._query))

    def unclassified(self, request: Request) -> Response:
        return self._page(request, "unclassified.html", reports=newest_unclassified(self._query))

    def hot(self, request: Request) -> Response:
        return self._page(request, "hot.html", issues=newest_hot_issues(self._query), against=against)

    def now(self, _: Request) -> Response:
        """The stream's time, to be copied into a report."""
        return PlainTextResponse(self._local(stream_now(self._query, self._clock)).isoformat(timespec="seconds"))

    def unknown(self, request: Request, error: Exception) -> Response:
        said = str(error) if isinstance(error, Unknown) else request.url.path
        return self._page(request, "unknown.html", status=404, said=said)

    def away(self, request: Request, error: Exception) -> Response:
        return self._page(request, "away.html", status=503, said=str(error))

    def _page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        asked = request.query_params.get("lang")
        language = chosen(asked, request.cookies.get("lang"), request.headers.get("accept-language", ""))
        other = next(one for one in LANGUAGES if one != language)
        switch = request.url.include_query_params(lang=other)
        known = {"t": speaker(language), "language": language, "switch": f"?{switch.query}"}
        page = self._templates.get_template(template).render(**known, time=self._time, **values)
        response = HTMLResponse(page, status, headers=_SECURE)
        if asked == language:
            response.set_cookie("lang", language, max_age=_A_YEAR_S, httponly=True, samesite="lax")
        return response

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)

    def _time(self, moment: datetime | None) -> str:
        """A time as the page shows it; '' for none."""
        return f"{self._local(moment):%Y-%m-%d %H:%M}" if moment else ""
