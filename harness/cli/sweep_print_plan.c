/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/sweep_print.h"
#include "cli/table.h"
#include "cli/units.h"
#include "trial/trial.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

/* A unit so small that it rounds nothing: how long one is, only a measurement tells, and a plan
 * measures nothing. */
static const double PLAN_UNIT_S = 1e-9;

enum { PLAN_COLUMNS = 5 };

/* Without the first where nothing has tasks. */
static const struct text_column columns[PLAN_COLUMNS] = {{.title = "tasks"},
                                                         {.title = "p"},
                                                         {.title = "n"},
                                                         {.title = "expected time"},
                                                         {.title = "PUs", .left = true}};

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

static const struct place *place_of(const struct session *session, const struct series *series) {
    for (size_t i = 0; i < session->place_count; i++)
        if (strcmp(place_policy_name(place_policy_of(session->places[i])), series->place) == 0)
            return session->places[i];
    return session->places[0];
}

/* What is planned for one series. */
struct series_plan {
    const struct session *session;
    const struct place *place;
    struct plan_length length;
    struct plan_blocks blocks;
    struct plan_tasks tasks; /* count 0: it has none */
    bool is_intrinsic;       /* how long its samples are, nobody knows before */
    double round_s;          /* anchors, repeated T(1) and sentinels included */
};

static int plan_series(const struct session *session, const struct series *series,
                       struct series_plan *ret_plan, struct fault *fault) {
    const struct sweep_spec *spec = &session->spec;
    const struct workload_card *workload = session_card(session, series->workload);
    struct series_plan plan = {.session = session,
                               .place = place_of(session, series),
                               .tasks = spec->tasks,
                               .is_intrinsic = workload->is_intrinsic};
    if (plan.tasks.count == 0 && workload->tasks > 0)
        plan.tasks = (struct plan_tasks){.count = 1, .value = {workload->tasks}};
    enum plan_scaling scaling = PLAN_STRONG;
    int status = plan_parse_scaling(series->scaling, &scaling, fault);
    plan.length = plan_sample_length(&(struct plan_length_spec){
        .min_time_s = spec->min_time_s,
        .tick_period_s = spec->tick_period_s,
        .budget_s = spec->budget_s / (double)spec->series_count,
        .is_intrinsic = workload->is_intrinsic,
        .scaling = scaling,
        .fractions = &spec->fractions,
        .cores = &spec->cores,
        .tasks = &plan.tasks,
    });
    if (status == 0)
        status = plan_blocks_make(
            &(struct plan_blocks_spec){.fractions = &spec->fractions,
                                       .cores = &spec->cores,
                                       .scaling = scaling,
                                       .unit_s = workload->is_empty ? 0 : PLAN_UNIT_S,
                                       .sample_s = plan.length.sample_s,
                                       .whole_units = workload->is_intrinsic,
                                       .tasks = &plan.tasks},
            &plan.blocks, fault);
    if (status != 0)
        return status;
    if (!plan.is_intrinsic)
        plan.round_s =
            plan_round_seconds(&(struct plan_round_spec){.works = plan.blocks.works,
                                                         .roles = plan.blocks.roles,
                                                         .blocks = plan.blocks.count,
                                                         .cores = &spec->cores,
                                                         .has_sentinels = !workload->is_empty,
                                                         .unit_s = PLAN_UNIT_S,
                                                         .seed = spec->seed});
    *ret_plan = plan;
    return 0;
}

/* Columns that are left out before the first one. */
static size_t columns_left_out(const struct series_plan *plan) {
    return plan->tasks.count > 0 ? 0 : 1;
}

static int add_point(struct text_table *table, const struct series_plan *plan,
                     const struct plan_work *work, unsigned n, struct fault *fault) {
    char tasks[32], p[32] = "", count[32], time[32] = "", pus[TEXT_TABLE_CELL_BYTES];
    snprintf(tasks, sizeof tasks, "%u", work->tasks);
    if (!isnan(work->p))
        snprintf(p, sizeof p, "%.6g", work->p);
    else if (plan->is_intrinsic)
        snprintf(p, sizeof p, "own");
    snprintf(count, sizeof count, "%u%s", n,
             n > plan->session->spec.pus ? " (oversubscribed)" : "");
    if (!plan->is_intrinsic && plan->length.sample_s > 0)
        units_format_time(plan_sample_seconds(work, PLAN_UNIT_S, n), time, sizeof time);
    list_pus(plan->place, n, pus, sizeof pus);
    const struct text_cell cells[PLAN_COLUMNS] = {
        {.text = tasks}, {.text = p}, {.text = count}, {.text = time}, {.text = pus}};
    return text_table_add(table, cells + columns_left_out(plan), fault);
}

