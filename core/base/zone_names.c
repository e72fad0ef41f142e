#include "base/zone_names.h"
#include <string.h>
#include <unicode/ucal.h>

enum { NAME_MAX_UNITS = 128 };

/* ASCII either way: no name of a zone needs more. */
static bool widen(UChar out[NAME_MAX_UNITS], const char *name)
{
	size_t len = strlen(name);
	if (len == 0 || len >= NAME_MAX_UNITS)
		return false;
	for (size_t i = 0; i <= len; i++) {
		if ((unsigned char)name[i] >= 0x80)
			return false;
		out[i] = (UChar)name[i];
	}
	return true;
}

bool dtl_zone_from_windows(const char *name, char *buf, size_t size)
{
	UChar wide[NAME_MAX_UNITS], zone[NAME_MAX_UNITS];
	UErrorCode code = U_ZERO_ERROR;
	if (!widen(wide, name))
		return false;
	int32_t len = ucal_getTimeZoneIDForWindowsID(wide, -1, "001", zone, NAME_MAX_UNITS, &code);
	if (U_FAILURE(code) || len <= 0 || (size_t)len >= size)
		return false;
	for (int32_t i = 0; i < len; i++)
		buf[i] = (char)zone[i];
	buf[len] = '\0';
	return true;
}
