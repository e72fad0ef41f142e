"""ical.js expands the calendars of others: the times that a timeline made of them says.

rules.py WORK     (with what corpus.py and occurrences.mjs left there)
"""
import json
import os
import sys
from collections import defaultdict
from datetime import datetime, timedelta

import lib

FIRST = "DTSTART is the first time (RFC 5545 §3.8.2.4), also where the rule does not name it; ical.js leaves it out"
EXDATE = "a time that is both excepted and edited takes place as it was edited; ical.js leaves it out"
NEWEST = "of two VEVENTs of one time the one with the higher SEQUENCE counts; ical.js has both, or the last"
ZONE = "the file does not define its zone; ical.js has no other, and does not find an UNTIL or RECURRENCE-ID in UTC"
MANY = "more than 5000 times in the window: the event stands as a whole"
KIND = "VALUE=DATE with a time: ical.js takes the day, we the time"
OFFSET = "RECURRENCE-ID is a time, DTSTART a day: we find the day, ical.js does not"

# Where they differ, and why: by file and UID.
EXPLAINED = {
    ("blalor.ics", "D9182220"): EXDATE,
    ("lotr.ics", "C1C7B4A3-1ECC-11D7-A916-00306553216E"): EXDATE,
    ("lotr-updated.ics", "C1C7B4A3-1ECC-11D7-A916-00306553216E"): EXDATE,
    ("derryn.ics", "DBDA1EC6-8B85-11D9-8BC8-000D93C64B96"): FIRST,
    ("DST-et.ical", ""): FIRST,
    ("friday13-NOT.ics", ""): FIRST,
    ("issue_157_removes_trailing_semicolon.ics", ""): FIRST,
    ("WeeklyWeekStartsLastYear.ics", "baff9b6a-a161-4057-bd9c-d76359dc90b1"): FIRST,
    ("event_dt_rrule_until_before_start.ics", "V042MJ8B3SJNFXQOJL6P53OFMHJE8Z3VZWOV"): FIRST,
    ("event_rrule_no_occurence.ics", "OW1M4APLKA2WTEOJLIGRHVSEHJHDZLLVXI2N"): FIRST,
    ("duplicate-rrule-sequence.ics", "rrule-sequence-test@node-ical.test"): NEWEST,
    ("recurrence-sequence.ics", "sequence-test@node-ical.test"): NEWEST,
    ("event_with_recurrence_exdates_on_different_lines.ics", ""): ZONE,
    ("event_invalid_exdate.ics", "00D6A925-90F7-4663-AE13-E8BD1655EF77"): ZONE,
    ("event_rrule_recuid.ics", "event_rrule_recurrence_id"): ZONE,
    ("event_rrule_recuid_cancelled.ics", "event_rrule_recurrence_id"): ZONE,
    ("mult_uids_and_recuid_no_order.ics", "event_rrule_recurrence_id"): ZONE,
    ("HourlyInterval2.ics", "baff9b6a-a161-4057-bd9c-d76359dc90b1"): MANY,
    ("MinutelyInterval1.ics", "baff9b6a-a161-4057-bd9c-d76359dc90b1"): MANY,
    ("festival-multiday-rrule.ics", ""): KIND,
    ("exchange_whole_day_moved_recurrence_offset_tz.ics", "exchange-moved-recurrence-offset-tz"): OFFSET,
}


def ours(path):
    """By UID: the starts in UTC, and by the wall clock of their zone."""
    out = defaultdict(lambda: (set(), set()))
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for event in json.loads(text)["events"] if text else []:
        if "recurrence" not in event or event.get("status") == "cancelled":
            continue
        when, uid = event["when"], event["uid"].removesuffix("@dateline")
        timed = "T" in when["edtf"]
        out["" if uid.startswith("ics-") else uid][0].add(when["start"][0][:19 if timed else 10])
        out["" if uid.startswith("ics-") else uid][1].add(when["edtf"].split("/")[0][:19])
    return out


def theirs(path):
    out, trouble = defaultdict(set), {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            uid, start, _, summary = line.rstrip("\n").split("\t", 3)
            if start == "error":
                trouble[uid] = summary
            else:
                out[uid.removesuffix("@dateline")].add(start[:19])
    return out, trouble


def main(work):
    files = events = alike = 0
    bad, known = 0, defaultdict(int)
    for job in open(f"{work}/jobs", encoding="utf-8"):
        _, _, path, lines = job.rstrip("\n").split("\t")
        name = path.split("/data/ics/")[-1]
        files += 1
        mine = ours(lines[:-6] + ".json")
        other, trouble = theirs(lines)
        for uid, (utc, wall) in mine.items():
            events += 1
            have = other.get(uid, set())
            # A zone that the file does not define is known to us only.
            if have in (utc, wall) or (not uid and (utc <= have or wall <= have)):
                alike += 1
                continue
            why = trouble.get(uid) or trouble.get("")
            reason = EXPLAINED.get((name.rsplit("/", 1)[-1], uid)) or (why and "ical.js: " + why)
            if reason:
                known[reason] += 1
                continue
            bad += 1
            only, gone = sorted(utc - have)[:3], sorted(have - utc)[:3]
            print(f"{name}: {uid}: {len(utc)} ours, {len(have)} theirs; only ours {only}, only theirs {gone}")
    for reason, count in sorted(known.items()):
        print(f"explained, {count}: {reason}")
    print(f"rules: {events} recurring events of {files} calendars, {alike} alike, {sum(known.values())} explained, {bad} not")
    return 1 if bad else 0


sys.exit(main(*sys.argv[1:]))
