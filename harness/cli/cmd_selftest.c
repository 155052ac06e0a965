/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A closed loop over the whole instrument: parallel fractions are injected exactly, with the
 * workload that has no losses of its own, and what is measured must hold them. */
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "cli/sweep_print.h"
#include "cli/table.h"
#include "cli/units.h"
#include "explain/closed_loop.h"
#include "team/clock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The injected p; and 1 - p of 0, 0.0005, 0.001 and 0.002, the smallest that a minute can tell
 * apart at n = 2. */
static const char FRACTIONS[] = "0.5,0.9,0.99,0.998,0.999,0.9995,1";

/* An interval that misses what was injected by less than this is still said to hold it: of a ratio,
 * a quarter of the margin, which is the default precision; of a serial fraction, the standard error
 * that a minute is meant to reach (docs/definitions.md). An interval wider than ten of the latter
 * says nothing about a fraction of 0.0005. */
static struct loop_tolerance tolerance_of(const struct options *options) {
    return (struct loop_tolerance){.ratio = options->margin / 4,
                                   .fraction = 0.0002,
                                   .fraction_width = 0.002,
                                   .fraction_from = 0.998};
}

/* Nanoseconds of one clock read, as a team makes four of them on the way of a sample: the least of
 * some batches. */
static double clock_read_ns(void) {
    enum { BATCHES = 50, READS = 200 };
    double least_ns = INFINITY;
    for (int i = 0; i < BATCHES; i++) {
        int64_t begin_ns = clock_now_ns(), end_ns = begin_ns;
        for (int j = 0; j < READS; j++)
            end_ns = clock_now_ns();
        least_ns = fmin(least_ns, (double)(end_ns - begin_ns) / READS);
    }
    return least_ns;
}

static const char *outcome_word(enum loop_outcome outcome) {
    return outcome == LOOP_HOLDS ? "holds" : outcome == LOOP_MISSES ? "misses" : "cannot tell";
}

static enum term_style outcome_style(enum loop_outcome outcome) {
    return outcome == LOOP_HOLDS ? TERM_GOOD : outcome == LOOP_MISSES ? TERM_BAD : TERM_DOUBT;
}

enum { COLUMN_COUNT = 9 };

static const struct text_column columns[COLUMN_COUNT] = {
    {.title = "p injected"},
    {.title = "n"},
    {.title = "S / law"},
    {.title = "booked"},
    {.title = "S / law without it"},
    {.title = "", .left = true},
    {.title = "1 - p injected"},
    {.title = "serial fraction"},
    {.title = "", .left = true},
};

static int add_point(struct text_table *table, const struct loop_point *point, double fraction_from,
                     struct fault *fault) {
    char text[COLUMN_COUNT][TEXT_TABLE_CELL_BYTES] = {{0}};
    bool is_sharp = point->p >= fraction_from && !isnan(point->serial_fraction_rel.value);
    snprintf(text[0], sizeof text[0], "%.6g", point->p_work);
    snprintf(text[1], sizeof text[1], "%u", point->n);
    table_format_interval(point->ratio.value, point->ratio.lo, point->ratio.hi, text[2],
                          sizeof text[2]);
    snprintf(text[3], sizeof text[3], "%.2f %%", 100 * point->booked);
    table_format_interval(point->ratio_net.value, point->ratio_net.lo, point->ratio_net.hi, text[4],
                          sizeof text[4]);
    snprintf(text[5], sizeof text[5], "%s", outcome_word(point->law));
    if (is_sharp) {
        snprintf(text[6], sizeof text[6], "%.5f", 1 - point->p_work);
        table_format_interval(point->serial_fraction_rel.value, point->serial_fraction_rel.lo,
                              point->serial_fraction_rel.hi, text[7], sizeof text[7]);
        snprintf(text[8], sizeof text[8], "%s", outcome_word(point->fraction));
    }
    struct text_cell cells[COLUMN_COUNT];
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        cells[i] = (struct text_cell){text[i], TERM_PLAIN};
    cells[5].style = outcome_style(point->law);
    cells[8].style = is_sharp ? outcome_style(point->fraction) : TERM_PLAIN;
    return text_table_add(table, cells, fault);
}

