/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a sweep takes, on the scripted engine: no time passes, every figure is known. */
#include "conductor.h"

static const double FRACTIONS[] = {0, 0.5, 0.9, 1}; /* asked for: 0.5 and 0.9 */
static const unsigned CORES[] = {1, 2, 4};
enum { A_ROUND = 4 * 3 };

/* Each block with each n once, the T(1) in the same round and block. */
static void check_round(const struct sweep_result *result, const char *workload, uint32_t round) {
    for (int f = 0; f < 4; f++)
        for (int c = 0; c < 3; c++) {
            size_t at = conductor_find(result, workload, round, FRACTIONS[f], CORES[c], 0);
            size_t base = conductor_find(result, workload, round, FRACTIONS[f], 1, 0);
            CHECK(at < result->sample_count && base < result->sample_count);
            if (at == result->sample_count || base == result->sample_count)
                continue;
            const struct sample *sample = &result->samples[at];
            CHECK_INT(conductor_find(result, workload, round, FRACTIONS[f], CORES[c], at + 1),
                      result->sample_count);
            CHECK_INT(sample->base_id, result->samples[base].id);
            CHECK_INT(sample->epoch, result->samples[base].epoch);
            CHECK_INT(sample->role, f == 1 || f == 2 ? SAMPLE_ASKED : SAMPLE_ANCHOR);
            CHECK_INT(sample->validity, SAMPLE_VALID);
        }
}

/* Ids count up, rounds and epochs never go back, positions count from 0, time goes on. */
static void check_order(const struct sweep_result *result) {
    for (size_t i = 0; i < result->sample_count; i++) {
        const struct sample *sample = &result->samples[i];
        CHECK_INT(sample->id, i + 1);
        CHECK_INT(sample->round, i / A_ROUND);
        CHECK_INT(sample->position, i % A_ROUND);
        CHECK(i == 0 || sample->epoch == sample[-1].epoch ||
              (sample->epoch == sample[-1].epoch + 1 && sample->position == 0));
        CHECK(i == 0 || sample->start_s >= sample[-1].start_s + sample[-1].time_s);
    }
}

/* T(n) = serial units + the largest share, + fork + join for n > 1, at 1 us a unit. */
static void check_times(const struct sweep_result *result) {
    const struct lane_report *lane = &result->lanes[0];
    CHECK_NEAR(lane->calibration.unit_s, 1e-6, 0);
    CHECK_NEAR(lane->calibration.fork_join_s, 3e-7, 1e-20);
    CHECK_NEAR(lane->length.sample_s, 1e-3, 0);
    CHECK_INT(lane->blocks.count, 4);
    for (size_t w = 0; w < lane->blocks.count; w++)
        for (int c = 0; c < 3; c++) {
            const struct plan_work *work = &lane->blocks.works[w];
            unsigned n = CORES[c];
            size_t at = conductor_find(result, "honest", 0, work->p, n, 0);
            uint64_t share = work->parallel_units / n + (work->parallel_units % n != 0);
            double time_s = (double)(work->serial_units + share) * 1e-6;
            CHECK_NEAR(result->samples[at].time_s, time_s, n == 1 ? 1e-12 : 3.1e-7);
            CHECK_NEAR(result->samples[at].p_work, work->p_work, 0);
            CHECK_INT(result->samples[at].units, work->serial_units + work->parallel_units);
            /* the p = 1 anchor has the units of the p that it serves */
            CHECK(work->p == 1 || time_s >= 1e-3 * (1 - 1e-9));
        }
}

