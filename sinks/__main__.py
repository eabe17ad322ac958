"""`python -m sinks`: the sink program, told by JIESU_... variables."""

import logging

from sinks.program import run_sink
from sinks.settings import SinkSettings

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    run_sink(SinkSettings())
