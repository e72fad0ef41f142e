/* The table of formats: formats.def, read once to declare and once to fill. */
#include "base/error.h"
#include "base/text.h"
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

static const dtl_format_option *find_option(const dtl_format_option *options, const char *name)
{
	for (const dtl_format_option *o = options; o && o->name; o++)
		if (strcmp(o->name, name) == 0)
			return o;
	return NULL;
}

/* "series, topic, place" */
static void list_words(dtl_text *out, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		dtl_text_addf(out, "%s%s", i > 0 ? ", " : "", words[i]);
}

static dtl_status check_value(const dtl_format_option *o, const char *value, dtl_error *err)
{
	bool known = !o->words;
	for (size_t i = 0; !known && o->words[i]; i++)
		known = strcmp(o->words[i], value) == 0;
	if (known)
		return DTL_OK;
	dtl_text list = DTL_TEXT_INIT;
	list_words(&list, o->words);
	dtl_fail(err, DTL_E_ARGUMENT, "'--%s' is one of %s: '%s'", o->name, dtl_text_str(&list), value);
	dtl_text_free(&list);
	return DTL_E_ARGUMENT;
}

static dtl_status check(const char *format, const dtl_format_option *options, const dtl_setting *settings,
    size_t count, dtl_error *err)
{
	for (size_t i = 0; i < count; i++) {
		const dtl_format_option *o = find_option(options, settings[i].name);
		if (!o)
			return dtl_fail(err, DTL_E_ARGUMENT, "the format '%s' has no option '--%s'", format,
			    settings[i].name);
		if (check_value(o, settings[i].value ? settings[i].value : "", err) != DTL_OK)
			return DTL_E_ARGUMENT;
	}
	return DTL_OK;
}

dtl_status dtl_exporter_check(
    const dtl_exporter *exporter, const dtl_setting *settings, size_t count, dtl_error *err)
{
	return check(exporter->name, exporter->options, settings, count, err);
}

dtl_status dtl_importer_check(
    const dtl_importer *importer, const dtl_setting *settings, size_t count, dtl_error *err)
{
	return check(importer->name, importer->options, settings, count, err);
}

static const char *find_setting(const dtl_setting *settings, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(settings[i].name, name) == 0)
			return settings[i].value ? settings[i].value : "";
	return NULL;
}

const char *dtl_export_setting(const dtl_export_options *options, const char *name)
{
	return find_setting(options->settings, options->setting_count, name);
}

const char *dtl_import_setting(const dtl_import_options *options, const char *name)
{
	return find_setting(options->settings, options->setting_count, name);
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
