/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/sweep_print.h"
#include "charts/charts.h"
#include "cli/baselines_print.h"
#include "cli/summary_table.h"
#include "cli/tasks_print.h"
#include "cli/units.h"
#include "explain/words.h"
#include "explain/words_tasks.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

static void print_list(FILE *stream, const unsigned *values, size_t count) {
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%s%u", i == 0 ? "" : ", ", values[i]);
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
    print_list(stream, spec->cores.value, spec->cores.count);
    if (spec->tasks.count > 0)
        fprintf(stream, " x t = ");
    print_list(stream, spec->tasks.value, spec->tasks.count);
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
            status = baselines_print(rows + first, end - first, term, stream, fault);
        }
        if (status == 0)
            status = tasks_print(rows + first, end - first, term, stream, fault);
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
        words_tasks(rows + first, end - first, sentence, sizeof sentence);
        if (sentence[0] != '\0')
            fprintf(stream, "%s\n", sentence);
    }
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
