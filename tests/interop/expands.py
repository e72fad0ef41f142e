"""ical.js expands our export: the times that dateline itself says.

expands.py DATELINE TIMELINE EXPORT LINES     (LINES: what occurrences.mjs wrote)
"""
import sys
from datetime import datetime, timedelta

import lib


def days(start, end):
    if "T" not in start:
        first, last = (datetime.strptime(text, "%Y-%m-%d").date() for text in (start, end))
        return first, max(first, last - timedelta(days=1))
    first, last = (datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").date() for text in (start, end))
    return first, last


def main(program, timeline, export, lines):
    want = [(event["uid"], *lib.days_of(event["when"])) for event in lib.listed(program, timeline)]
    have = []
    with open(lines, encoding="utf-8") as file:
        for line in file:
            uid, start, end, _ = line.rstrip("\n").split("\t", 3)
            have.append((uid, *days(start, end)))
    return lib.compare("ical.js expands " + export.rsplit("/", 1)[-1], lib.rows(have), lib.rows(want))


sys.exit(main(*sys.argv[1:]))
