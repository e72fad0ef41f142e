/* Dice and words of the generator. */
#include "generate.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 60000, SLOTS = 4096 };

dice dice_for(uint64_t subject, uint64_t purpose)
{
	return (dice){ (subject + 1) * 0x9e3779b97f4a7c15 ^ (purpose + 1) * 0xd1b54a32d192ed03 };
}

uint32_t roll(dice *d, uint32_t below)
{
	uint64_t x = d->state += 0x9e3779b97f4a7c15;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
	x ^= x >> 31;
	return (uint32_t)(((x >> 32) * below) >> 32);
}

bool chance(dice *d, uint32_t part)
{
	return roll(d, 100000) < part;
}

/* Whole numbers all through: floating point differs from one machine to the next. */
zipf zipf_make(uint32_t count, uint32_t flat)
{
	zipf z = { malloc(count * sizeof(*z.sums)), malloc((SLOTS + 1) * sizeof(*z.starts)), count };
	uint64_t sum = 0;
	uint32_t at = 0;
	if (!z.sums || !z.starts)
		abort();
	for (uint32_t i = 0; i < count; i++)
		z.sums[i] = sum += (UINT64_C(1) << 32) / (i + flat);
	for (uint32_t slot = 0; slot <= SLOTS; slot++) {
		while (at + 1 < count && z.sums[at] <= sum / SLOTS * slot)
			at++;
		z.starts[slot] = at;
	}
	return z;
}

void zipf_free(zipf *z)
{
	free(z->sums);
	free(z->starts);
}

uint32_t zipf_roll(const zipf *z, dice *d)
{
	uint32_t slot = roll(d, SLOTS);
	uint64_t step = z->sums[z->count - 1] / SLOTS;
	uint64_t point = step * slot + (step * roll(d, 1U << 20) >> 20);
	uint32_t low = z->starts[slot], high = z->starts[slot + 1];
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (z->sums[middle] <= point)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Most texts hold the first of these. */
static const char *const small[] = { "the", "of", "talks", "and", "to", "in", "on", "a", "that", "for",
	"with", "at", "both", "sides", "their", "by", "as", "was", "will", "from", "ministers", "meeting",
	"said", "which", "new", "between", "would", "after", "joint", "working", "group", "agreed",
	"security", "trade", "were", "statement", "next", "delegation", "its", "cooperation", "agreement",
	"officials", "visit", "before", "foreign", "held", "progress", "round", "regional", "first", "draft",
	"text", "not", "under", "over", "annual", "two", "more", "discussed", "summit", "dialogue", "also",
	"year", "experts" };
enum { SMALL = sizeof(small) / sizeof(*small) };

static zipf all;
static char (*made)[12];

static size_t add_syllable(char *out, uint32_t n)
{
	out[0] = "bdfgklmnprstvz"[n % 14];
	out[1] = "aeiou"[n / 14 % 5];
	return 2;
}

/* Two syllables and a letter, or three: no word is made twice. */
static void make_word(char out[12], uint32_t n)
{
	bool is_short = n < 4900;
	size_t len = add_syllable(out, n);
	len += add_syllable(out + len, n / 70);
	if (is_short)
		out[len++] = "nsrlt"[n % 5];
	else
		len += add_syllable(out + len, n / 4900);
	out[len] = '\0';
}

void words_begin(void)
{
	all = zipf_make(WORDS, 3);
	made = malloc(WORDS * sizeof(*made));
	if (!made)
		abort();
	for (uint32_t i = 0; i < WORDS; i++) {
		if (i < SMALL)
			snprintf(made[i], sizeof(made[i]), "%s", small[i]);
		else
			make_word(made[i], i - SMALL);
	}
}

void words_end(void)
{
	zipf_free(&all);
	free(made);
}

const char *words_any(dice *d)
{
	uint32_t rank = 0;
	while ((rank = zipf_roll(&all, d)) < SMALL)
		;
	return made[rank];
}

/* Words of which it is known how many texts hold them, for those who ask. */
static const char *planted(dice *d)
{
	uint32_t n = roll(d, 100000);
	return n < 1 ? "isotope" : n < 101 ? "cadmium" : n < 1101 ? "tungsten" : NULL;
}

void words_text(dice *d)
{
	uint32_t count = 34 + roll(d, 44), stop = 8 + roll(d, 10);
	const char *plant = planted(d);
	bool first = true;
	for (uint32_t i = 0; i < count; i++) {
		const char *word = plant && i == 20 ? plant : made[zipf_roll(&all, d)];
		if (i)
			putchar(' ');
		putchar(first ? toupper((unsigned char)word[0]) : word[0]);
		fputs(word + 1, stdout);
		first = i + 1 == count || i == stop;
		if (first) {
			putchar('.');
			stop = i + 8 + roll(d, 10);
		}
	}
}

void words_name(char out[NAME_MAX_LEN], uint64_t subject)
{
	dice d = dice_for(subject, 77);
	uint32_t count = 2 + roll(&d, 2);
	size_t len = 0;
	for (uint32_t i = 0; i < count; i++)
		len += add_syllable(out + len, roll(&d, 70));
	if (roll(&d, 2))
		out[len++] = "nsrlt"[roll(&d, 5)];
	out[len] = '\0';
	out[0] = (char)toupper((unsigned char)out[0]);
}
