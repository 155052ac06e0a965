/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `predict --out` writes. */
#include "charts/charts.h"
#include "cli/chart_formats.h"
#include "cli/predict_section.h"
#include "record/directory.h"
#include "record/table.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* The name of what was predicted, of which a chart makes a panel, and of the curve in it. */
static void put_names(const struct predict_section *section, struct curve_row *row) {
    row->key = section->key;
    snprintf(row->law, sizeof row->law, "%s", section->law);
    snprintf(row->title, sizeof row->title, "%s", section->law_title);
    if (section->is_fit)
        return;
    snprintf(row->key.name, sizeof row->key.name, "%s", section->law_title);
    if (!isnan(section->key.p))
        snprintf(row->title, sizeof row->title, "p = %.10g", section->key.p);
}

static struct curve_row point_row(const struct predict_section *section,
                                  const struct predict_point *point) {
    struct curve_row row = {.n = point->n, .is_best = true};
    row.peak_n = isfinite(section->peak_n.value) ? section->peak_n.value : NAN;
    put_names(section, &row);
    bool has_figure = point->range != MODEL_REFUSED && point->range != MODEL_FAR;
    bool has_band = point->range != MODEL_REFUSED;
    row.speedup = has_figure ? point->speedup.value : NAN;
    row.lo = has_band ? point->speedup.lo : NAN;
    row.hi = has_band ? point->speedup.hi : NAN;
    row.is_measured = point->n <= section->n_measured;
    return row;
}

/* Of another law, beside the figure of the section's own, and only where that stands. */
static struct curve_row beside_row(const struct predict_section *section,
                                   const struct predict_point *point, double speedup) {
    struct curve_row row = point_row(section, point);
    row.speedup = isnan(row.speedup) ? NAN : speedup;
    row.lo = row.hi = row.peak_n = NAN;
    row.is_best = false;
    return row;
}

static struct curve_row what_if_row(const struct predict_section *section,
                                    const struct predict_point *point) {
    struct curve_row row = beside_row(section, point, NAN);
    enum model_range range = point->what_if_range;
    snprintf(row.law, sizeof row.law, "what-if");
    snprintf(row.title, sizeof row.title, "if %.100s", section->what_if);
    row.speedup = range == MODEL_FAR || range == MODEL_REFUSED ? NAN : point->what_if;
    row.lo = range == MODEL_REFUSED ? NAN : point->what_if_lo;
    row.hi = range == MODEL_REFUSED ? NAN : point->what_if_hi;
    row.peak_n = isfinite(section->what_if_peak_n) ? section->what_if_peak_n : NAN;
    return row;
}

static struct curve_row rival_row(const struct predict_section *section,
                                  const struct predict_point *point) {
    struct curve_row row = beside_row(section, point, point->rival);
    snprintf(row.law, sizeof row.law, "%s", section->rival_law);
    snprintf(row.title, sizeof row.title, "%s", section->rival);
    return row;
}

static bool is_empty(const struct curve_row *row) {
    return isnan(row->speedup) && isnan(row->lo);
}

static void add_row(struct curve_row row, struct curve_row *rows, size_t *used) {
    if (!is_empty(&row))
        rows[(*used)++] = row;
}

/* What is refused past the law's first figure stands without one: the chart then shows how far was
 * asked, and that nothing is said there. */
static void add_own_rows(const struct predict_section *section, struct curve_row *rows,
                         size_t *used) {
    const struct predict_point *points = section->points + section->point_count;
    size_t first = *used;
    for (size_t k = 0; k < section->curve_count; k++) {
        const struct curve_row row = point_row(section, &points[k]);
        if (*used > first || !is_empty(&row))
            rows[(*used)++] = row;
    }
}

static void add_section(const struct predict_section *section, struct curve_row *rows,
                        size_t *used) {
    const struct predict_point *points = section->points + section->point_count;
    add_own_rows(section, rows, used);
    for (size_t k = 0; k < section->curve_count && section->rival_law != NULL; k++)
        add_row(rival_row(section, &points[k]), rows, used);
    for (size_t k = 0; k < section->curve_count && section->what_if[0] != '\0'; k++)
        add_row(what_if_row(section, &points[k]), rows, used);
}

static int make_rows(const struct predict_section *sections, size_t count,
                     struct curve_row **ret_rows, size_t *ret_count, struct fault *fault) {
    size_t used = 0, most = 1;
    for (size_t i = 0; i < count; i++)
        most += 3 * sections[i].curve_count; /* the law's, its rival's, and if */
    struct curve_row *rows = calloc(most, sizeof *rows);
    if (rows == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold the curves of %zu predictions",
                         count);
    for (size_t i = 0; i < count; i++)
        add_section(&sections[i], rows, &used);
    *ret_rows = rows;
    *ret_count = used;
    return 0;
}

int predict_write_check(const struct options *options, struct fault *fault) {
    unsigned formats = 0;
    int status = chart_formats_read(options->formats, &formats, fault);
    if (status == 0 && options->out != NULL)
        status = directory_make(options->out, "directory of the prediction", fault);
    return status;
}

static int draw(const struct options *options, struct fault *fault) {
    unsigned formats = 0;
    int status = chart_formats_read(options->formats, &formats, fault);
    formats &= ~(unsigned)CHART_FORMATS_ON_TERMINAL;
    if (status != 0 || formats == 0)
        return status;
    status = charts_draw(&(struct charts_request){.run_path = options->out,
                                                  .charts = 1u << CHART_PREDICTION,
                                                  .formats = formats},
                         NULL, fault);
    if (status == 0 || charts_available())
        return status;
    fprintf(stderr, "amdahl: %s\n", fault->text); /* without gnuplot: said, and no failure */
    return 0;
}

int predict_write(const struct options *options, const struct predict_section *sections,
                  size_t count, struct fault *fault) {
    struct curve_row *rows = NULL;
    struct table table = table_curves;
    size_t row_count = 0;
    table.file = "predict_curves.csv";
    int status = make_rows(sections, count, &rows, &row_count, fault);
    if (status == 0)
        status = table_replace(&table, options->out, rows, row_count, fault);
    if (status == 0 && row_count > 0)
        status = draw(options, fault);
    free(rows);
    return status;
}
