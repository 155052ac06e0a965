/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/sweep_print.h"
#include "charts/charts.h"
#include "cli/summary_table.h"
#include "cli/units.h"
#include "explain/precision.h"
#include "explain/words.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

static void print_list(FILE *stream, const struct plan_cores *cores) {
    for (size_t i = 0; i < cores->count; i++)
        fprintf(stream, "%s%u", i == 0 ? "" : ", ", cores->value[i]);
}

/* What of the machine `auto` does not use, and why. */
static void print_left_out_cores(const struct session *session, FILE *stream) {
    const struct place_edges edges = place_edges(session->places[0]);
    if (strcmp(session->options->cores, "auto") != 0 || edges.auto_cores >= edges.cores)
        return;
    if (edges.auto_cores == session->spec.pus)
        fprintf(stream, "n ends at %u of %u cores: the CPU quota leaves no more\n",
                edges.auto_cores, edges.cores);
    else
        fprintf(stream,
                "n ends at %u of %u cores: the others are of a slower kind (--kind all goes on)\n",
                edges.auto_cores, edges.cores);
}

void sweep_print_machine(const struct session *session, FILE *stream) {
    const struct machine *machine = &session->machine;
    const struct sweep_spec *spec = &session->spec;
    char budget[32];
    fprintf(stream, "%s", session->machine_line);
    if (place_is_this_machine(session->places[0])) {
        fprintf(stream, "; Linux %s", machine->kernel);
        if (machine->hypervisor[0] != '\0')
            fprintf(stream, " under %s", machine->hypervisor);
        if (machine->governor[0] != '\0')
            fprintf(stream, ", governor %s", machine->governor);
        if (!isnan(machine->quota_cpus))
            fprintf(stream, ", CPU quota %g", machine->quota_cpus);
    } else if (spec->base.script_path[0] != '\0') {
        fprintf(stream, "; not this machine: nothing runs, times come from %s",
                spec->base.script_path);
    } else {
        fprintf(stream, "; not this machine: nothing can run");
    }
    fprintf(stream, "\n");
    if (session_is_intrinsic(session))
        fprintf(stream, "p of its own x ");
    else if (spec->fractions.count > 0)
        fprintf(stream, "%zu fraction%s x ", spec->fractions.count,
                spec->fractions.count == 1 ? "" : "s");
    fprintf(stream, "n = ");
    print_list(stream, &spec->cores);
    fprintf(stream, " on PUs %s, %s", session->facts.allowed, session->options->place);
    units_format_time(spec->budget_s, budget, sizeof budget);
    if (spec->rounds > 0)
        fprintf(stream, "; %llu round%s", (unsigned long long)spec->rounds,
                spec->rounds == 1 ? "" : "s");
    else if (spec->judge != NULL)
        fprintf(stream, "; to ± %.3g %% within %s", 100 * session->stop.precision, budget);
    else
        fprintf(stream, "; budget %s", budget);
    fprintf(stream, ", seed %llu\n", (unsigned long long)spec->seed);
    print_left_out_cores(session, stream);
    if (spec->base.oversubscribed_from != UINT32_MAX)
        fprintf(stream,
                "n above %u is oversubscribed: its workers share %s, and the law takes %u\n",
                spec->pus, isnan(machine->quota_cpus) ? "PUs" : "PUs or the CPU quota", spec->pus);
    struct term term = term_look(stream, session->options->color);
    surroundings_print(&session->surroundings, &term, stream);
}

int sweep_print_tables(const struct summary_row *rows, size_t count, const struct term *term,
                       FILE *stream, struct fault *fault) {
    int status = 0;
    for (size_t first = 0, end; first < count && status == 0; first = end) {
        struct text_table *table = NULL;
        char name[128];
        end = summary_series_end(rows, count, first);
        series_describe(&rows[first].series, name, sizeof name);
        status = summary_table_make(rows + first, end - first, &table, fault);
        if (status == 0) {
            fprintf(stream, "\n%s%s%s\n", term_begin(term, TERM_BOLD), name,
                    term_end(term, TERM_BOLD));
            text_table_print(table, 2, term, stream);
        }
        text_table_free(table);
    }
    return status;
}

int sweep_print_differences(const struct difference_row *rows, size_t count,
                            const struct term *term, FILE *stream, struct fault *fault) {
    struct text_table *table = NULL;
    if (count == 0)
        return 0;
    int status = difference_table_make(rows, count, &table, fault);
    if (status == 0) {
        fprintf(stream, "\n%sdifferences: speed-up over that of the reference%s\n",
                term_begin(term, TERM_BOLD), term_end(term, TERM_BOLD));
        text_table_print(table, 2, term, stream);
    }
    text_table_free(table);
    return status;
}

/* Wider than this a chart of a few points is only emptier. */
enum { CHART_COLUMNS_MAX = 100 };

