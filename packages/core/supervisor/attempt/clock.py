"""The time as records and events carry it."""

import datetime


def now() -> str:
    """UTC, ISO 8601 with milliseconds."""
    moment = datetime.datetime.now(datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