static void test_exact_rounds(void) {
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    conductor.spec.rounds = 12;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(conductor.status, 0);
    CHECK_STRING(conductor.fault.text, "");
    CHECK_INT(result->rounds, 12);
    CHECK_INT(result->sample_count, 12 * A_ROUND);
    CHECK_INT(result->signal, 0);
    CHECK_INT(result->lane_count, 1);
    CHECK_INT(result->lanes[0].failures, 0);
    CHECK(!result->lanes[0].abandoned);
    for (uint32_t round = 0; round < 12; round++)
        check_round(result, "honest", round);
    check_order(result);
    check_times(result);
    conductor_check_files(&conductor);
    double in_samples_s = 0;
    for (size_t i = 0; i < result->sample_count; i++)
        in_samples_s += result->samples[i].time_s;
    CHECK_NEAR(result->samples_s, in_samples_s, 1e-9);
    CHECK_NEAR(result->speedup_samples_s, in_samples_s, 1e-9); /* all are asked or anchors */
    CHECK(result->measuring_s >= result->samples_s);
    conductor_close(&conductor);
}

/* docs/definitions.md: at least six, where there are as many rounds. */
static void test_epochs(void) {
    static const unsigned rounds[] = {1, 3, 6, 7, 12, 25};
    for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
        struct conductor conductor;
        conductor_open(&conductor, "scripted");
        conductor.spec.rounds = rounds[i];
        conductor_run(&conductor);
        const struct sweep_result *result = &conductor.result;
        unsigned epochs = rounds[i] < 6 ? rounds[i] : 6;
        CHECK_INT(result->rounds, rounds[i]);
        CHECK_INT(result->epochs, epochs);
        CHECK_INT(result->samples[result->sample_count - 1].epoch, epochs - 1);
        check_order(result);
        conductor_close(&conductor);
    }
}

/* Two workloads, of which neither always comes first. */
static void test_two_workloads(void) {
    static const char *const names[] = {"honest", "other"};
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    conductor_measure(&conductor, "scripted", names, 2);
    conductor.spec.rounds = 6;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(result->lane_count, 2);
    CHECK_INT(result->sample_count, 2 * 6 * A_ROUND);
    for (uint32_t round = 0; round < 6; round++) {
        check_round(result, "honest", round);
        check_round(result, "other", round);
        size_t first = round * 2 * A_ROUND;
        CHECK_INT(result->samples[first].round, round);
        CHECK_STRING(result->samples[first].series.workload, names[round % 2]);
        CHECK_STRING(result->samples[first + A_ROUND].series.workload, names[(round + 1) % 2]);
    }
    for (size_t i = 0; i < result->sample_count; i++)
        CHECK_INT(result->samples[i].id, i + 1);
    CHECK_INT(result->epochs, 6);
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* The order of the points is the seed's. */
static void test_seed(void) {
    static const uint64_t seeds[] = {42, 42, 43};
    struct conductor conductor[3];
    bool same[3] = {true, true, true};
    for (int i = 0; i < 3; i++) {
        conductor_open(&conductor[i], "scripted");
        conductor[i].spec.seed = seeds[i];
        conductor[i].spec.rounds = 3;
        conductor_run(&conductor[i]);
        for (size_t k = 0; k < conductor[0].result.sample_count; k++) {
            const struct sample *a = &conductor[0].result.samples[k],
                                *b = &conductor[i].result.samples[k];
            same[i] = same[i] && a->p == b->p && a->n == b->n && a->base_id == b->base_id;
        }
    }
    CHECK(same[1]);
    CHECK(!same[2]);
    for (int i = 0; i < 3; i++)
        conductor_close(&conductor[i]);
}

/* Anchors that were asked for are no second blocks; counts above the PUs are labelled. */
static void test_asked_anchors_and_oversubscription(void) {
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    conductor.spec.fractions = (struct plan_fractions){.count = 2, .value = {0, 1}};
    conductor.spec.pus = 2;
    conductor.spec.rounds = 1;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(result->sample_count, 2 * 3);
    for (size_t i = 0; i < result->sample_count; i++) {
        CHECK_INT(result->samples[i].role, SAMPLE_ASKED);
        CHECK_INT(result->samples[i].oversubscribed, result->samples[i].n > 2);
    }
    conductor_close(&conductor);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    test_exact_rounds();
    test_epochs();
    test_two_workloads();
    test_seed();
    test_asked_anchors_and_oversubscription();
    return check_done();
}
