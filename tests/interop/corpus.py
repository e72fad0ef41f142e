"""Calendars that others wrote, in and out again.

corpus.py DATELINE DATA WORK

Each file of DATA is read into a timeline of its own and exported. python3-icalendar's own reader of content
lines then compares: of every VEVENT that was taken each property, parameter and value is there again. A second
import must say that nothing is new. Writes WORK/jobs for occurrences.mjs, with a window for each file with a
rule, and WORK/N.json, what the timeline says of that window.
"""
import json
import os
import re
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import lib
from icalendar.parser import Contentline

# What an export may say otherwise: DTSTAMP, which alone is no news. A UID that is empty is made, too.
MADE_ANEW = {"DTSTAMP"}


def unfold(data):
    """Pairs of a line's number and its text; a character may be folded in its middle."""
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    out = []
    for number, line in enumerate((data if b"\n" in data else data.replace(b"\r", b"\n")).split(b"\n"), 1):
        line = line.rstrip(b"\r")
        if out and line[:1] in (b" ", b"\t"):
            out[-1][1] += line[1:]
        elif line:
            out.append([number, line])
    return [(number, line.decode("utf-8", "surrogateescape")) for number, line in out]


def clean(text):
    return re.sub("[\x00-\x08\x0a-\x1f\x7f\x80-\x9f]", "", text)


def parts(line):
    """A property by icalendar's reader: its name, its parameters, its value."""
    try:
        name, params, value = Contentline(line).parts()
        listed = tuple(sorted((k.upper(), tuple(v) if isinstance(v, list) else (v,)) for k, v in params.items()))
        return name.upper(), listed, value
    except ValueError:  # what it cannot read must be there as it came
        return line.split(":")[0].split(";")[0].upper(), (), line


def vevents(data):
    """(line of BEGIN, properties with those of the components inside, under their path)"""
    out, path, current = [], [], None
    for number, line in unfold(data):
        line = clean(line)
        upper = line.upper().strip()
        if upper.startswith("BEGIN:"):
            name = upper[6:].strip()
            if name == "VEVENT":
                current, path = [], []
                out.append((number, current))
            elif current is not None:
                path.append(name)
        elif upper.startswith("END:"):
            if upper[4:].strip() == "VEVENT" and not path:
                current = None
            elif path:
                path.pop()
        elif current is not None:
            name, params, value = parts(line)
            current.append(("/".join(path), name, params, value))
    return out


def first(properties, name):
    return next((value for path, n, _, value in properties if not path and n == name), None)


def key(properties):
    return (first(properties, "UID") or "").strip(), first(properties, "RECURRENCE-ID")


def lost(original, exported, calendar_zone):
    """The properties of the one that the other has not."""
    have = Counter(exported)
    names = {name for path, name, _, _ in exported if not path}
    out = []
    for one in original:
        path, name, params, value = one
        if have[one] > 0:
            have[one] -= 1
        elif not path and (name in MADE_ANEW or (name == "UID" and not value.strip())) and name in names:
            continue
        elif calendar_zone and (path, name, tuple(sorted(params + (("TZID", (calendar_zone,)),))), value) in have:
            continue
        else:
            out.append(one)
    return out


def window(data):
    years = [int(y) for y in re.findall(rb"(?mi)^DTSTART[^:\r\n]*:(\d{4})\d{4}", data)]
    year = min((y for y in years if y > 1), default=2000)
    return f"{year:04d}-01-01", f"{year + 3:04d}-01-01"


def one(program, path, name, work, number):
    base = f"{work}/{number}"
    result = {"file": name, "lost": [], "taken": 0, "trouble": None}
    with open(path, "rb") as file:
        data = file.read()
    code, out, err = lib.dateline(program, base + ".db", "import", "--json", path)
    words = err.decode("utf-8", "replace")
    if code not in (0, 1, 4) or "Sanitizer" in words:
        result["trouble"] = f"import: exit {code}: {words[-300:]}"
        return result
    if code == 1:
        result["refused"] = True
        return result
    told = json.loads(out)
    named = {int(n) for n in re.findall(r":(\d+): .*: rejected$", words, re.M)}
    named |= {int(n) for n in re.findall(r"line (\d+): VEVENT", words)}
    code, again, _ = lib.dateline(program, base + ".db", "import", "--json", path)
    again = json.loads(again)
    if again["new"] or again["updated"]:
        result["trouble"] = f"a second import: {again['new']} new, {again['updated']} updated"
    if not os.path.exists(base + ".db"):
        return result
    code, out, err = lib.dateline(program, base + ".db", "export", "--format", "ics")
    if code != 0:
        result["trouble"] = "export: " + err.decode("utf-8", "replace")[-300:]
        return result
    with open(base + ".ics", "wb") as file:
        file.write(out)
    zone = re.search(rb"(?mi)^X-WR-TIMEZONE[^:\r\n]*:([^\r\n]*)", data)
    compare(result, data, out, named, zone.group(1).decode("utf-8", "replace").strip() if zone else None)
    if b"RRULE" in data.upper():
        lo, hi = window(data)
        code, listed, err = lib.dateline(program, base + ".db", "list", f"date:{lo}..{int(hi[:4]) - 1}-12-31",
                                         "--format", "json", "--today", lo)
        with open(base + ".json", "wb") as file:
            file.write(listed)
        result["job"] = f"{lo}\t{hi}\t{path}\t{base}.lines"
    return result


def compare(result, data, exported, named, zone):
    there = {}
    for _, properties in vevents(exported):
        there.setdefault(key(properties), []).append(properties)
    spare = [p for (uid, _), group in there.items() if uid.startswith("ics-") for p in group]
    for line, properties in vevents(data):
        if line in named:
            continue
        result["taken"] += 1
        found = there.get(key(properties)) or spare
        if not found:
            result["lost"].append(f"line {line}: VEVENT {key(properties)} is not in the export")
            continue
        left = min((lost(properties, other, zone) for other in found), key=len)
        result["lost"] += [f"line {line}: {p}" for p in left]


def main(program, data, work):
    paths = sorted(os.path.join(d, f) for d, _, names in os.walk(data) for f in names if f != "INDEX.tsv")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda p: one(program, p[1], os.path.relpath(p[1], data), work, p[0]),
                                enumerate(paths)))
    bad = 0
    with open(f"{work}/jobs", "w", encoding="utf-8") as jobs:
        for result in results:
            for line in ([result["trouble"]] if result["trouble"] else []) + result["lost"][:10]:
                print(f"{result['file']}: {line}")
            bad += bool(result["trouble"] or result["lost"])
            if "job" in result:
                jobs.write(result["job"] + "\n")
    refused = sum(1 for result in results if result.get("refused"))
    print(f"corpus: {len(paths)} calendars, {refused} that are none, {sum(r['taken'] for r in results)} VEVENTs "
          f"there and back, {bad} files with losses")
    return 1 if bad else 0


sys.exit(main(*sys.argv[1:]))
