/* The style and the program of the page that export_html.c writes: core/formats/page/, embedded when built. */
#ifndef DTL_FORMATS_PAGE_H
#define DTL_FORMATS_PAGE_H

extern const char dtl_page_css[];
extern const char dtl_page_js[];

#endif
