/*
 * Writing into a buffer of fixed size, as snprintf() does: what does not fit is
 * counted and not written, the NUL always fits, UTF-8 is never split.
 */
#ifndef DTL_DATES_OUT_H
#define DTL_DATES_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dtl_out {
	char *buf;
	size_t size;
	size_t len; /* wanted so far, which may be more than there is */
} dtl_out;

dtl_out dtl_out_to(char *buf, size_t size);
void dtl_out_char(dtl_out *out, char c);
void dtl_out_text(dtl_out *out, const char *s);
void dtl_out_bytes(dtl_out *out, const char *s, size_t len);
/* Decimal, with zeros in front up to `width` digits (the sign not counted). */
void dtl_out_int(dtl_out *out, int64_t value, int width);
/* Did everything fit? */
bool dtl_out_fits(const dtl_out *out);
/* Put the NUL; returns the length that was wanted. */
size_t dtl_out_end(dtl_out *out);

#endif
