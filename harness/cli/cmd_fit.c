/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `amdahl fit`: the scaling laws on a run or on any file, and what the rows say of them. */
#include "charts/charts.h"
#include "cli/chart_formats.h"
#include "cli/command.h"
#include "cli/fit_case.h"
#include "cli/fit_json.h"
#include "cli/fit_options.h"
#include "cli/fit_print.h"
#include "explain/fit_rows.h"
#include "record/directory.h"
#include "record/run_json.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* That --format names pictures only is known before anything is read. */
static int read_formats(const struct options *options, unsigned *ret_formats, struct fault *fault) {
    int status = chart_formats_read(options->formats, ret_formats, fault);
    if (status == 0 && (*ret_formats & CHART_FORMATS_ON_TERMINAL))
        status = fault_set(fault, FAULT_USAGE, 0,
                           "--format: the chart of a fit has no form for the terminal; use svg, "
                           "png and pdf, joined by commas");
    return status;
}

static int print(const struct fit_cases *cases, const struct options *options,
                 struct fault *fault) {
    if (options->json)
        return fit_json_print(cases, stdout, fault);
    struct term term = term_look(stdout, options->color);
    return fit_print(cases, options->markdown ? NULL : &term, stdout, fault);
}

static int make_files(const struct fit_cases *cases, struct fit_files *files, struct fault *fault) {
    struct fit_source *sources = calloc(cases->count + 1, sizeof *sources);
    if (sources == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold %zu fits", cases->count);
    for (size_t i = 0; i < cases->count; i++)
        sources[i] = (struct fit_source){cases->cases[i].group, cases->cases[i].report,
                                         cases->cases[i].analysis, cases->method};
    int status = fit_rows_make(sources, cases->count, &files->fits, &files->fit_count, fault);
    if (status == 0)
        status =
            fit_rows_make_curves(sources, cases->count, &files->curves, &files->curve_count, fault);
    if (status == 0)
        status =
            fit_rows_make_levels(sources, cases->count, &files->levels, &files->level_count, fault);
    free(sources);
    return status;
}

/* Pictures of an earlier fit that stand beside newer figures. */
static void say_old_pictures(const char *directory, unsigned formats) {
    static const struct {
        const char *ending;
        unsigned format;
    } pictures[] = {{"svg", CHARTS_SVG}, {"png", CHARTS_PNG}, {"pdf", CHARTS_PDF}};
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        char path[PATH_MAX];
        int used = snprintf(path, sizeof path, "%s/charts/fit.%s", directory, pictures[i].ending);
        if ((formats & pictures[i].format) && used > 0 && (size_t)used < sizeof path &&
            access(path, F_OK) == 0)
            fprintf(stderr, "amdahl: %s is of an earlier fit\n", path);
    }
}

/* A by-product: what keeps it away is said, and is no failure. Whether it was drawn. */
static bool draw_chart(const struct fit_cases *cases, const char *directory, unsigned formats) {
    struct run_brief brief = {.machine_words = ""};
    struct fault fault = {0};
    unsigned drawn = 0;
    if (formats == 0)
        return false;
    bool is_described = cases->is_run && run_json_read(cases->path, &brief, NULL) == 0;
    const struct charts_request request = {.run_path = directory,
                                           .machine_line =
                                               is_described ? brief.machine_words : NULL,
                                           .charts = 1u << CHART_FIT,
                                           .formats = formats};
    if (charts_draw(&request, &drawn, &fault) != 0)
        fprintf(stderr, "amdahl: %s\n", fault.text);
    if (drawn == 0)
        say_old_pictures(directory, formats);
    return drawn != 0;
}

/* Into --out, or the run's own directory, of all whose series they are; NULL: a file's figures, and
 * those of some series of a run, are written only where that is said. */
static const char *find_directory(const struct fit_input *input, const struct options *options) {
    if (options->out != NULL)
        return options->out;
    return input->is_run && input->unchosen == 0 ? input->path : NULL;
}

/* What cannot be written, or is not, is known before the work. */
static int prepare_directory(const struct fit_input *input, const struct options *options,
                             struct fault *fault) {
    if (options->formats_given && find_directory(input, options) == NULL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--format: nothing is drawn of %s without a directory: add --out DIR",
                         input->is_run ? "some series of a run" : "a file");
    return options->out == NULL ? 0 : directory_make(options->out, "directory of the fit", fault);
}

static int write_files(const struct fit_cases *cases, const char *directory,
                       const struct options *options, unsigned formats, struct fault *fault) {
    struct fit_files files = {.fits = NULL};
    int status = make_files(cases, &files, fault);
    if (status == 0)
        status = fit_files_write(directory, &files, fault);
    fit_files_release(&files);
    if (status != 0)
        return status;
    bool is_drawn = draw_chart(cases, directory, formats);
    if (!options->json && !options->markdown)
        printf("written to %s: fits.csv, fit_curves.csv, fit_points.csv%s\n", directory,
               is_drawn ? ", the chart charts/fit" : "");
    return 0;
}

/* Prints, and writes where there is a place for it. */
static int put_out(const struct fit_input *input, const struct fit_cases *cases,
                   const struct options *options, unsigned formats, struct fault *fault) {
    const char *directory = find_directory(input, options);
    int status = print(cases, options, fault);
    if (status == 0 && directory != NULL)
        status = write_files(cases, directory, options, formats, fault);
    else if (status == 0 && input->is_run && !options->json && !options->markdown)
        printf(
            "nothing was written: the files in %s are of all its series; --out DIR takes these\n",
            input->path);
    return status;
}

int cmd_fit(const struct options *options, struct fault *fault) {
    struct fit_input input = {.path = NULL};
    struct fit_cases cases = {.cases = NULL};
    unsigned formats = 0;
    int status = fit_options_check(options, fault);
    if (status == 0)
        status = read_formats(options, &formats, fault);
    if (status == 0)
        status = fit_input_read(options->operands[0], options, &input, fault);
    if (status != 0)
        return status;
    status = prepare_directory(&input, options, fault);
    if (status == 0)
        status = fit_cases_make(&input, options, &cases, fault);
    if (status == 0)
        status = put_out(&input, &cases, options, formats, fault);
    fit_cases_release(&cases);
    fit_input_release(&input);
    return status;
}
