/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The tasks dial of a sweep, on the scripted engine: a block for each number of tasks, and times by
 * min(n, t) workers. */
#include "conductor.h"
#include "sweep/lane_state.h"

static const unsigned CORES[] = {1, 2, 4}, TASKS[] = {1, 2, 64};
enum { BLOCKS = 3 * 4, A_ROUND = BLOCKS * 3 };

static size_t find(const struct sweep_result *result, uint32_t round, double p, unsigned n,
                   unsigned tasks) {
    size_t i = 0;
    while (i < result->sample_count &&
           !(result->samples[i].round == round && result->samples[i].p == p &&
             result->samples[i].n == n && result->samples[i].tasks == tasks))
        i++;
    return i;
}

/* Serial units, then the largest share of min(n, t) workers, at 1 us a unit; less than 1 us more
 * for fork and join. */
static void check_time(const struct sample *sample, const struct plan_work *work) {
    unsigned busy = sample->n < work->tasks ? sample->n : work->tasks;
    CHECK(busy > 0);
    if (busy == 0)
        return;
    uint64_t share = work->parallel_units / busy + (work->parallel_units % busy != 0);
    double time_s = (double)(work->serial_units + share) * 1e-6;
    CHECK_NEAR(sample->time_s, time_s, 3.1e-7);
    if (work->p == 1) /* the other workers have nothing to do */
        CHECK_NEAR(sample->imbalance_s, time_s * (sample->n - busy) / sample->n, 1.5e-6);
}

static void test_blocks_of_tasks(void) {
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    conductor.spec.tasks = (struct plan_tasks){.count = 3, .value = {1, 2, 64}};
    conductor.spec.rounds = 4;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(conductor.status, 0);
    CHECK_STRING(conductor.fault.text, "");
    const struct lane_report *lane = &result->lanes[0];
    CHECK_INT(lane->blocks.count, BLOCKS);
    CHECK_INT(result->sample_count, 4 * A_ROUND);
    for (uint32_t round = 0; round < 4; round++)
        for (size_t b = 0; b < lane->blocks.count; b++)
            for (int c = 0; c < 3; c++) {
                const struct plan_work *work = &lane->blocks.works[b];
                size_t at = find(result, round, work->p, CORES[c], work->tasks);
                size_t base = find(result, round, work->p, 1, work->tasks);
                CHECK(at < result->sample_count && base < result->sample_count);
                if (at == result->sample_count || base == result->sample_count)
                    continue;
                CHECK_INT(result->samples[at].base_id, result->samples[base].id);
                CHECK_INT(result->samples[at].role, lane->blocks.roles[b]);
                check_time(&result->samples[at], work);
            }
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* A workload with tasks of its own has them without being asked. */
static void test_own_tasks(void) {
    static const char *const names[] = {"tasked"};
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    conductor_measure(&conductor, "scripted", names, 1);
    conductor.spec.rounds = 2;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_STRING(result->lanes[0].fault.text, "");
    CHECK_INT(result->lanes[0].calibration.tasks, 2);
    CHECK_NEAR(result->lanes[0].calibration.unit_wait_s, 5e-6, 1e-18);
    CHECK_INT(result->lanes[0].blocks.count, 1);
    CHECK_INT(result->sample_count, 2 * 3);
    for (size_t i = 0; i < result->sample_count; i++) {
        const struct sample *sample = &result->samples[i];
        CHECK_INT(sample->tasks, 2);
        CHECK_INT(sample->units, 1000);
        CHECK_NEAR(sample->unit_wait_s, 5e-6, 1e-18);
        /* 1000 units of 1 us that wait 5 us, two at a time: 3 ms, whatever n. */
        CHECK_NEAR(sample->time_s, 3e-3, 3.1e-7);
    }
    conductor_close(&conductor);
}

/* How long its tasks may be expected to take: as one task on one core, for they may be each other's
 * and wait one after the other; a divisible workload's do not. */
static void test_longest(void) {
    static const char *const names[] = {"tasked", "honest"};
    const double seconds[] = {3e-3, 5e-4}, longest_s[] = {6e-3, 5e-4};
    for (int i = 0; i < 2; i++) {
        struct conductor conductor;
        struct interrupt interrupt;
        struct lane *lane = NULL;
        conductor_open(&conductor, "scripted");
        conductor_measure(&conductor, "scripted", &names[i], 1);
        CHECK_INT(interrupt_open(&interrupt, &conductor.fault), 0);
        CHECK_INT(lane_open(&conductor.spec, 0, &interrupt, &lane, &conductor.fault), 0);
        CHECK_STRING(lane_report(lane)->fault.text, "");
        lane->report.blocks.works[0] =
            (struct plan_work){.p = NAN,
                               .parallel_units = 1000,
                               .serial_cost = 1,
                               .tasks = 2,
                               .unit_wait_s = lane->report.calibration.unit_wait_s};
        const struct plan_step step = {.block = 0, .n = 4};
        CHECK_NEAR(lane_step_seconds(lane, &step), seconds[i], 1e-12);
        CHECK_NEAR(lane_step_longest_s(lane, &step), longest_s[i], 1e-12);
        lane_close(lane);
        interrupt_close(&interrupt);
        conductor_close(&conductor);
    }
}

/* The warm-up and the stop rule know blocks apart that differ in their tasks alone. */
static int look(void *context, const struct sample *samples, size_t count, struct fault *fault) {
    (void)context, (void)samples, (void)count, (void)fault;
    return 0;
}

static bool is_precise(void *context, const struct series *series, double p, uint32_t tasks) {
    unsigned *asked = context;
    (void)series, (void)p;
    for (int i = 0; i < 3; i++)
        asked[i] += tasks == TASKS[i];
    return tasks == 1;
}

static void test_rest(void) {
    struct conductor conductor;
    unsigned asked[3] = {0};
    const struct sweep_judge judge = {.context = asked, .look = look, .is_precise = is_precise};
    conductor_open(&conductor, "scripted");
    conductor.spec.tasks = (struct plan_tasks){.count = 3, .value = {1, 2, 64}};
    conductor.spec.judge = &judge;
    conductor.spec.budget_s = 1.2; /* some 15 rounds */
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(result->end, SWEEP_END_BUDGET);
    CHECK(!result->is_drifting);
    CHECK(asked[0] >= 2 && asked[0] == asked[1] && asked[0] == asked[2]);
    CHECK(result->rounds > 7);
    size_t from = 0; /* behind the warm-up */
    while (from < result->sample_count && result->samples[from].role == SAMPLE_WARMUP)
        from++;
    size_t rested = 0, stayed = 0;
    for (size_t i = from; i < result->sample_count; i++) {
        const struct sample *sample = &result->samples[i];
        if (sample->round != 7 || sample->p != 0.5)
            continue;
        rested += sample->tasks == 1;
        stayed += sample->tasks == 2;
    }
    CHECK_INT(rested, 0);
    CHECK_INT(stayed, 3);
    conductor_close(&conductor);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    test_blocks_of_tasks();
    test_own_tasks();
    test_longest();
    test_rest();
    return check_done();
}
