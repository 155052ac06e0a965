/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/charts.h"
#include "cli/chart_formats.h"
#include "cli/command.h"
#include "cli/sweep_print.h"
#include "cli/term.h"
#include "plan/list.h"
#include "record/run_json.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned find_chart(struct list_slice word) {
    for (int chart = 0; chart < CHART_COUNT; chart++)
        if (list_is_word(word, charts_name((enum chart)chart)))
            return 1u << chart;
    return 0;
}

/* FAULT_USAGE names the word of the list that is no chart. NULL is all. */
static int read_charts(const char *list, unsigned *ret_charts, struct fault *fault) {
    struct list_slice word;
    *ret_charts = list == NULL ? CHARTS_ALL : 0;
    while (list != NULL && list_next_item(&list, &word)) {
        unsigned chart = find_chart(word);
        if (chart == 0)
            return fault_set(
                fault, FAULT_USAGE, 0,
                "--chart: '%.*s' is no chart; use speedup, ratio, efficiency, "
                "karp-flatt, ledger, weak, samples, runnable, tasks, heat, operations, fit and "
                "prediction, joined by commas",
                LIST_SHOW(word));
        *ret_charts |= chart;
    }
    return 0;
}

static void print_nothing(const char *path, const char *which) {
    printf("nothing to draw: no row of %s has what the charts%s show; `amdahl summary %s` shows "
           "what was measured\n",
           path, which, path);
}

/* Of those asked for: why one was not drawn. */
static void say_left_out(const char *path, enum chart chart) {
    const char *maker = chart == CHART_FIT          ? "`amdahl fit` makes what it is drawn from"
                        : chart == CHART_PREDICTION ? "`amdahl predict --out DIR` draws it in DIR"
                                                    : "it is not drawn";
    fprintf(stderr, "amdahl: %.200s has no rows for the chart %s: %s\n", path, charts_name(chart),
            maker);
}

static int draw_files(const struct charts_request *request, bool is_asked, bool *ret_is_empty,
                      struct fault *fault) {
    unsigned drawn = 0;
    int status = charts_draw(request, &drawn, fault);
    if (status != 0)
        return status;
    *ret_is_empty = drawn == 0;
    if (drawn == 0) {
        print_nothing(request->run_path, is_asked ? " asked for" : "");
        return 0;
    }
    for (int chart = 0; chart < CHART_COUNT && is_asked; chart++)
        if (request->charts & ~drawn & 1u << chart)
            say_left_out(request->run_path, (enum chart)chart);
    printf("%s/charts\n", request->run_path);
    return 0;
}

/* The charts as text, which the caller frees; "" where there is nothing to draw. */
static int draw_text(const char *path, const struct options *options, unsigned charts,
                     char **ret_text, struct fault *fault) {
    struct term term = term_look(stdout, options->color);
    size_t bytes = 0;
    FILE *stream = open_memstream(ret_text, &bytes);
    if (stream == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold the charts of %.200s", path);
    int status =
        sweep_print_chart(path, options->charts == NULL ? 0 : charts, &term, stream, fault);
    if (fclose(stream) != 0 && status == 0)
        status = fault_set(fault, FAULT_SYSTEM, errno, "cannot hold the charts of %.200s", path);
    return status;
}

/* `is_told`: that there is nothing to draw has been said. */
static int print_text(const char *path, const struct options *options, unsigned charts,
                      bool is_told, struct fault *fault) {
    char *text = NULL;
    if (options->charts != NULL && (charts & CHARTS_OF_TERMINAL) == 0)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--chart: '%.60s' has no form for the terminal; use --format svg,png",
                         options->charts);
    int status = draw_text(path, options, charts, &text, fault);
    if (status == 0 && *text == '\0' && !is_told)
        print_nothing(path, options->charts != NULL ? " asked for" : " on a terminal");
    else if (status == 0)
        fputs(text, stdout);
    free(text);
    return status;
}

static bool has_file(const char *path, const char *name) {
    char file[PATH_MAX];
    int used = snprintf(file, sizeof file, "%s/%s", path, name);
    return used > 0 && (size_t)used < sizeof file && access(file, F_OK) == 0;
}

/* What is said of the run; nothing where `fit` or `predict` made the directory. */
static int read_brief(const char *path, struct run_brief *ret_brief, struct fault *fault) {
    if (!has_file(path, "run.json") &&
        (has_file(path, "fit_curves.csv") || has_file(path, "predict_curves.csv"))) {
        *ret_brief = (struct run_brief){0};
        return 0;
    }
    return run_json_read(path, ret_brief, fault);
}

int cmd_plot(const struct options *options, struct fault *fault) {
    const char *path = options->operands[0];
    struct run_brief brief;
    unsigned formats = 0, charts = 0;
    bool is_empty = false;
    int status = chart_formats_read(options->formats, &formats, fault);
    if (status == 0)
        status = read_charts(options->charts, &charts, fault);
    if (status == 0)
        status = read_brief(path, &brief, fault);
    const struct charts_request request = {.run_path = path,
                                           .machine_line = brief.machine_words,
                                           .charts = charts,
                                           .is_by_name = options->charts != NULL,
                                           .formats =
                                               formats & ~(unsigned)CHART_FORMATS_ON_TERMINAL};
    if (status == 0 && request.formats != 0)
        status = draw_files(&request, options->charts != NULL, &is_empty, fault);
    if (status == 0 && (formats & CHART_FORMATS_ON_TERMINAL))
        status = print_text(path, options, charts, is_empty, fault);
    return status;
}
