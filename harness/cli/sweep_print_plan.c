/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/sweep_print.h"
#include "cli/table.h"
#include "cli/units.h"

#include <math.h>
#include <string.h>

/* A unit so small that it rounds nothing: how long one is, only a measurement tells, and a plan
 * measures nothing. */
static const double PLAN_UNIT_S = 1e-9;

enum { PLAN_COLUMNS = 4 };

static const struct text_column columns[PLAN_COLUMNS] = {
    {.title = "p"}, {.title = "n"}, {.title = "expected time"}, {.title = "PUs", .left = true}};

static void list_pus(const struct place *place, unsigned n, char *text, size_t bytes) {
    size_t used = 0;
    if (place_policy_of(place) == PLACE_NONE) {
        snprintf(text, bytes, "any");
        return;
    }
    for (unsigned worker = 0; worker < n && used + 16 < bytes; worker++)
        used += (size_t)snprintf(text + used, bytes - used, "%s%d", worker == 0 ? "" : ",",
                                 place_slot(place, worker).pu);
    if (used + 16 >= bytes)
        snprintf(text + used, bytes - used, ",...");
}

static int add_point(struct text_table *table, const struct session *session,
                     const struct plan_work *work, unsigned n, struct fault *fault) {
    char p[32], count[16], time[32], pus[TEXT_TABLE_CELL_BYTES];
    snprintf(p, sizeof p, "%.6g", work->p);
    snprintf(count, sizeof count, "%u", n);
    units_format_time(plan_sample_seconds(work, PLAN_UNIT_S, n), time, sizeof time);
    list_pus(session->place, n, pus, sizeof pus);
    const struct text_cell cells[PLAN_COLUMNS] = {
        {.text = p}, {.text = count}, {.text = time}, {.text = pus}};
    return text_table_add(table, cells, fault);
}

static int add_points(struct text_table *table, const struct session *session,
                      const struct plan_blocks *blocks, struct fault *fault) {
    const struct plan_cores *cores = &session->spec.cores;
    int status = 0;
    for (size_t i = 0; i < blocks->count; i++)
        for (size_t j = 0; j < cores->count && status == 0; j++)
            if (blocks->roles[i] == SAMPLE_ASKED)
                status = add_point(table, session, &blocks->works[i], cores->value[j], fault);
    return status;
}

/* One workload's round, anchors and repeated T(1) included. */
static double round_seconds(const struct session *session, const struct plan_blocks *blocks) {
    return plan_round_seconds(&(struct plan_round_spec){.works = blocks->works,
                                                        .roles = blocks->roles,
                                                        .blocks = blocks->count,
                                                        .cores = &session->spec.cores,
                                                        .unit_s = PLAN_UNIT_S,
                                                        .seed = session->spec.seed});
}

int sweep_print_plan(const struct session *session, const struct term *term, FILE *stream,
                     struct fault *fault) {
    const struct sweep_spec *spec = &session->spec;
    struct plan_length length = plan_sample_length(&(struct plan_length_spec){
        .min_time_s = spec->min_time_s,
        .tick_period_s = spec->tick_period_s,
        .budget_s = spec->budget_s / (double)spec->workload_count,
        .fractions = &spec->fractions,
        .cores = &spec->cores,
    });
    struct text_table *table = NULL;
    struct plan_blocks blocks;
    int status = plan_blocks_make(&(struct plan_blocks_spec){.fractions = &spec->fractions,
                                                             .cores = &spec->cores,
                                                             .unit_s = PLAN_UNIT_S,
                                                             .sample_s = length.sample_s},
                                  &blocks, fault);
    if (status == 0)
        status = text_table_new(columns, PLAN_COLUMNS, &table, fault);
    if (status == 0)
        status = add_points(table, session, &blocks, fault);
    if (status == 0) {
        double round_s = round_seconds(session, &blocks);
        char sample[32], round[32];
        units_format_time(length.sample_s, sample, sizeof sample);
        units_format_time(round_s * (double)spec->workload_count, round, sizeof round);
        text_table_print(table, 2, term, stream);
        fprintf(stream, "for each of");
        for (size_t i = 0; i < spec->workload_count; i++)
            fprintf(stream, " %s", spec->workloads[i]);
        fprintf(stream, "; shortest sample %s (%s); a round, anchors included, takes about %s",
                sample, length.reason, round);
        if (spec->rounds == 0)
            fprintf(stream, ", some %.0f fit the budget",
                    floor(spec->budget_s / (round_s * (double)spec->workload_count)));
        fprintf(stream,
                ".\nNothing was measured: the length of a unit of work is not known before.\n");
    }
    text_table_free(table);
    return status;
}