static int print_points(const struct series_plan *plan, const struct term *term, FILE *stream,
                        struct fault *fault) {
    const struct plan_cores *cores = &plan->session->spec.cores;
    const struct plan_blocks *blocks = &plan->blocks;
    struct text_table *table = NULL;
    size_t left_out = columns_left_out(plan);
    int status = text_table_new(columns + left_out, PLAN_COLUMNS - left_out, &table, fault);
    for (size_t i = 0; i < blocks->count; i++)
        for (size_t j = 0; j < cores->count && status == 0; j++)
            if (blocks->roles[i] == SAMPLE_ASKED)
                status = add_point(table, plan, &blocks->works[i], cores->value[j], fault);
    if (status == 0)
        text_table_print(table, 2, term, stream);
    text_table_free(table);
    return status;
}

/* Whether its table would be the same as that of a series before it. */
static bool is_planned_alike(const struct session *session, size_t index) {
    const struct series *own = &session->series[index];
    const struct workload_card *card = session_card(session, own->workload);
    for (size_t i = 0; i < index; i++) {
        const struct series *other = &session->series[i];
        const struct workload_card *beside = session_card(session, other->workload);
        if (strcmp(own->scaling, other->scaling) == 0 && strcmp(own->place, other->place) == 0 &&
            beside->is_empty == card->is_empty && beside->is_intrinsic == card->is_intrinsic &&
            (beside->tasks == card->tasks || session->spec.tasks.count > 0))
            return true;
    }
    return false;
}

static void print_heading(const struct session *session, size_t index,
                          const struct series_plan *plan, FILE *stream) {
    char name[128], sample[32];
    series_describe(&session->series[index], name, sizeof name);
    units_format_time(plan->length.sample_s, sample, sizeof sample);
    if (plan->is_intrinsic)
        fprintf(stream, "%s: a sample is the whole of its work", name);
    else
        fprintf(stream, "%s: shortest sample %s (%s)", name, sample, plan->length.reason);
    fprintf(stream, "%s\n", is_planned_alike(session, index) ? ", points as above" : "");
}

static void print_end(const struct session *session, double round_s, FILE *stream) {
    const struct sweep_spec *spec = &session->spec;
    char round[32];
    bool has_intrinsic = false;
    for (size_t i = 0; i < session->workload_count; i++)
        has_intrinsic = has_intrinsic || session->cards[i].is_intrinsic;
    units_format_time(round_s, round, sizeof round);
    if (session_is_intrinsic(session)) {
        fprintf(stream, "Nothing was measured: how long a sample lasts is not known before.\n");
        return;
    }
    fprintf(stream, "a round%s, anchors included, takes about %s%s",
            spec->series_count > 1 ? " of all series" : "", round,
            has_intrinsic ? " beside the samples of unknown length" : "");
    if (spec->rounds == 0 && round_s > 0 && !has_intrinsic)
        fprintf(stream, ", some %.0f fit the budget", floor(spec->budget_s / round_s));
    fprintf(stream, ".\nNothing was measured: the length of a unit of work is not known before.\n");
}

static int print_workload_plan(const struct session *session, const struct term *term, FILE *stream,
                               struct fault *fault) {
    double round_s = 0;
    int status = 0;
    for (size_t i = 0; i < session->spec.series_count && status == 0; i++) {
        struct series_plan plan;
        status = plan_series(session, &session->series[i], &plan, fault);
        if (status != 0)
            break;
        round_s += plan.round_s;
        print_heading(session, i, &plan, stream);
        if (!is_planned_alike(session, i))
            status = print_points(&plan, term, stream, fault);
    }
    if (status == 0)
        print_end(session, round_s, stream);
    return status;
}

/* How long a program takes nobody knows before. */
static void plan_program(const struct session *session, const struct series *series,
                         struct series_plan *ret_plan) {
    const struct plan_fractions *fractions = &session->spec.fractions;
    struct plan_blocks *blocks = &ret_plan->blocks;
    *ret_plan = (struct series_plan){.session = session, .place = place_of(session, series)};
    blocks->count = fractions->count > 0 ? fractions->count : 1;
    for (size_t i = 0; i < blocks->count; i++) {
        blocks->works[i].p = fractions->count > 0 ? fractions->value[i] : NAN;
        blocks->roles[i] = SAMPLE_ASKED;
    }
}

static int print_program_plan(const struct session *session, const struct term *term, FILE *stream,
                              struct fault *fault) {
    int status = 0;
    for (size_t i = 0; i < session->spec.series_count && status == 0; i++) {
        struct series_plan plan;
        char name[128];
        plan_program(session, &session->series[i], &plan);
        series_describe(&session->series[i], name, sizeof name);
        fprintf(stream, "%s:\n", name);
        status = print_points(&plan, term, stream, fault);
    }
    if (status == 0)
        fprintf(stream, "Nothing was measured: how long a run takes is not known before.\n");
    return status;
}

int sweep_print_plan(const struct session *session, const struct term *term, FILE *stream,
                     struct fault *fault) {
    return session_is_of_program(session) ? print_program_plan(session, term, stream, fault)
                                          : print_workload_plan(session, term, stream, fault);
}
