/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "explain/closed_loop.h"
#include "explain/ledger.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* The part of a sample that the law has no word for and the clocks do: what each worker, on
 * average, spent between t1 and its first instruction, after its last, until the join was seen, and
 * waiting or not running in between. */
static double booked_s(const struct sample *sample) {
    return sample->fork_s + sample->imbalance_s + sample->join_s + ledger_or_none(sample->wait_s) +
           ledger_or_none(sample->descheduled_s) + ledger_or_none(sample->serial_delay_s);
}

static struct sample *take_booked_out(const struct sample *samples, size_t count) {
    struct sample *net = calloc(count + 1, sizeof *net);
    for (size_t i = 0; net != NULL && i < count; i++) {
        net[i] = samples[i];
        net[i].time_s -= booked_s(&samples[i]);
        net[i].serial_s -= ledger_or_none(samples[i].serial_delay_s);
    }
    return net;
}

static enum loop_outcome judge(const struct interval *interval, double injected, double tolerance,
                               double width) {
    if (isnan(interval->lo) || isnan(interval->hi) || interval->hi - interval->lo > width)
        return LOOP_UNTOLD;
    bool holds = interval->lo <= injected + tolerance && interval->hi >= injected - tolerance;
    return holds ? LOOP_HOLDS : LOOP_MISSES;
}

/* `row` of the samples as they are, `net` of those with the booked part taken out. */
static struct loop_point judge_rows(const struct summary_row *row, const struct summary_row *net,
                                    const struct loop_tolerance *tolerance) {
    struct loop_point point = {
        .p = row->p,
        .p_work = row->p_work,
        .n = row->n,
        .ratio = row->ratio,
        .ratio_net = net->ratio,
        .booked = 1 - net->time_s.value / row->time_s.value,
        .serial_fraction_rel = row->serial_fraction_rel,
        .law = judge(&net->ratio, 1, tolerance->ratio, 8 * tolerance->ratio),
        .fraction = LOOP_HOLDS,
    };
    if (row->p >= tolerance->fraction_from && !isnan(row->serial_fraction_rel.value))
        point.fraction = judge(&row->serial_fraction_rel, 1 - row->p_work, tolerance->fraction,
                               tolerance->fraction_width);
    return point;
}

int closed_loop_judge(const struct sample *samples, size_t count, double margin,
                      const struct loop_tolerance *tolerance, struct loop_point **ret_points,
                      size_t *ret_count, struct fault *fault) {
    struct summary_row *rows = NULL, *net_rows = NULL;
    struct loop_point *points = NULL;
    size_t row_count = 0, net_count = 0, point_count = 0;
    struct sample *net = take_booked_out(samples, count);
    int status =
        net == NULL ? fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot judge %zu samples", count) : 0;
    if (status == 0)
        status = summary_make(samples, count, margin, &rows, &row_count, fault);
    if (status == 0)
        status = summary_make(net, count, margin, &net_rows, &net_count, fault);
    if (status == 0 && (points = calloc(row_count + 1, sizeof *points)) == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot judge %zu samples", count);
    for (size_t i = 0; status == 0 && i < row_count; i++)
        if (rows[i].n > 1)
            points[point_count++] = judge_rows(&rows[i], &net_rows[i], tolerance);
    if (status == 0) {
        *ret_points = points;
        *ret_count = point_count;
    }
    free(net);
    free(rows);
    free(net_rows);
    return status;
}

enum loop_outcome closed_loop_outcome(const struct loop_point *points, size_t count) {
    enum loop_outcome outcome = count == 0 ? LOOP_UNTOLD : LOOP_HOLDS;
    for (size_t i = 0; i < count; i++) {
        if (points[i].law == LOOP_MISSES || points[i].fraction == LOOP_MISSES)
            return LOOP_MISSES;
        if (points[i].law == LOOP_UNTOLD || points[i].fraction == LOOP_UNTOLD)
            outcome = LOOP_UNTOLD;
    }
    return outcome;
}
