"""What the scripts of this folder share: the program, and days."""
import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone

WIDE = 92  # days: a wider window stands on its first day
WINDOW = ("2013-01-01", "2014-12-31")


def dateline(program, timeline, *words):
    done = subprocess.run([program, "-f", timeline, *words], capture_output=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def instant(text):
    return None if text is None else datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")


def is_timed(edtf):
    return "T" in edtf


def days_of(when):
    """The days on which a calendar has to show an event, first and last, by what our own JSON says of it."""
    lo, hi = instant(when["start"][0]), instant(when["end"][1])
    if is_timed(when["edtf"]):
        return lo.date(), instant(when["end"][0]).date()
    last = None if hi is None else (hi - timedelta(days=1)).date()
    if lo is None:
        return last, last
    if last is None or (last - lo.date()).days + 1 > WIDE:
        return lo.date(), lo.date()
    return lo.date(), last


def listed(program, timeline, window=WINDOW):
    code, out, err = dateline(program, timeline, "list", f"date:{window[0]}..{window[1]}", "--format", "json",
                              "--today", "2013-06-04")
    if code != 0:
        sys.exit(f"list: {err.decode()}")
    return json.loads(out)["events"]


def rows(items):
    return sorted("\t".join(str(part) for part in item) for item in items)


def compare(name, have, want):
    """One line for each that is there only once; exit 1 when there is any."""
    missing, surplus = sorted(set(want) - set(have)), sorted(set(have) - set(want))
    for line in missing:
        print(f"{name}: missing: {line}")
    for line in surplus:
        print(f"{name}: not expected: {line}")
    if not missing and not surplus:
        print(f"{name}: {len(want)} alike")
    return 1 if missing or surplus else 0
