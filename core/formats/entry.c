#include "base/json.h"
#include <dateline/format.h>

char *dtl_entry_print(const dtl_entry *entry)
{
	dtl_text line = DTL_TEXT_INIT;
	dtl_json_canonical(entry->doc, &line);
	return dtl_text_take(&line);
}
