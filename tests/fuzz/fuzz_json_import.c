/* Whatever bytes come in, the reader of dateline/1 ends with a status and gives back what it took. */
#include <dateline/format.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static dtl_status each(void *user, const dtl_entry *entry, dtl_error *err)
{
	(void)entry;
	(void)err;
	unsigned *count = user;
	/* Every third is refused: the reader goes on. */
	return ++*count % 3 == 0 ? DTL_E_REJECTED : DTL_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const dtl_import_options options = { NULL, 0 };
	dtl_error err;
	unsigned count = 0;
	if (size == 0)
		return 0;
	FILE *in = fmemopen((void *)(uintptr_t)data, size, "rb");
	if (!in)
		return 0;
	dtl_importer_find("json")->read(in, &options, each, &count, &err);
	fclose(in);
	return 0;
}