int sweep_print_chart(const char *path, unsigned charts, const struct term *term, FILE *stream,
                      struct fault *fault) {
    const struct charts_screen screen = {
        .columns = term->columns > CHART_COLUMNS_MAX ? CHART_COLUMNS_MAX : term->columns,
        .utf8 = term->utf8,
        .color = term->color,
        .charts = charts,
    };
    return charts_print(path, stream, &screen, fault);
}

/* Whether there is a speed-up to draw. */
static bool has_chart(const struct summary_row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].n > 1 && !isnan(rows[i].speedup.value))
            return true;
    return false;
}

/* More would push the tables off the screen. */
enum { CHARTS_BELOW_TABLES_MAX = 3 };

int sweep_print_few_charts(const char *path, const struct summary_row *rows, size_t count,
                           const struct term *term, FILE *stream, struct fault *fault) {
    size_t charts = 0;
    for (size_t first = 0, end; first < count; first = end) {
        end = summary_series_end(rows, count, first);
        charts += has_chart(rows + first, end - first);
    }
    if (charts <= CHARTS_BELOW_TABLES_MAX)
        return sweep_print_chart(path, 0, term, stream, fault);
    fprintf(stream,
            "\n%zu series have a chart each, in %s/charts; `amdahl plot %s --format terminal` "
            "shows them here\n",
            charts, path, path);
    return 0;
}

void sweep_print_results(const struct summary_row *rows, size_t count, double margin,
                         FILE *stream) {
    for (size_t first = 0, end; first < count; first = end) {
        char sentence[1024];
        end = summary_series_end(rows, count, first);
        words_result(rows + first, end - first, margin, sentence, sizeof sentence);
        fprintf(stream, "%s\n", sentence);
    }
}

/* What was left out, and the first cause that was met. */
static void print_left_out(const struct sweep_result *result, FILE *stream) {
    size_t left_out = 0;
    const char *cause = "";
    for (size_t i = 0; i < result->sample_count; i++) {
        if (result->samples[i].validity == SAMPLE_VALID)
            continue;
        cause = left_out++ == 0 ? result->samples[i].cause : cause;
    }
    if (left_out > 0)
        fprintf(stream,
                "%zu of %zu samples were left out with their pairs, %.1f %%; the first for: %s\n",
                left_out, result->sample_count,
                100.0 * (double)left_out / (double)result->sample_count, cause);
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
    series_describe(&worst->series, name, sizeof name);
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

void sweep_print_end(const struct session *session, FILE *stream) {
    const struct sweep_result *result = &session->result;
    char measured[32];
    units_format_time(result->measuring_s, measured, sizeof measured);
    fprintf(
        stream,
        "%llu rounds, %zu samples in %u epochs, %s of measuring, %.0f %% of it inside samples\n",
        (unsigned long long)result->rounds, result->sample_count, result->epochs, measured,
        result->measuring_s > 0 ? 100 * result->samples_s / result->measuring_s : 0);
    print_stop(session, stream);
    print_left_out(result, stream);
    print_correlation(session, stream);
    print_missed_p(session, stream);
    print_tick_bias(result, stream);
    print_short_wholes(session, stream);
    fprintf(stream, "%s\n", session->path);
}

static void print_whole(const struct area_calibration *found, FILE *stream) {
    char phases[32];
    units_format_time(found->phases_s, phases, sizeof phases);
    fprintf(stream, "  p of its own: serial phases of %s and %llu parallel units\n", phases,
            (unsigned long long)found->whole_units);
}

void sweep_print_calibration(const struct session *session, FILE *stream) {
    for (size_t i = 0; i < session->result.lane_count; i++) {
        const struct lane_report *lane = &session->result.lanes[i];
        char name[128], unit[32], fork_join[32], sample[32];
        series_describe(&lane->series, name, sizeof name);
        units_format_time(lane->calibration.unit_s, unit, sizeof unit);
        if (session_is_of_program(session)) {
            fprintf(stream, "%s: a run at n = 1 takes %s; %u epochs\n", name, unit, lane->epochs);
            continue;
        }
        units_format_time(lane->calibration.fork_join_s, fork_join, sizeof fork_join);
        units_format_time(lane->length.sample_s, sample, sizeof sample);
        fprintf(stream, "%s: a unit %s; fork-join %s; shortest sample %s (%s); %u epochs\n", name,
                unit, fork_join, sample, lane->length.reason, lane->epochs);
        if (lane->calibration.whole_units > 0)
            print_whole(&lane->calibration, stream);
        for (size_t j = 0; j < lane->blocks.count && lane->calibration.whole_units == 0; j++)
            fprintf(stream, "  p = %.6g: %llu serial and %llu parallel units, p_work = %.9g%s\n",
                    lane->blocks.works[j].p, (unsigned long long)lane->blocks.works[j].serial_units,
                    (unsigned long long)lane->blocks.works[j].parallel_units,
                    lane->blocks.works[j].p_work,
                    lane->blocks.roles[j] == SAMPLE_ANCHOR ? ", anchor" : "");
    }
}
