/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is believed of a measurer's answer. */
#include "check.h"
#include "sweep/answer.h"

static struct sample make_answer(void) {
    return (struct sample){
        .id = 7,
        .n = 2,
        .start_s = 1,
        .time_s = 0.010,
        .serial_s = 0.002,
        .parallel_s = 0.0075,
        .fork_s = 1e-7,
        .imbalance_s = 1e-4,
        .join_s = 1e-7,
        .wait_s = 1e-5,
        .descheduled_s = 2e-5,
        .serial_delay_s = 3e-6,
        .busy_max_s = 0.009,
        .chain_s = 1e-5,
        .fault_s = 4e-6,
        .switches = 1,
        .migrations = 2,
        .cycles = 3e7,
        .instructions = 5e7,
        .cpu_s = 0.009,
        .user_s = NAN,
        .system_s = NAN,
        .looks = NAN,
        .looks_one = NAN,
        .looks_runnable = NAN,
        .watch_s = NAN,
        .digest = 99,
        .has_digest = true,
    };
}

static bool takes(const struct sample *answered) {
    struct sample sample = {.id = 3, .n = 2, .digest = 1};
    bool is_taken = answer_take_sample(answered, &sample);
    CHECK_INT(sample.id, 3); /* what was asked, whatever was answered */
    CHECK_INT(sample.digest, is_taken ? answered->digest : 1);
    return is_taken;
}

static void test_what_was_measured(void) {
    struct sample answered = make_answer();
    struct sample sample = {.id = 3, .round = 4, .n = 2, .p = 0.5};
    CHECK(answer_take_sample(&answered, &sample));
    CHECK_INT(sample.id, 3);
    CHECK_INT(sample.round, 4);
    CHECK_NEAR(sample.p, 0.5, 0);
    CHECK_NEAR(sample.start_s, 1, 0);
    CHECK_NEAR(sample.time_s, 0.010, 0);
    CHECK_NEAR(sample.serial_s, 0.002, 0);
    CHECK_NEAR(sample.parallel_s, 0.0075, 0);
    CHECK_NEAR(sample.fork_s, 1e-7, 0);
    CHECK_NEAR(sample.imbalance_s, 1e-4, 0);
    CHECK_NEAR(sample.join_s, 1e-7, 0);
    CHECK_NEAR(sample.wait_s, 1e-5, 0);
    CHECK_NEAR(sample.descheduled_s, 2e-5, 0);
    CHECK_NEAR(sample.serial_delay_s, 3e-6, 0);
    CHECK_NEAR(sample.busy_max_s, 0.009, 0);
    CHECK_NEAR(sample.chain_s, 1e-5, 0);
    CHECK_NEAR(sample.fault_s, 4e-6, 0);
    CHECK_NEAR(sample.switches, 1, 0);
    CHECK_NEAR(sample.migrations, 2, 0);
    CHECK_NEAR(sample.cycles, 3e7, 0);
    CHECK_NEAR(sample.instructions, 5e7, 0);
    CHECK_NEAR(sample.cpu_s, 0.009, 0);
    CHECK(isnan(sample.user_s) && isnan(sample.watch_s));
    CHECK(sample.has_digest && sample.digest == 99);
    CHECK_INT(sample.validity, SAMPLE_VALID);
}

/* A foreign program has no phases, a broken sample may have no time, clocks of two cores differ. */
static void test_what_does_not_exist(void) {
    struct sample answered = make_answer();
    answered.serial_s = answered.parallel_s = answered.fork_s = NAN;
    answered.imbalance_s = answered.join_s = answered.cpu_s = NAN;
    answered.user_s = answered.looks = 5;
    CHECK(takes(&answered));
    answered.time_s = NAN;
    CHECK(!takes(&answered));
    answered.validity = SAMPLE_BROKEN;
    snprintf(answered.cause, sizeof answered.cause, "ended with status 3");
    CHECK(takes(&answered));
    answered = make_answer();
    answered.fork_s = -2e-7;
    CHECK(takes(&answered));
}

static void test_nonsense(void) {
    static const double wrong[] = {-0.001, INFINITY, -INFINITY, 1e300};
    struct sample answered;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        answered = make_answer();
        answered.serial_s = wrong[i];
        CHECK(!takes(&answered));
    }
    for (size_t i = 0; i < 3; i++) {
        answered = make_answer();
        answered.time_s = wrong[i];
        CHECK(!takes(&answered));
        answered = make_answer();
        answered.cpu_s = wrong[i];
        CHECK(!takes(&answered));
        answered = make_answer();
        answered.looks_runnable = wrong[i];
        CHECK(!takes(&answered));
    }
    answered = make_answer();
    answered.join_s = -1;
    CHECK(!takes(&answered));
    answered = make_answer();
    answered.start_s = NAN;
    CHECK(!takes(&answered));
    answered = make_answer();
    answered.validity = SAMPLE_BROKEN + 1;
    CHECK(!takes(&answered));
    answered = make_answer();
    answered.validity = SAMPLE_DISTURBED; /* without a cause */
    CHECK(!takes(&answered));
    snprintf(answered.cause, sizeof answered.cause, "run delay");
    CHECK(takes(&answered));
    memset(answered.cause, 'x', sizeof answered.cause);
    CHECK(!takes(&answered));
}

/* A worker may have waited for its core before t0 for longer than the sample takes: no more of it
 * than the sample is long, and no less than nothing, is booked. */
