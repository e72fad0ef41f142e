#include "model/moments.h"

#include <dateline/edit.h>

dtl_moments dtl_moments_begin(dtl_deriver *d)
{
	dtl_words_begin(&d->book, &d->history);
	return (dtl_moments){ 0, false, 0 };
}

/* The next moment after m->at; false when there is none. */
static bool find_next(dtl_moments *m, const dtl_record *h)
{
	bool found = false;
	int64_t least = 0;
	for (size_t i = h->out_of_order ? 0 : m->next; i < h->count; i++) {
		int64_t known = h->claims[i].known_at;
		if ((m->begun && known <= m->at) || (found && known >= least))
			continue;
		found = true;
		least = known;
		if (!h->out_of_order)
			break;
	}
	m->at = least;
	m->begun = true;
	return found;
}

/* Fold up to and including m->at. */
static dtl_status fold(dtl_moments *m, dtl_deriver *d, dtl_error *err)
{
	if (d->history.out_of_order)
		return dtl_words_fold(
		    &d->book, &d->history, m->at < INT64_MAX ? m->at + 1 : m->at, false, err);
	for (; m->next < d->history.count && d->history.claims[m->next].known_at <= m->at; m->next++)
		if (d->history.claims[m->next].rank != DTL_RANK_DEPRECATED)
			dtl_words_say(&d->book, m->next);
	return d->book.failed ? dtl_fail_memory(err) : DTL_OK;
}

dtl_status dtl_moments_next(dtl_moments *m, dtl_deriver *d, dtl_error *err)
{
	if (!find_next(m, &d->history))
		return DTL_DONE;
	dtl_status status = fold(m, d, err);
	return status == DTL_OK ? dtl_project(&d->now, &d->book, err) : status;
}
