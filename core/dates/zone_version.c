/* Which zone rules this system has: what was computed with others is computed anew. */
#include <dateline/date.h>

#include <stdio.h>
#include <string.h>

size_t dtl_zone_version(char *buf, size_t size)
{
	char line[64] = "";
	/* The first line of tzdata.zi is "# version 2025b". */
	FILE *in = fopen("/usr/share/zoneinfo/tzdata.zi", "r");
	if (in) {
		if (!fgets(line, sizeof line, in))
			line[0] = '\0';
		fclose(in);
	}
	line[strcspn(line, "\n")] = '\0';
	const char *version = strncmp(line, "# version ", 10) == 0 ? line + 10 : "unknown";
	return (size_t)snprintf(buf, size, "%s", version);
}
