"""The local fold into the embedded ClickHouse: files by event time, or the inbox of a run."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from pathlib import Path

from streams.app import new_books
