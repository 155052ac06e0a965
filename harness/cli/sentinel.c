/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/sentinel.h"
#include "cli/summary_table.h"
#include "explain/law.h"
#include "record/run_dir.h"
#include "wire/series.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How far the cores may be from n before it is said: the default margin, as for a drift. */
static const double CAPACITY_MISSED = 0.01;
/* And their clock from that of one of them: half of that. The law's serial part is at this clock,
 * so that more could turn a verdict even where the parallel part is not slower. */
static const double CLOCK_MISSED = 0.005;

static bool has_sentinel(const struct sample *samples, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (samples[i].role == SAMPLE_SENTINEL)
            return true;
    return false;
}

/* Where the workers of a run were put; the caller frees. */
static int read_slots(const char *path, struct capacity_slot **ret_slots, size_t *ret_count,
                      struct fault *fault) {
    struct placement_row *rows = NULL;
    size_t count = 0;
    int status = run_dir_read_placement(path, &rows, &count, fault);
    struct capacity_slot *slots = status == 0 ? calloc(count + 1, sizeof *slots) : NULL;
    if (status == 0 && slots == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold the placement of %s", path);
    for (size_t i = 0; i < count && status == 0; i++) {
        slots[i] = (struct capacity_slot){
            .worker = rows[i].worker, .pu = rows[i].pu, .core = rows[i].core, .kind = rows[i].kind};
        memcpy(slots[i].place, rows[i].place, sizeof slots[i].place);
    }
    free(rows);
    *ret_slots = slots;
    *ret_count = status == 0 ? count : 0;
    return status;
}

static int compare_id(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* Only the sentinels' spans: those of all samples of a long run need not fit into memory. */
static int read_spans(const char *path, const struct sample *samples, size_t count,
                      struct worker_span **ret_spans, size_t *ret_count, struct fault *fault) {
    bool torn = false;
    size_t id_count = 0;
    uint64_t *ids = calloc(count, sizeof *ids);
    if (ids == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold the sentinels of %s", path);
    for (size_t i = 0; i < count; i++)
        if (samples[i].role == SAMPLE_SENTINEL)
            ids[id_count++] = samples[i].id;
    qsort(ids, id_count, sizeof *ids, compare_id);
    int status = run_dir_read_spans_of(path, ids, id_count, ret_spans, ret_count, &torn, fault);
    free(ids);
    return status;
}

static int record_capacity(const char *path, const struct sample *samples, size_t count,
                           struct sentinel *sentinel, struct fault *fault) {
    struct capacity_slot *slots = NULL;
    struct worker_span *spans = NULL;
    size_t slot_count = 0, span_count = 0;
    if (!run_dir_has_placement(path))
        return 0;
    int status = read_slots(path, &slots, &slot_count, &sentinel->unread);
    if (status == 0)
        status = read_spans(path, samples, count, &spans, &span_count, &sentinel->unread);
    if (status != 0)
        status = 0; /* the other figures do without, and sentinel->unread says so */
    else
        status = capacity_make(samples, count, spans, span_count, slots, slot_count,
                               &sentinel->capacity, fault);
    if (status == 0 && sentinel->unread.code == FAULT_NONE)
        status = run_dir_write_capacity(path, sentinel->capacity.rows, sentinel->capacity.row_count,
                                        fault);
    free(slots);
    free(spans);
    return status;
}

int sentinel_record(const char *path, const struct sample *samples, size_t count,
                    struct sentinel *ret_sentinel, struct fault *fault) {
    *ret_sentinel = (struct sentinel){0};
    if (!has_sentinel(samples, count))
        return 0;
    int status = drift_make(samples, count, &ret_sentinel->drifts, &ret_sentinel->drift_count,
                            &ret_sentinel->drift_rows, &ret_sentinel->drift_row_count, fault);
    if (status == 0)
        status = run_dir_write_drift(path, ret_sentinel->drift_rows, ret_sentinel->drift_row_count,
                                     fault);
    if (status == 0)
        status = record_capacity(path, samples, count, ret_sentinel, fault);
    return status;
}

void sentinel_release(struct sentinel *sentinel) {
    free(sentinel->drifts);
    free(sentinel->drift_rows);
    capacity_release(&sentinel->capacity);
    *sentinel = (struct sentinel){0};
}

/* Rather the largest p below 1, where the serial part speaks too, than none. */
static double telling_p(const struct summary_row *row) {
    return row->p < 1 ? row->p : -1;
}

/* Of the rows of a series that with the largest n whose workers have a PU each, and of those the
 * most telling p with the most tasks; NULL: the sentinel says nothing of them. */
static const struct summary_row *find_telling_row(const struct summary_row *rows, size_t count) {
    const struct summary_row *telling = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct summary_row *row = &rows[i];
        if (row->n == 1 || row->oversubscribed || isnan(row->capacity.value))
            continue;
        if (telling == NULL || row->n > telling->n ||
            (row->n == telling->n && telling_p(row) >= telling_p(telling)))
            telling = row;
    }
    return telling;
}

/* "1.93 [1.92, 1.94]" */
static void format_interval(const struct interval *interval, char *text, size_t bytes) {
    if (isnan(interval->lo) || isnan(interval->hi))
        snprintf(text, bytes, "%.4g", interval->value);
    else
        snprintf(text, bytes, "%.4g [%.4g, %.4g]", interval->value, interval->lo, interval->hi);
}

static bool is_clock_off(const struct interval *clock) {
    bool is_within = clock->lo <= 1 && clock->hi >= 1;
    return fabs(clock->value - 1) > CLOCK_MISSED && !is_within;
}

static void print_attainable(const struct summary_row *row, FILE *stream) {
    char name[128], capacity[64], clock[64], attainable[64];
    const struct interval of_clock = {row->clock, row->clock_lo, row->clock_hi};
    if (!(fabs(row->capacity.value / row->n - 1) > CAPACITY_MISSED) && !is_clock_off(&of_clock))
        return;
    series_describe_tasks(&row->series, row->tasks, name, sizeof name);
    format_interval(&row->capacity, capacity, sizeof capacity);
    fprintf(stream, "%s: the cores themselves do %s of %u at n = %u (capacity, by the sentinel)",
            name, capacity, row->n, row->n);
    format_interval(&of_clock, clock, sizeof clock);
    if (!isnan(row->clock))
        fprintf(stream, ", clock %s of one core's", clock);
    const struct interval of_attainable = {row->attainable_speedup, row->attainable_lo,
                                           row->attainable_hi};
    format_interval(&of_attainable, attainable, sizeof attainable);
    if (!isnan(row->attainable_speedup))
        fprintf(stream, ": attainable %s of %s %.4g", attainable, law_owner(row->series.scaling),
                row->law_speedup);
    if (!isnan(row->attainable_speedup) && !isnan(row->p))
        fprintf(stream, " at p = %.6g", row->p);
    if (row->speedup.lo > row->attainable_hi)
        fprintf(stream,
                "; it did %.4g: what fills a core's multipliers, as the sentinel does, suffers "
                "most where others share the core",
                row->speedup.value);
    fprintf(stream, "\n");
}

static void print_all_attainable(const struct summary_row *rows, size_t count, FILE *stream) {
    for (size_t first = 0, end; first < count; first = end) {
        end = summary_series_end(rows, count, first);
        const struct summary_row *row = find_telling_row(rows + first, end - first);
        if (row != NULL)
            print_attainable(row, stream);
    }
}

static void print_figure(const struct capacity_figure *figure, FILE *stream) {
    char name[128], value[64];
    series_describe(&figure->series, name, sizeof name);
    format_interval(&figure->value, value, sizeof value);
    if (figure->of == CAPACITY_KIND)
        fprintf(stream, "%s: a core of kind %d does %s of one of kind %d", name, figure->kind,
                value, figure->fastest);
    else
        fprintf(stream, "%s: the %u PUs of a core together do %s of one of them alone", name,
                figure->pus, value);
    fprintf(stream, " (sentinel, n = %u)\n", figure->n);
}

static void print_drift(const struct drift *drift, FILE *stream) {
    char name[128];
    series_describe(&drift->series, name, sizeof name);
    fprintf(stream,
            "%s: the machine drifted: the sentinel took %.1f %% %s in the last sixth of the run "
            "than in the first (Mann-Kendall z = %.1f)\n",
            name, 100 * fabs(drift->change), drift->change > 0 ? "longer" : "less", drift->z);
}

static const struct text_column drift_columns[] = {
    {.title = "series", .left = true}, {.title = "p"},        {.title = "n"},
    {.title = "speed-up, paired"},     {.title = "unpaired"}, {.title = "unpaired, corrected"},
};
enum { DRIFT_COLUMNS = sizeof drift_columns / sizeof drift_columns[0] };

static int add_drift_row(struct text_table *table, const struct drift_row *row,
                         struct fault *fault) {
    char name[128], text[DRIFT_COLUMNS][TEXT_TABLE_CELL_BYTES] = {{0}};
    struct text_cell cells[DRIFT_COLUMNS];
    series_describe(&row->series, name, sizeof name);
    snprintf(text[0], sizeof text[0], "%.*s", TEXT_TABLE_CELL_BYTES - 1, name);
    if (!isnan(row->p))
        snprintf(text[1], sizeof text[1], "%.6g", row->p);
    snprintf(text[2], sizeof text[2], "%u", row->n);
    table_format_fixed(row->speedup, 3, text[3], sizeof text[3]);
    table_format_fixed(row->speedup_unpaired, 3, text[4], sizeof text[4]);
    table_format_fixed(row->speedup_corrected, 3, text[5], sizeof text[5]);
    for (size_t i = 0; i < DRIFT_COLUMNS; i++)
        cells[i] = (struct text_cell){text[i], TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

/* The points of the largest n of a series that drifted. */
static int add_drift_rows(struct text_table *table, const struct sentinel *sentinel,
                          const struct series *series, struct fault *fault) {
    uint32_t most = 0;
    int status = 0;
    for (size_t i = 0; i < sentinel->drift_row_count; i++)
        if (series_is_same(&sentinel->drift_rows[i].series, series) &&
            sentinel->drift_rows[i].n > most)
            most = sentinel->drift_rows[i].n;
    for (size_t i = 0; i < sentinel->drift_row_count && status == 0; i++)
        if (series_is_same(&sentinel->drift_rows[i].series, series) &&
            sentinel->drift_rows[i].n == most)
            status = add_drift_row(table, &sentinel->drift_rows[i], fault);
    return status;
}

static int print_drifts(const struct sentinel *sentinel, const struct term *term, FILE *stream,
                        struct fault *fault) {
    struct text_table *table = NULL;
    size_t notable = 0;
    int status = text_table_new(drift_columns, DRIFT_COLUMNS, &table, fault);
    for (size_t i = 0; i < sentinel->drift_count && status == 0; i++) {
        if (!drift_is_notable(&sentinel->drifts[i]))
            continue;
        notable++;
        print_drift(&sentinel->drifts[i], stream);
        status = add_drift_rows(table, sentinel, &sentinel->drifts[i].series, fault);
    }
    if (status == 0 && notable > 0)
        text_table_print(table, 2, term, stream);
    text_table_free(table);
    return status;
}

int sentinel_print(const struct sentinel *sentinel, const struct summary_row *rows, size_t count,
                   const struct term *term, FILE *stream, struct fault *fault) {
    print_all_attainable(rows, count, stream);
    for (size_t i = 0; i < sentinel->capacity.figure_count; i++)
        print_figure(&sentinel->capacity.figures[i], stream);
    return print_drifts(sentinel, term, stream, fault);
}
