"""python3-icalendar reads our export: every event once, on the days that dateline itself says.

reads.py DATELINE TIMELINE EXPORT
"""
import sys
from datetime import date, datetime, timedelta, timezone

import icalendar
import lib


def day_of(value, end=False):
    if isinstance(value, datetime):
        return (value.astimezone(timezone.utc) if value.tzinfo else value).date()
    return value - timedelta(days=1) if end else value


def main(program, timeline, export):
    want = {}
    for event in lib.listed(program, timeline):
        key = (event["uid"], event.get("occurrence") or "")
        want.setdefault(event["uid"], (key, lib.days_of(event["when"])))
    with open(export, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    have = {}
    for event in calendar.walk("VEVENT"):
        if event.errors:
            print(f"{event['UID']}: {event.errors}")
            return 1
        if "RECURRENCE-ID" in event:
            continue
        start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None
        first = day_of(start)
        have[str(event["UID"])] = first, first if end is None else max(first, day_of(end, True))
    return lib.compare("icalendar reads " + export.rsplit("/", 1)[-1], lib.rows((k, *v) for k, v in have.items()),
                       lib.rows((k, *v[1]) for k, v in want.items()))


sys.exit(main(*sys.argv[1:]))
