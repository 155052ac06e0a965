/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Each cause for which a sample is not used, which of several it gets, and when a clock is off. */
#include "check.h"
#include "trial/chain.h"
#include "trial/validity.h"

/* Two workers, bound to PUs 3 and 5, in a sample of 1 s. */
struct scene {
    struct worker_span spans[2];
    struct validity_facts facts;
    struct sample sample;
};

static struct scene quiet(void) {
    return (struct scene){
        .spans = {{.worker = 0, .pu_asked = 3, .pu_seen = 3},
                  {.worker = 1, .pu_asked = 5, .pu_seen = 5}},
        .sample = {.n = 2, .time_s = 1},
    };
}

static void judged(struct scene scene, enum sample_validity validity, const char *cause) {
    scene.facts.spans = scene.spans;
    validity_judge(&scene.facts, &scene.sample);
    CHECK_INT(scene.sample.validity, validity);
    CHECK_STRING(scene.sample.cause, cause);
}

/* A quiet sample's second worker, of which one thing is different. */
#define JUDGED(change, validity, cause)                                                            \
    do {                                                                                           \
        struct scene scene = quiet();                                                              \
        struct worker_span *span = &scene.spans[1];                                                \
        (void)span;                                                                                \
        change;                                                                                    \
        judged(scene, validity, cause);                                                            \
    } while (0)

static void test_each_cause(void) {
    JUDGED(, SAMPLE_VALID, "");
    JUDGED(scene.facts.is_throttled = true, SAMPLE_DISTURBED, "throttled by the CPU quota");
    JUDGED(span->migrations = 1, SAMPLE_DISTURBED, "migrated");
    JUDGED(span->run_delay_s = 0.011, SAMPLE_DISTURBED, "run delay");
    JUDGED(span->run_delay_s = 0.009, SAMPLE_VALID, "");
    JUDGED((span->run_delay_s = NAN, span->switches = 1), SAMPLE_DISTURBED, "involuntary switches");
    JUDGED(span->switches = 1, SAMPLE_VALID, ""); /* how long it was away is known: no time */
    JUDGED(scene.facts.clock_is_off = true, SAMPLE_DISTURBED, "clock off");
    JUDGED((scene.facts.has_company = true, span->run_delay_s = 0.5, span->switches = 9),
           SAMPLE_VALID, "");
    JUDGED((scene.facts.has_company = true, span->migrations = 1), SAMPLE_DISTURBED, "migrated");
    JUDGED(span->pu_seen = 4, SAMPLE_BROKEN,
           "binding lost: worker 1 asked for PU 5 and ran on PU 4");
}

/* Nothing is known, nothing is bound: nothing is wrong. */
static void test_unknown(void) {
    struct scene scene = quiet();
    for (int i = 0; i < 2; i++)
        scene.spans[i] = (struct worker_span){
            .pu_asked = -1, .pu_seen = i, .run_delay_s = NAN, .switches = NAN, .migrations = NAN};
    judged(scene, SAMPLE_VALID, "");
    scene.spans[0].pu_asked = 3; /* bound, and where it ended is not known */
    scene.spans[0].pu_seen = -1;
    judged(scene, SAMPLE_VALID, "");
}

/* All at once, and one after the other less: each explains those that follow. */
static void test_order(void) {
    struct scene scene = quiet();
    scene.facts.is_throttled = scene.facts.clock_is_off = true;
    scene.spans[0].migrations = scene.spans[0].run_delay_s = 1;
    scene.spans[1].run_delay_s = NAN;
    scene.spans[1].switches = 1;
    judged(scene, SAMPLE_DISTURBED, "throttled by the CPU quota");
    scene.facts.is_throttled = false;
    judged(scene, SAMPLE_DISTURBED, "migrated");
    scene.spans[0].migrations = 0;
    judged(scene, SAMPLE_DISTURBED, "run delay");
    scene.spans[0].run_delay_s = 0;
    judged(scene, SAMPLE_DISTURBED, "involuntary switches");
    scene.spans[1].switches = 0;
    judged(scene, SAMPLE_DISTURBED, "clock off");
    scene.spans[1].pu_seen = 6; /* broken is worse, whatever comes first */
    scene.facts.is_throttled = true;
    judged(scene, SAMPLE_BROKEN, "binding lost: worker 1 asked for PU 5 and ran on PU 6");
}

/* Workers that share PUs are delayed, moved and switched: that is what such a point measures. */
static void test_oversubscribed(void) {
    struct scene scene = quiet();
    scene.sample.oversubscribed = true;
    scene.facts.clock_is_off = true;
    scene.spans[0].migrations = scene.spans[0].run_delay_s = 1;
    scene.spans[1].run_delay_s = NAN;
    scene.spans[1].switches = 1;
    judged(scene, SAMPLE_VALID, "");
    scene.facts.is_throttled = true;
    judged(scene, SAMPLE_DISTURBED, "throttled by the CPU quota");
    scene.spans[1].pu_seen = 6;
    judged(scene, SAMPLE_BROKEN, "binding lost: worker 1 asked for PU 5 and ran on PU 6");
}

static void test_first_stands(void) {
    struct sample sample = {.n = 1};
    validity_mark(&sample, SAMPLE_DISTURBED, "one");
    validity_mark(&sample, SAMPLE_DISTURBED, "two");
    CHECK_STRING(sample.cause, "one");
    validity_mark(&sample, SAMPLE_BROKEN, "three");
    validity_mark(&sample, SAMPLE_DISTURBED, "four");
    validity_mark(&sample, SAMPLE_BROKEN, "five");
    CHECK_INT(sample.validity, SAMPLE_BROKEN);
    CHECK_STRING(sample.cause, "three");
}

/* Of 1 s, give or take 4 %: none is off. Then one of 1.06 s is, once there are eight before it. */
static void test_clock(void) {
    struct chain_history history = {.count = 0};
    for (int i = 0; i < CHAIN_HISTORY_MIN; i++)
        CHECK(!chain_history_note(&history, i == 3 ? 9 : 1)); /* too few to judge by */
    CHECK(!chain_history_note(&history, 1.049));
    CHECK(chain_history_note(&history, 1.051));
    CHECK(!chain_history_note(&history, 0.5)); /* a faster one is no reason: the others were slow */
    for (int i = 0; i < 200; i++)
        CHECK(!chain_history_note(&history, 1 + 0.02 * (i % 2)));
    CHECK(chain_history_note(&history, 1.08));
    CHECK(!chain_history_note(&history, 1.01));
}

/* A clock that stays slower becomes the usual one within as many as are kept. */
static void test_clock_that_stays(void) {
    struct chain_history history = {.count = 0};
    for (int i = 0; i < 2 * CHAIN_HISTORY_MAX; i++)
        chain_history_note(&history, 1);
    int off = 0;
    for (int i = 0; i < CHAIN_HISTORY_MAX; i++)
        off += chain_history_note(&history, 1.5);
    CHECK(off >= CHAIN_HISTORY_MAX / 2 && off < CHAIN_HISTORY_MAX);
    CHECK(!chain_history_note(&history, 1.5));
    CHECK(chain_time_s() > 0);
}

int main(void) {
    test_each_cause();
    test_unknown();
    test_order();
    test_oversubscribed();
    test_first_stands();
    test_clock();
    test_clock_that_stays();
    return check_done();
}
