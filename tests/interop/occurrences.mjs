// When the events of calendars take place, as ical.js has it: a line for each time in a window.
//
//   node occurrences.mjs NODE_DIR <jobs     each job a line: FROM TO FILE OUT, parted by tabs
//
// OUT gets uid, start, end, summary; times in UTC where they have a zone. What ical.js cannot read is named in it.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(process.argv[2] + '/'));
const ICAL = (await import(pathToFileURL(require.resolve('ical.js')))).default;
const MOST = 5000;

function text(time) {
	if (time.isDate)
		return time.toString();
	if (time.zone.tzid === 'floating')
		return time.toString();
	return time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

// Compares as written: a window of days is the same for all.
function occurrences(event, lo, hi) {
	const found = [];
	if (!event.isRecurring()) {
		found.push([event.startDate, event.endDate, event.summary]);
		return found.filter(([start, end]) => end.compare(lo) >= 0 && start.compare(hi) < 0);
	}
	const each = event.iterator();
	for (let next, tries = 0; tries < 200000 && found.length < MOST && (next = each.next()); tries++) {
		if (next.compare(hi) >= 0)
			break;
		const details = event.getOccurrenceDetails(next);
		if (details.item.component.getFirstPropertyValue('status') === 'CANCELLED')
			continue;
		found.push([details.startDate, details.endDate, details.item.summary]);
	}
	return found.filter(([start, end]) => end.compare(lo) >= 0 && start.compare(hi) < 0);
}

function read(from, to, file) {
	const root = ICAL.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
	const components = (typeof root[0] === 'string' ? [root] : root).map((one) => new ICAL.Component(one));
	const lo = ICAL.Time.fromString(from + 'T00:00:00Z'), hi = ICAL.Time.fromString(to + 'T00:00:00Z');
	const lines = [];
	ICAL.TimezoneService.reset();
	for (const calendar of components)
		for (const zone of calendar.getAllSubcomponents('vtimezone'))
			ICAL.TimezoneService.register(zone);
	for (const calendar of components) {
		const found = calendar.name === 'vevent' ? [calendar] : calendar.getAllSubcomponents('vevent');
		const events = found.map((one) => new ICAL.Event(one, { strictExceptions: false }));
		const masters = events.filter((event) => !event.isRecurrenceException());
		for (const event of events)
			if (event.isRecurrenceException())
				masters.find((master) => master.uid === event.uid)?.relateException(event);
		for (const event of masters) {
			try {
				for (const [start, end, summary] of occurrences(event, lo, hi))
					lines.push([event.uid ?? '', text(start), text(end), summary].join('\t'));
			} catch (error) {
				lines.push([event.uid ?? '', 'error', 'error', String(error.message)].join('\t'));
			}
		}
	}
	return lines.sort().map((line) => line.replaceAll('\n', ' ') + '\n').join('');
}

for (const job of readFileSync(0, 'utf8').split('\n').filter((line) => line)) {
	const [from, to, file, out] = job.split('\t');
	try {
		writeFileSync(out, read(from, to, file));
	} catch (error) {
		writeFileSync(out, `\terror\terror\t${String(error.message).replaceAll('\n', ' ')}\n`);
	}
}
