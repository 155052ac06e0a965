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
    put_names(section, &row);
    bool has_figure = point->range != MODEL_REFUSED && point->range != MODEL_FAR;
    bool has_band = point->range != MODEL_REFUSED;
    row.speedup = has_figure ? point->speedup.value : NAN;
    row.lo = has_band ? point->speedup.lo : NAN;
    row.hi = has_band ? point->speedup.hi : NAN;
    row.is_measured = point->range == MODEL_WITHIN || point->range == MODEL_BY_FORMULA;
    return row;
}

static struct curve_row what_if_row(const struct predict_section *section,
                                    const struct predict_point *point) {
    struct curve_row row = point_row(section, point);
    snprintf(row.law, sizeof row.law, "what-if");
    snprintf(row.title, sizeof row.title, "if %.100s", section->what_if);
    row.speedup = isnan(row.speedup) ? NAN : point->what_if;
    row.lo = row.hi = NAN;
    row.is_best = false;
    return row;
}

/* What is refused is not drawn. */
static void add_row(struct curve_row row, struct curve_row *rows, size_t *used) {
    if (!isnan(row.speedup) || !isnan(row.lo))
        rows[(*used)++] = row;
}

static int make_rows(const struct predict_section *sections, size_t count,
                     struct curve_row **ret_rows, size_t *ret_count, struct fault *fault) {
    size_t used = 0, most = 1;
    for (size_t i = 0; i < count; i++)
        most += 2 * sections[i].curve_count;
    struct curve_row *rows = calloc(most, sizeof *rows);
    if (rows == NULL)
        return fault_set(fault, FAULT_SYSTEM, errno, "cannot hold the curves of %zu predictions",
                         count);
    for (size_t i = 0; i < count; i++) {
        const struct predict_section *section = &sections[i];
        const struct predict_point *points = section->points + section->point_count;
        for (size_t k = 0; k < section->curve_count; k++)
            add_row(point_row(section, &points[k]), rows, &used);
        for (size_t k = 0; k < section->curve_count && section->what_if[0] != '\0'; k++)
            add_row(what_if_row(section, &points[k]), rows, &used);
    }
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
