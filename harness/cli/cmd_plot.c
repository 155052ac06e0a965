/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/charts.h"
#include "cli/command.h"
#include "cli/term.h"
#include "record/run_json.h"

#include <stdio.h>
#include <string.h>

/* Whether the comma-separated list holds the word. */
static bool list_has(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, word, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

int cmd_plot(const struct options *options, struct fault *fault) {
    const char *path = options->operands[0];
    struct run_brief brief;
    int status = run_json_read(path, &brief, fault);
    bool files = list_has(options->formats, "svg") || list_has(options->formats, "png");
    if (status == 0 && files) {
        status = charts_draw(path, brief.machine_words, fault);
        if (status == 0)
            printf("%s/charts\n", path);
    }
    if (status == 0 && list_has(options->formats, "terminal")) {
        struct term term = term_look(stdout, options->color);
        const struct charts_screen screen = {.columns = term.columns > 100 ? 100 : term.columns,
                                             .utf8 = term.utf8,
                                             .color = term.color};
        status = charts_print(path, stdout, &screen, fault);
    }
    return status;
}
