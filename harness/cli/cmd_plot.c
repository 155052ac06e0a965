/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/charts.h"
#include "cli/command.h"
#include "cli/sweep_print.h"
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

/* FAULT_USAGE names the word of the list that is no format. */
static int check_formats(const char *list, struct fault *fault) {
    for (const char *at = list; *at != '\0';) {
        int length = (int)strcspn(at, ",");
        char word[16];
        snprintf(word, sizeof word, "%.*s", length, at);
        if (strcmp(word, "svg") != 0 && strcmp(word, "png") != 0 && strcmp(word, "terminal") != 0)
            return fault_set(
                fault, FAULT_USAGE, 0,
                "--format: '%.*s' is no format; use svg, png and terminal, joined by commas",
                length < 40 ? length : 40, at);
        at += length + (at[length] == ',');
    }
    return 0;
}

int cmd_plot(const struct options *options, struct fault *fault) {
    const char *path = options->operands[0];
    struct run_brief brief;
    int status = check_formats(options->formats, fault);
    if (status == 0)
        status = run_json_read(path, &brief, fault);
    bool files = list_has(options->formats, "svg") || list_has(options->formats, "png");
    if (status == 0 && files) {
        status = charts_draw(path, brief.machine_words, fault);
        if (status == 0)
            printf("%s/charts\n", path);
    }
    if (status == 0 && list_has(options->formats, "terminal")) {
        struct term term = term_look(stdout, options->color);
        status = sweep_print_chart(path, &term, stdout, fault);
    }
    return status;
}
