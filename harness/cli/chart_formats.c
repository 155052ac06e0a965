/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/chart_formats.h"
#include "charts/charts.h"
#include "plan/list.h"

static const struct format_word {
    const char *name;
    unsigned bit;
} format_words[] = {{"svg", CHARTS_SVG},
                    {"png", CHARTS_PNG},
                    {"pdf", CHARTS_PDF},
                    {"terminal", CHART_FORMATS_ON_TERMINAL}};
enum { FORMAT_WORDS = sizeof format_words / sizeof format_words[0] };

static unsigned find_format(struct list_slice word) {
    for (size_t i = 0; i < FORMAT_WORDS; i++)
        if (list_is_word(word, format_words[i].name))
            return format_words[i].bit;
    return 0;
}

int chart_formats_read(const char *list, unsigned *ret_formats, struct fault *fault) {
    struct list_slice word;
    unsigned formats = 0;
    while (list_next_item(&list, &word)) {
        unsigned format = find_format(word);
        if (format == 0)
            return fault_set(
                fault, FAULT_USAGE, 0,
                "--format: '%.*s' is no format; use svg, png, pdf and terminal, joined by commas",
                LIST_SHOW(word));
        formats |= format;
    }
    *ret_formats = formats;
    return 0;
}
