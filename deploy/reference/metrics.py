"""The page of metrics: what the one list says, for people."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from deploy.settings import PORTS
from topics.metrics import Metric, metrics

_HEAD = """# Metrics 指标

Made by `jiesu docs` from the one list, `topics/metrics.yaml`. 由 `jiesu docs` 按唯一的清单生成。

Every program answers on loopback, each at a port of its own; `JIESU_METRICS_PORT` sets another (0 takes any free one)
and `JIESU_METRICS_HOST` another address. 各程序默认只在本机回环地址应答,端口各不相同,可用上述变量修改。

| program 程序 | port 端口 |
|---|---|
"""
_PATHS = """
| path | answer |
|---|---|
| `/metrics` | what this page lists, for Prometheus, with Python's own `process_*` and `python_*`. 供 Prometheus 抓取 |
| `/healthz` | 200 while the process lives; 503 when its loop hangs: start it again. 进程是否存活 |
| `/readyz` | 200 while it works; 503 with a sentence for each thing that is missing. 是否正常工作,缺什么 |

A scrape configuration and alert rules are in `deploy/prometheus/`. 抓取配置与告警规则见该目录。
Counters count what is committed: a batch that is done again after a fault is counted once.
计数只含已提交的处理,重做不重复计数。
"""


def metrics_page() -> str:
    """Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD.rstrip("\n")
    exporting = {program for metric in metrics() for program in metric.programs}
    yield from (f"| {program} | {port} |" for program, port in PORTS.items() if program in exporting)
    yield _PATHS.rstrip("\n")
    for programs, some in groupby(metrics(), key=lambda metric: metric.programs):
        yield from _section(programs, some)


def _section(programs: Iterable[str], some: Iterable[Metric]) -> Iterator[str]:
    yield f"\n## {', '.join(programs)}\n"
    yield "| metric | type | unit | labels | meaning 含义 |"
    yield "|---|---|---|---|---|"
    for metric in some:
        labels = "; ".join(f"`{label}`: {values}" for label, values in metric.labels.items())
        yield f"| `{metric.name}` | {metric.kind} | {metric.unit} | {labels} | {metric.en}<br>{metric.zh} |"
