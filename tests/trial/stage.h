/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A real crew on a real team, for tests of samples with tasks. Runs with one PU too, by sharing it.
 */
#ifndef AMDAHL_TEST_STAGE_H
#define AMDAHL_TEST_STAGE_H

#include "adder.h"
#include "check.h"
#include "identities.h"
#include "place/place.h"
#include "team/team.h"
#include "trial/trial.h"

#include <stdlib.h>

enum { WORKERS = 3, TASKS_MOST = 64 };

struct stage {
    struct place *place;
    struct team *team;
};

static inline struct trial_spec spec_of(const struct stage *stage,
                                        const struct workload *workload) {
    return (struct trial_spec){.workload = workload,
                               .team = stage->team,
                               .place = stage->place,
                               .workers = WORKERS,
                               .tasks_least = 2,
                               .tasks_most = TASKS_MOST,
                               .yields = true,
                               .own_pus = WORKERS,
                               .runs = true};
}

static inline struct trial *open_trial(const struct stage *stage, const struct workload *workload) {
    const struct trial_spec spec = spec_of(stage, workload);
    struct trial *trial = NULL;
    struct fault fault = {.code = FAULT_NONE};
    adder_reset();
    CHECK_INT(trial_open(&spec, &trial, &fault), 0);
    CHECK_STRING(fault.text, "");
    return trial;
}

static inline struct sample take(struct trial *trial, const struct area_step *asked,
                                 struct worker_span *ret_spans) {
    struct area_step step = *asked;
    struct fault fault = {.code = FAULT_NONE};
    adder_forget_calls();
    CHECK_INT(trial_take(trial, &step, ret_spans, &fault), 0);
    CHECK_STRING(fault.text, "");
    return step.sample;
}

static inline void check_waits(const struct sample *sample) {
    const double sum_s =
        sample->wait_lock_s + sample->wait_channel_s + sample->wait_queue_s + sample->wait_io_s;
    CHECK_NEAR(sum_s, sample->wait_s, 1e-12);
    CHECK(sample->wait_lock_s >= 0 && sample->wait_channel_s >= 0 && sample->wait_queue_s >= 0 &&
          sample->wait_io_s >= 0);
}

static inline void stage_open(struct stage *ret_stage) {
    struct fault fault = {.code = FAULT_NONE};
    *ret_stage = (struct stage){.place = NULL};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &ret_stage->place, &fault),
              0);
    /* Maybe more workers than PUs: they give way while they wait. */
    const struct team_spec team = {
        .engine = "threads", .place = ret_stage->place, .workers = WORKERS, .yields = true};
    CHECK_INT(team_create(&team, &ret_stage->team, &fault), 0);
    CHECK_STRING(fault.text, "");
}

static inline void stage_close(struct stage *stage) {
    team_free(stage->team);
    place_free(stage->place);
}

#endif
