/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The stop rule in the loop: warm-up, who rests, and what ends a sweep, on the scripted engine. */
#include "conductor.h"

/* A judge that finds p precise once it has been asked so often. */
struct patience {
    double p[2];
    unsigned asks[2];
    unsigned looks;
};

static int look(void *context, const struct sample *samples, size_t count, struct fault *fault) {
    struct patience *patience = context;
    (void)samples, (void)fault;
    CHECK(count > 0);
    patience->looks++;
    return 0;
}

static bool is_precise(void *context, const struct series *series, double p, uint32_t tasks) {
    const struct patience *patience = context;
    CHECK_STRING(series->workload, "honest");
    CHECK_INT(tasks, 0);
    for (int i = 0; i < 2; i++)
        if (patience->p[i] == p)
            return patience->looks >= patience->asks[i];
    CHECK_REPORT(false, "asked for p = %g, which is an anchor", p);
    return false;
}

static void run_with(struct conductor *conductor, struct patience *patience) {
    const struct sweep_judge judge = {patience, look, is_precise};
    conductor->spec.judge = &judge;
    conductor_run(conductor);
    conductor->spec.judge = NULL;
    CHECK_INT(conductor->status, 0);
}

static size_t count_role(const struct sweep_result *result, enum sample_role role) {
    size_t count = 0;
    for (size_t i = 0; i < result->sample_count; i++)
        count += result->samples[i].role == role;
    return count;
}

static bool is_in_round(const struct sweep_result *result, uint32_t round, double p) {
    for (size_t i = 0; i < result->sample_count; i++)
        if (result->samples[i].role != SAMPLE_WARMUP && result->samples[i].round == round &&
            result->samples[i].p == p)
            return true;
    return false;
}

/* p = 0.5 is found precise at the first decision, p = 0.9 at the seventh, after 69 rounds: until
 * then the former is in every fourth round only, the anchors are in all. */
static void test_precise_blocks_rest(void) {
    struct conductor conductor;
    struct patience patience = {{0.5, 0.9}, {1, 7}, 0};
    conductor_open(&conductor, "scripted");
    run_with(&conductor, &patience);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(result->end, SWEEP_END_PRECISION);
    CHECK_INT(result->rounds, 69);
    CHECK_INT(patience.looks, 7);
    CHECK(result->epochs >= 6);
    for (uint32_t round = 0; round < 69; round++) {
        CHECK_INT(is_in_round(result, round, 0.5), round < 6 || round % 4 == 0);
        CHECK(is_in_round(result, round, 0.9) && is_in_round(result, round, 0) &&
              is_in_round(result, round, 1));
    }
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* All precise at once: not before six epochs. */
static void test_six_epochs_first(void) {
    struct conductor conductor;
    struct patience patience = {{0.5, 0.9}, {1, 1}, 0};
    conductor_open(&conductor, "scripted");
    run_with(&conductor, &patience);
    CHECK_INT(conductor.result.end, SWEEP_END_PRECISION);
    CHECK_INT(conductor.result.epochs, 6);
    CHECK_INT(conductor.result.rounds, 46);
    conductor_close(&conductor);
}

static void test_budget_ends_it(void) {
    struct conductor conductor;
    struct patience patience = {{0.5, 0.9}, {1000, 1000}, 0};
    conductor_open(&conductor, "scripted");
    conductor.spec.budget_s = 1;
    run_with(&conductor, &patience);
    CHECK_INT(conductor.result.end, SWEEP_END_BUDGET);
    CHECK(patience.looks > 0);
    conductor_close(&conductor);
}

/* Without jitter T(1) has no trend: six rounds, and none of them among the measured. */
static void test_warm_up(void) {
    struct conductor conductor;
    struct patience patience = {{0.5, 0.9}, {1, 1}, 0};
    conductor_open(&conductor, "scripted");
    run_with(&conductor, &patience);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(result->warmup_rounds, 6);
    CHECK(!result->is_drifting && result->warmup_s > 0);
    size_t warm = count_role(result, SAMPLE_WARMUP);
    CHECK(warm >= 6 * 4 * 3);
    for (size_t i = 0; i < result->sample_count; i++)
        CHECK_INT(result->samples[i].role == SAMPLE_WARMUP, i < warm);
    conductor_close(&conductor);
}

/* A T(1) that grows from sample to sample, at p = 1 only: listed times. The warm-up ends after a
 * tenth of the budget, and says so. */
static void test_drift(void) {
    struct conductor conductor;
    struct patience patience = {{0.5, 0.9}, {1, 1}, 0};
    conductor_open(&conductor, "scripted");
    FILE *script = fopen(conductor.script_path, "w");
    CHECK(script != NULL);
    fprintf(script, "{\"unit_s\": 1e-6, \"times\": [");
    for (int i = 0; i < 400; i++)
        fprintf(script, "%s[1, 1, %.6f]", i == 0 ? "" : ", ", 1e-3 + 1e-5 * i);
    fprintf(script, "]}");
    CHECK_INT(fclose(script), 0);
    conductor.spec.budget_s = 4;
    run_with(&conductor, &patience);
    CHECK(conductor.result.is_drifting);
    CHECK(conductor.result.warmup_rounds > 6);
    CHECK(conductor.result.warmup_s >= 0.4 && conductor.result.warmup_s < 1);
    conductor_close(&conductor);
}

static void test_rounds_have_no_warm_up(void) {
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    conductor.spec.rounds = 6;
    conductor_run(&conductor);
    CHECK_INT(conductor.result.end, SWEEP_END_ROUNDS);
    CHECK_INT(conductor.result.warmup_rounds, 0);
    CHECK_INT(count_role(&conductor.result, SAMPLE_WARMUP), 0);
    conductor_close(&conductor);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    test_precise_blocks_rest();
    test_six_epochs_first();
    test_budget_ends_it();
    test_warm_up();
    test_drift();
    test_rounds_have_no_warm_up();
    return check_done();
}
