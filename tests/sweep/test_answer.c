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

static void test_spans(void) {
    const struct sample sample = {.id = 3, .n = 2, .time_s = 0.01};
    const struct worker_span good[2] = {
        {.sample = 3, .worker = 0, .pu_asked = 0, .end_s = 0.01, .wait_s = NAN, .cpu_s = NAN},
        {.sample = 3, .worker = 1, .pu_asked = -1, .pu_seen = -1, .run_delay_s = NAN}};
    struct worker_span spans[2];
    CHECK(answer_are_spans(good, &sample));
    for (int turn = 0; turn < 7; turn++) {
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
    test_spans();
    test_others();
    return check_done();
}
