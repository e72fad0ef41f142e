#include "ledger/ledger.h"

static const char digits[] = "0123456789abcdef";

void dtl_uid_print(char out[DTL_UID_TEXT], const unsigned char uid[DTL_UID_SIZE])
{
	for (size_t i = 0; i < DTL_UID_SIZE; i++) {
		out[2 * i] = digits[uid[i] >> 4];
		out[2 * i + 1] = digits[uid[i] & 15];
	}
	out[2 * DTL_UID_SIZE] = '\0';
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool dtl_uid_parse(unsigned char out[DTL_UID_SIZE], const char *text)
{
	for (size_t i = 0; i < DTL_UID_SIZE; i++) {
		int high = digit(text[2 * i]);
		int low = high < 0 ? -1 : digit(text[2 * i + 1]);
		if (low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
	}
	return text[2 * DTL_UID_SIZE] == '\0';
}