static int print_points(const struct session *session, const struct loop_point *points,
                        size_t count, double fraction_from, struct fault *fault) {
    struct term term = term_look(stdout, session->options->color);
    struct text_table *table = NULL;
    int status = text_table_new(columns, COLUMN_COUNT, &table, fault);
    for (size_t i = 0; i < count && status == 0; i++)
        status = add_point(table, &points[i], fraction_from, fault);
    if (status == 0)
        text_table_print(table, 0, &term, stdout);
    text_table_free(table);
    return status;
}

static void print_machine_costs(const struct session *session) {
    const struct lane_report *lane = &session->result.lanes[0];
    char fork_join[32], correlation[32];
    units_format_time(lane->calibration.fork_join_s, fork_join, sizeof fork_join);
    units_format_time(session_correlation_s(session), correlation, sizeof correlation);
    printf(
        "fork-join of %u workers, clocks on: %s; one clock read: %.0f ns; correlation time: %s\n",
        session->spec.base.workers, fork_join, clock_read_ns(),
        correlation[0] == '\0' ? "not known" : correlation);
}

static int print_outcome(enum loop_outcome outcome, size_t count) {
    switch (outcome) {
    case LOOP_HOLDS:
        printf("selftest: all %zu points hold what was injected.\n", count);
        return 0;
    case LOOP_MISSES:
        printf("selftest: what was injected is missed where the table says so: something on this "
               "machine "
               "bends speed-ups that neither the formula nor the clocks know of.\n");
        return 3;
    case LOOP_UNTOLD:
        break;
    }
    printf("selftest: inconclusive: the intervals are too wide to tell%s.\n",
           count == 0 ? " (one core has no speed-up)"
                      : "; try again on a quieter machine or with more --budget");
    return 4;
}

static int judge(struct session *session, struct fault *fault) {
    const struct loop_tolerance tolerance = tolerance_of(session->options);
    struct loop_point *points = NULL;
    size_t count = 0;
    int status = closed_loop_judge(session->result.samples, session->result.sample_count,
                                   session->options->margin, &tolerance, &points, &count, fault);
    if (status == 0 && !session->options->quiet) {
        print_machine_costs(session);
        if (session->options->verbose)
            sweep_print_calibration(session, stdout);
        status = print_points(session, points, count, tolerance.fraction_from, fault);
        sweep_print_end(session, stdout);
    }
    if (status == 0)
        status = print_outcome(closed_loop_outcome(points, count), count);
    free(points);
    return status;
}

static void show_progress(void *context, const struct sweep_progress *progress) {
    progress_update(context, progress->done, progress->left_s, "selftest");
}

static int selftest(struct session *session, struct fault *fault) {
    struct term term = term_look(stderr, session->options->color);
    struct progress bar = progress_start(stderr, &term, session->options->quiet);
    if (!session->options->quiet)
        sweep_print_machine(session, stdout);
    fflush(stdout);
    session_name(session, "selftest");
    session->spec.progress = show_progress;
    session->spec.progress_context = &bar;
    int status = session_measure(session, fault);
    progress_clear(&bar);
    if (status == 0 && session->result.lanes[0].failures > 0)
        status = fault_set(fault, session->result.lanes[0].fault.code, 0, "%s",
                           session->result.lanes[0].fault.text);
    if (status != 0)
        return status;
    return session->result.signal != 0 ? 128 + session->result.signal : judge(session, fault);
}

int cmd_selftest(const struct options *options, struct fault *fault) {
    struct options own = *options;
    struct session session;
    own.fractions = FRACTIONS;
    int status = session_plan(&own, &session, fault);
    session.spec.judge = NULL; /* its answer is no ratio: the whole budget */
    if (status == 0 && session.spec.series_count > 1)
        status = fault_set(fault, FAULT_USAGE, 0,
                           "selftest looks at one engine and one place: name one of each");
    if (status == 0)
        status = selftest(&session, fault);
    session_release(&session);
    return status;
}
