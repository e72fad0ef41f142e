/* The table of formats: formats.def, read once to declare and once to fill. */
#include <dateline/format.h>
#include <string.h>

#define DTL_EXPORTER(name) extern const dtl_exporter dtl_export_##name;
#define DTL_IMPORTER(name) extern const dtl_importer dtl_import_##name;
#include "formats/formats.def"
#undef DTL_EXPORTER
#undef DTL_IMPORTER

static const dtl_exporter *const exporters[] = {
#define DTL_EXPORTER(name) &dtl_export_##name,
#define DTL_IMPORTER(name)
#include "formats/formats.def"
#undef DTL_EXPORTER
#undef DTL_IMPORTER
};

static const dtl_importer *const importers[] = {
#define DTL_EXPORTER(name)
#define DTL_IMPORTER(name) &dtl_import_##name,
#include "formats/formats.def"
#undef DTL_EXPORTER
#undef DTL_IMPORTER
};

enum {
	EXPORTERS = sizeof(exporters) / sizeof(exporters[0]),
	IMPORTERS = sizeof(importers) / sizeof(importers[0]),
};

const dtl_exporter *dtl_exporter_at(size_t index)
{
	return index < EXPORTERS ? exporters[index] : NULL;
}

const dtl_exporter *dtl_exporter_find(const char *name)
{
	for (size_t i = 0; i < EXPORTERS; i++)
		if (strcmp(exporters[i]->name, name) == 0)
			return exporters[i];
	return NULL;
}

const dtl_importer *dtl_importer_at(size_t index)
{
	return index < IMPORTERS ? importers[index] : NULL;
}

const dtl_importer *dtl_importer_find(const char *name)
{
	for (size_t i = 0; i < IMPORTERS; i++)
		if (strcmp(importers[i]->name, name) == 0)
			return importers[i];
	return NULL;
}

const dtl_importer *dtl_importer_sniff(const char *head, size_t len)
{
	for (size_t i = 0; i < IMPORTERS; i++)
		if (importers[i]->sniff && importers[i]->sniff(head, len))
			return importers[i];
	return NULL;
}
