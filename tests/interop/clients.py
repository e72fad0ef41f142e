"""khal and calcurse read our export: the same events on the same days.

clients.py CLIENT EXPORT LINES WORK DATELINE TIMELINE

LINES is what occurrences.mjs wrote of EXPORT; CLIENT is khal or calcurse. What khal wrote into its own calendar
comes in as nothing new.
"""
import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta

import lib

KHAL = """[calendars]
[[one]]
path = {work}/khal-calendar
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {work}/khal.db
[default]
default_calendar = one
"""

# What a client is not asked about. calcurse 4.7 knows no edited instances, and counts no excepted time for COUNT.
LACKS = {"khal": (), "calcurse": ("Cyber working group",)}


def run(words, work, stdin=None):
    done = subprocess.run(words, capture_output=True, timeout=120, input=stdin,
                          env={"PATH": os.environ["PATH"], "HOME": work, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
    if done.returncode != 0:
        sys.exit(f"{words[0]}: exit {done.returncode}: {done.stderr.decode()[-500:]}")
    return done.stdout.decode()


def khal(export, work):
    os.makedirs(work + "/khal-calendar", exist_ok=True)
    with open(work + "/khal.conf", "w", encoding="utf-8") as file:
        file.write(KHAL.format(work=work))
    base = ["khal", "-c", work + "/khal.conf"]
    run([*base, "import", "--batch", "-a", "one", export], work)
    out = run([*base, "list", "--day-format", "{date-long}:", "--format", "\t{title}", "2013-01-01", "730d"], work)
    return by_day(out, "%Y-%m-%d")


def calcurse(export, work):
    folder = work + "/calcurse-data"
    os.makedirs(folder, exist_ok=True)
    run(["calcurse", "-D", folder, "-C", folder, "-q", "-i", export], work)
    formats = [w for kind in ("apt", "recur-apt", "event", "recur-event") for w in ("--format-" + kind, "\t%m\n")]
    out = run(["calcurse", "-D", folder, "-C", folder, "-Q", "--filter-type", "cal", "--from", "01/01/2013",
               "--to", "12/31/2014", *formats], work)
    return by_day(out, "%m/%d/%y")


def by_day(text, form):
    """Days, each a line with a colon at its end, and titles under them."""
    found, day = set(), None
    for line in text.split("\n"):
        if line.startswith("\t"):
            found.add((str(day), squeeze(line)))
        elif line.strip():
            word = line.strip().rstrip(":")
            day = datetime.strptime(word, form if re.match("\\d\\d/", word) else "%Y-%m-%d").date()
    return found


def squeeze(text):
    return " ".join(text.split())


def wanted(lines):
    found = set()
    with open(lines, encoding="utf-8") as file:
        for line in file:
            _, start, end, title = line.rstrip("\n").split("\t", 3)
            first, last = (datetime.fromisoformat(text.rstrip("Z")) for text in (start, end))
            if last > first:
                last -= timedelta(seconds=1)
            for n in range((last.date() - first.date()).days + 1):
                found.add((str(first.date() + timedelta(days=n)), squeeze(title)))
    return found


def comes_back(program, timeline, export, folder):
    code, out, err = lib.dateline(program, timeline, "import", "-n", "--json", folder)
    told = json.loads(out) if code == 0 else {}
    # khal gives a day without DTEND the one that RFC 5545 implies: that is a change of its text.
    with open(export, encoding="utf-8") as file:
        text = file.read()
    implied = text.count("BEGIN:VEVENT") - text.count("\nDTEND")
    good = code == 0 and not told["new"] and told["updated"] == implied
    print(f"khal writes: {told.get('unchanged', 0)} unchanged" if good else
          f"khal writes: exit {code}, {told.get('new')} new, {told.get('updated')} updated: {err.decode()[-500:]}")
    return 0 if good else 1


def main(client, export, lines, work, program, timeline):
    def asked(items):
        return lib.rows(item for item in items if not item[1].startswith(LACKS[client]))
    have = khal(export, work) if client == "khal" else calcurse(export, work)
    bad = lib.compare(f"{client} shows {export.rsplit('/', 1)[-1]}", asked(have), asked(wanted(lines)))
    if client == "khal":
        bad += comes_back(program, timeline, export, work + "/khal-calendar")
    return 1 if bad else 0


sys.exit(main(*sys.argv[1:]))
