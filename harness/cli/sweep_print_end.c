/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/rules_print.h"
#include "cli/sweep_print.h"
#include "cli/units.h"
#include "explain/precision.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

/* What was left out of the speed-ups, and the first cause that was met. */
static void print_left_out(const struct sweep_result *result, FILE *stream) {
    size_t left_out = 0, count = 0;
    const char *cause = "";
    for (size_t i = 0; i < result->sample_count; i++) {
        if (!sample_is_of_speedup(&result->samples[i]))
            continue;
        count++;
        if (result->samples[i].validity == SAMPLE_VALID)
            continue;
        cause = left_out++ == 0 ? result->samples[i].cause : cause;
    }
    if (left_out > 0)
        fprintf(stream,
                "%zu of %zu samples were left out with their pairs, %.1f %%; the first for: %s\n",
                left_out, count, 100.0 * (double)left_out / (double)count, cause);
}

static void print_correlation(const struct session *session, FILE *stream) {
    double longest_s = session_correlation_s(session);
    char text[32];
    units_format_time(longest_s, text, sizeof text);
    if (longest_s > 0)
        fprintf(stream, "disturbances are correlated for up to %s\n", text);
}

/* docs/definitions.md, "p": a p_measured whose interval misses p_work is a warning. A thousandth is
 * what the clocks and the join of T(1) itself may make of it in a sample of 1 ms. */
static const double P_MISSED = 0.001;

static void print_missed_p(const struct session *session, FILE *stream) {
    for (size_t i = 0; i < session->row_count; i++) {
        const struct summary_row *row = &session->rows[i];
        char name[128];
        if (row->n > 1 || strcmp(row->p_basis, "work") != 0 ||
            !(row->p_measured.lo > row->p_work + P_MISSED ||
              row->p_measured.hi < row->p_work - P_MISSED))
            continue;
        series_describe(&row->series, name, sizeof name);
        fprintf(stream,
                "%s: the clocks of T(1) show p = %.4g [%.4g, %.4g] where the units make it %.4g: "
                "units are not equally long\n",
                name, row->p_measured.value, row->p_measured.lo, row->p_measured.hi, row->p_work);
    }
}

static void print_tick_bias(const struct sweep_result *result, FILE *stream) {
    for (size_t i = 0; i < result->lane_count; i++) {
        const struct lane_report *lane = &result->lanes[i];
        char name[128];
        series_describe(&lane->series, name, sizeof name);
        if (lane->length.tick_bias > 0)
            fprintf(stream,
                    "%s: samples are shorter than 5 timer ticks to fit the budget; ticks are "
                    "expected to cost %.1f %% at p = 1 and the largest n\n",
                    name, 100 * lane->length.tick_bias);
    }
}

/* Which of the two ended it, and what precision was reached. */
static void print_stop(const struct session *session, FILE *stream) {
    const struct sweep_result *result = &session->result;
    const struct summary_row *worst = precision_worst(session->rows, session->row_count);
    double reached = worst == NULL ? NAN : precision_of_row(worst);
    char name[128];
    if (session->spec.judge == NULL || worst == NULL || result->end == SWEEP_END_CUT)
        return;
    series_describe_tasks(&worst->series, worst->tasks, name, sizeof name);
    if (result->end == SWEEP_END_PRECISION)
        fprintf(stream, "ended by precision: ");
    else
        fprintf(stream, "ended by the budget: ± %.3g %% was asked for; ",
                100 * session->stop.precision);
    if (isnan(reached))
        fprintf(stream, "%s has no interval at n = %u", name, worst->n);
    else
        fprintf(stream, "the widest interval is ± %.2g %%, of %s at n = %u", 100 * reached, name,
                worst->n);
    if (!isnan(worst->p))
        fprintf(stream, ", p = %.6g", worst->p);
    fprintf(stream, "\n");
    if (result->is_drifting)
        fprintf(stream, "T(1) still drifted when the warm-up of %llu rounds was cut short\n",
                (unsigned long long)result->warmup_rounds);
}

/* The shortest median of a series' points; INFINITY: there is none. */
static double shortest_s(const struct session *session, const struct series *series) {
    double shortest = INFINITY;
    for (size_t i = 0; i < session->row_count; i++)
        if (series_is_same(&session->rows[i].series, series))
            shortest = fmin(shortest, session->rows[i].time_s.value);
    return shortest;
}

/* The whole of an intrinsic workload is as long as it is. */
static void print_short_wholes(const struct session *session, FILE *stream) {
    for (size_t i = 0; i < session->result.lane_count; i++) {
        const struct lane_report *lane = &session->result.lanes[i];
        char name[128], sample[32], wished[32];
        double sample_s = shortest_s(session, &lane->series);
        if (lane->calibration.whole_units == 0 || sample_s >= lane->length.sample_s)
            continue;
        series_describe(&lane->series, name, sizeof name);
        units_format_time(sample_s, sample, sizeof sample);
        units_format_time(lane->length.sample_s, wished, sizeof wished);
        fprintf(stream, "%s: its shortest samples last %s, less than the wished %s (%s)%s\n", name,
                sample, wished, lane->length.reason,
                session_card(session, lane->series.workload)->param_count > 0
                    ? "; a larger --param makes them longer"
                    : "");
    }
}

/* With fewer core counts a law has as many parameters as there are figures. */
enum { COUNTS_TO_FIT = 3 };

/* Of one series, p and tasks, at least. */
static bool has_counts_to_fit(const struct session *session) {
    for (size_t i = 0; i < session->row_count; i++) {
        const struct summary_row *row = &session->rows[i];
        size_t counts = 0;
        for (size_t k = 0; k < session->row_count; k++)
            counts += session->rows[k].tasks == row->tasks && !session->rows[k].oversubscribed &&
                      !isnan(session->rows[k].speedup.value) &&
                      series_is_same_p(session->rows[k].p, row->p) &&
                      series_is_same(&session->rows[k].series, &row->series);
        if (counts >= COUNTS_TO_FIT)
            return true;
    }
    return false;
}

static void print_hint(const struct session *session, FILE *stream) {
    for (size_t i = 0; i < session->row_count; i++) {
        if (session->rows[i].n == 1 || isnan(session->rows[i].speedup.value))
            continue;
        fprintf(stream, "where the speed-up went: amdahl explain %s\n", session->path);
        if (has_counts_to_fit(session))
            fprintf(stream, "which law it follows: amdahl fit %s\n", session->path);
        return;
    }
}

/* What was measured, and how much of the time went into samples and into speed-ups: the rest of it
 * into warm-up, sentinels and the like, and into taking them. */
static void print_measured(const struct sweep_result *result, FILE *stream) {
    double percent_of_s = result->measuring_s > 0 ? 100 / result->measuring_s : 0;
    char measured[32];
    units_format_time(result->measuring_s, measured, sizeof measured);
    fprintf(stream,
            "%llu rounds, %zu samples in %u epochs, %s of measuring, %.0f %% of it inside samples, "
            "%.0f %% inside those of the speed-ups\n",
            (unsigned long long)result->rounds, result->sample_count, result->epochs, measured,
            percent_of_s * result->samples_s, percent_of_s * result->speedup_samples_s);
}

void sweep_print_end(const struct session *session, FILE *stream) {
    const struct sweep_result *result = &session->result;
    print_measured(result, stream);
    print_stop(session, stream);
    print_left_out(result, stream);
    print_correlation(session, stream);
    print_missed_p(session, stream);
    print_tick_bias(result, stream);
    print_short_wholes(session, stream);
    rules_print(session->rules, stream);
    print_hint(session, stream);
    fprintf(stream, "%s\n", session->path);
}
