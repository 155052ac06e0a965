/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where measuring begins and where it ends: the warm-up, and the stop rule. */
#include "stats/trend.h"
#include "sweep/sweep_state.h"
#include "wire/series.h"

#include <math.h>
#include <string.h>

/* The trend is looked for among so many rounds before. */
enum { WARMUP_WINDOW = 12 };

/* A machine that drifts all the time must not be waited for. */
static const double WARMUP_SHARE = 0.1;

/* The times of one lane's T(1), the first of each block, in the samples of one round for warm-up,
 * which has nothing but blocks. Each is in one piece, and no two have the same p and tasks. NAN:
 * something was broken. */
static double base_seconds(const struct sample *samples, size_t count,
                           const struct series *series) {
    double seconds = 0, last_p = 2; /* no p is 2 */
    uint32_t last_tasks = 0;
    for (size_t i = 0; i < count; i++) {
        const struct sample *sample = &samples[i];
        bool same_block = series_is_same_p(sample->p, last_p) && sample->tasks == last_tasks;
        if (sample->n != 1 || same_block || !series_is_same(&sample->series, series))
            continue;
        seconds += sample->time_s;
        last_p = sample->p;
        last_tasks = sample->tasks;
    }
    return seconds;
}

/* Whether some lane's T(1) had a trend over the rounds until now. */
static bool is_drifting(const struct sweep *sweep, const size_t *ends, size_t rounds) {
    const struct sweep_result *result = sweep->result;
    for (size_t i = 0; i < sweep->lane_count; i++) {
        const struct series *series = &lane_report(sweep->lanes[i])->series;
        double values[WARMUP_WINDOW];
        size_t count = 0;
        for (size_t j = 0; j < rounds; j++) {
            double seconds = base_seconds(result->samples + ends[j], ends[j + 1] - ends[j], series);
            if (!isnan(seconds))
                values[count++] = seconds;
        }
        if (stats_has_trend(values, count))
            return true;
    }
    return false;
}

int sweep_warm_up(struct sweep *sweep, struct fault *fault) {
    struct sweep_result *result = sweep->result;
    double most_s = WARMUP_SHARE * sweep->spec->budget_s;
    size_t ends[WARMUP_WINDOW + 1] = {0}, rounds = 0; /* samples until each of the last rounds */
    int status = 0;
    if (sweep->spec->judge == NULL)
        return 0;
    sweep->is_warming = true;
    do {
        status = sweep_take_round(sweep, fault);
        if (rounds == WARMUP_WINDOW)
            memmove(ends, ends + 1, WARMUP_WINDOW * sizeof ends[0]);
        else
            rounds++;
        ends[rounds] = result->sample_count;
        result->is_drifting = is_drifting(sweep, ends, rounds);
    } while (status == 0 && sweep->interrupt.count == 0 && result->measuring_s < most_s &&
             (rounds < STATS_TREND_VALUES_MIN || result->is_drifting));
    sweep->is_warming = false;
    result->warmup_s = result->measuring_s;
    return status;
}

/* Whether all blocks of a lane that were asked for are precise; those rest from now on. */
static bool lane_decide(const struct sweep_judge *judge, struct lane *lane) {
    const struct lane_report *report = lane_report(lane);
    bool all = true;
    for (size_t i = 0; i < report->blocks.count; i++) {
        bool precise = report->blocks.roles[i] == SAMPLE_ASKED &&
                       judge->is_precise(judge->context, &report->series, report->blocks.works[i].p,
                                         report->blocks.works[i].tasks);
        lane_rest(lane, i, precise);
        all = all && (precise || report->blocks.roles[i] != SAMPLE_ASKED);
    }
    return all;
}

int sweep_decide(struct sweep *sweep, struct fault *fault) {
    const struct sweep_judge *judge = sweep->spec->judge;
    const struct sweep_result *result = sweep->result;
    if (judge == NULL || sweep->interrupt.count > 0 || !plan_decides_after(result->rounds))
        return 0;
    int status = judge->look(judge->context, result->samples, result->sample_count, fault);
    if (status != 0)
        return status;
    /* Each run of a program is a process of its own: it needs no epochs. */
    sweep->is_precise =
        sweep->epochs >= SWEEP_EPOCHS || sweep->spec->base.program.argument_count > 0;
    for (size_t i = 0; i < sweep->lane_count; i++)
        if (!lane_report(sweep->lanes[i])->abandoned)
            sweep->is_precise &= lane_decide(judge, sweep->lanes[i]);
    return 0;
}