static void test_delays(void) {
    static const size_t fields[] = {
        offsetof(struct sample, imbalance_s), offsetof(struct sample, wait_s),
        offsetof(struct sample, descheduled_s), offsetof(struct sample, serial_delay_s),
        offsetof(struct sample, busy_max_s)};
    static const double wrong[] = {0.5, -1e-9, -0.005, INFINITY, -INFINITY};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct sample answered = make_answer();
        double *field = (double *)(void *)((char *)&answered + fields[i]);
        *field = 0;
        CHECK(takes(&answered));
        *field = answered.time_s;
        CHECK(takes(&answered));
        *field = NAN;
        CHECK(takes(&answered));
        for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
            *field = wrong[k];
            CHECK_REPORT(!takes(&answered), "delay %zu of %g s was taken", i, wrong[k]);
        }
    }
    struct sample answered = make_answer();
    answered.fork_s = 0.5; /* up to the late wake, within the sample */
    CHECK(!takes(&answered));
}

static void test_counts(void) {
    static const size_t fields[] = {
        offsetof(struct sample, chain_s),  offsetof(struct sample, fault_s),
        offsetof(struct sample, switches), offsetof(struct sample, migrations),
        offsetof(struct sample, cycles),   offsetof(struct sample, instructions)};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct sample answered = make_answer();
        double *field = (double *)(void *)((char *)&answered + fields[i]);
        *field = NAN;
        CHECK(takes(&answered));
        *field = 1e15;
        CHECK(takes(&answered));
        *field = -1;
        CHECK_REPORT(!takes(&answered), "count %zu below 0 was taken", i);
        *field = INFINITY;
        CHECK_REPORT(!takes(&answered), "count %zu without end was taken", i);
    }
}

static void test_clear(void) {
    struct sample sample = make_answer();
    sample.p = 0.5;
    answer_clear_sample(&sample);
    const double values[] = {sample.start_s,     sample.time_s,        sample.serial_s,
                             sample.parallel_s,  sample.fork_s,        sample.join_s,
                             sample.imbalance_s, sample.wait_s,        sample.busy_max_s,
                             sample.chain_s,     sample.descheduled_s, sample.serial_delay_s,
                             sample.fault_s,     sample.switches,      sample.migrations,
                             sample.cycles,      sample.cpu_s,         sample.instructions};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        CHECK_REPORT(isnan(values[i]), "value %zu is still %g", i, values[i]);
    CHECK(!sample.has_digest);
    CHECK_INT(sample.id, 7);
    CHECK_NEAR(sample.p, 0.5, 0);
}

static void test_spans(void) {
    const struct sample sample = {.id = 3, .n = 2, .time_s = 0.01};
    const struct worker_span good[2] = {
        {.sample = 3, .worker = 0, .pu_asked = 0, .end_s = 0.01, .wait_s = NAN, .cpu_s = NAN},
        {.sample = 3, .worker = 1, .pu_asked = -1, .pu_seen = -1, .run_delay_s = NAN}};
    struct worker_span spans[2];
    CHECK(answer_are_spans(good, &sample));
    for (int turn = 0; turn < 11; turn++) {
        memcpy(spans, good, sizeof spans);
        switch (turn) {
        case 0:
            spans[1].sample = 4;
            break;
        case 1:
            spans[1].worker = 2;
            break;
        case 2:
            spans[1].pu_asked = -2;
            break;
        case 3:
            spans[1].pu_seen = -1000;
            break;
        case 4:
            spans[1].start_s = NAN;
            break;
        case 5:
            spans[1].end_s = 1;
            break;
        case 6:
            spans[1].switches = -1;
            break;
        case 7:
            spans[1].migrations = INFINITY;
            break;
        case 8:
            spans[1].faults = -1;
            break;
        case 9:
            spans[1].chain_s = -1;
            break;
        default:
            spans[1].run_delay_s = -1;
        }
        CHECK_REPORT(!answer_are_spans(spans, &sample), "spans of turn %d were taken", turn);
    }
}

static void test_others(void) {
    struct area_calibration found = {.unit_s = 1e-9, .fork_join_s = 1e-6};
    CHECK(answer_is_calibration(&found));
    found.unit_s = NAN;
    CHECK(!answer_is_calibration(&found));
    found.unit_s = 1e-9;
    found.unit_bytes = -8;
    CHECK(!answer_is_calibration(&found));
    found.unit_bytes = 0;
    found.fault_cost_s = INFINITY;
    CHECK(!answer_is_calibration(&found));
    found.fault_cost_s = 1e-7;
    found.sentinel_units = 100000;
    CHECK(answer_is_calibration(&found));
    found.sentinel_units = UINT64_MAX; /* n times as many is no number */
    CHECK(!answer_is_calibration(&found));

    struct area_reply reply = {.elapsed_ns = 1};
    CHECK(answer_is_reply(&reply));
    reply.status = -FAULT_WORKLOAD;
    CHECK(!answer_is_reply(&reply));
    reply.fault.code = FAULT_WORKLOAD;
    memset(reply.fault.text, 'x', sizeof reply.fault.text);
    CHECK(answer_is_reply(&reply));
    CHECK_INT(strlen(reply.fault.text), sizeof reply.fault.text - 1);
    reply.elapsed_ns = -1;
    CHECK(!answer_is_reply(&reply));
    reply = (struct area_reply){.status = -77, .fault = {.code = 77}};
    CHECK(!answer_is_reply(&reply));
}

int main(void) {
    test_what_was_measured();
    test_what_does_not_exist();
    test_nonsense();
    test_delays();
    test_counts();
    test_clear();
    test_spans();
    test_others();
    return check_done();
}
