#include "dice.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

static void roll_system(void *user, unsigned char *bytes, size_t count)
{
	(void)user;
	while (count > 0) {
		ssize_t got = getrandom(bytes, count, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			/* without chance two timelines would give different things the same name */
			perror("dateline: no random numbers");
			abort();
		}
		bytes += got;
		count -= (size_t)got;
	}
}

/* splitmix64 (Sebastiano Vigna, public domain) */
static uint64_t next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static void roll_seeded(void *user, unsigned char *bytes, size_t count)
{
	uint64_t *state = user;
	for (size_t i = 0; i < count; i++)
		bytes[i] = (unsigned char)(next(state) >> 32);
}

static uint64_t hash(const char *text)
{
	uint64_t h = UINT64_C(0xCBF29CE484222325); /* FNV-1a */
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
	return h;
}

void dice_start(program *app)
{
	const char *seed = getenv("DATELINE_SEED");
	app->dice = (dtl_dice){ roll_system, NULL };
	if (!seed || !*seed)
		return;
	app->dice_state = hash(seed);
	app->dice = (dtl_dice){ roll_seeded, &app->dice_state };
}

dtl_status dice_shake(program *app, dtl_error *err)
{
	if (app->dice.roll != roll_seeded)
		return DTL_OK;
	dtl_counts counts;
	dtl_status status = dtl_db_count(app->db, &counts, err);
	if (status == DTL_OK)
		app->dice_state ^= (uint64_t)counts.changesets * UINT64_C(0xD1342543DE82EF95);
	return status;
}
