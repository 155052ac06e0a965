/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What delayed a sample, in cases whose answer is known, and that nothing is lost of n T. */
#include "check.h"
#include "trial/delays.h"

#include <stdint.h>

enum { MOST = 8 };

static const double EXACT = 1e-12;

/* A serial part of 2 s, shares of 4 s on two workers that begin at 2.1 (an ordinary fork-join is
 * 0.1) and a join of 0.1: T = 6.2. */
struct scene {
    struct delays_worker workers[MOST];
    struct delays_phase phase;
};

static struct delays find(struct scene *scene) {
    scene->phase.workers = scene->workers;
    return delays_find(&scene->phase);
}

static struct scene quiet(void) {
    return (struct scene){
        .workers = {{2.1, 6.1, 0, 0, 0, 0, NAN}, {2.1, 6.1, 0, 0, 0, 0, NAN}},
        .phase = {.t1_s = 2, .t2_s = 6.2, .t3_s = 6.2, .fork_join_s = 0.1, .n = 2},
    };
}

/* n T is made of the amounts, the serial part and the useful time. */
static void check_sum(const struct scene *scene, const struct delays *found) {
    const struct delays_phase *phase = &scene->phase;
    double n = (double)phase->n, serial_s = phase->t1_s + phase->t3_s - phase->t2_s;
    double delay_s = isnan(found->serial_delay_s) ? 0 : found->serial_delay_s;
    double lost_s = found->fork_s + found->imbalance_s + found->join_s + delay_s;
    lost_s += isnan(found->wait_s) ? 0 : found->wait_s;
    lost_s += isnan(found->descheduled_s) ? 0 : found->descheduled_s;
    double useful_s = 0, most_s = 0;
    for (size_t i = 0; i < phase->n; i++) {
        useful_s += scene->workers[i].useful_s;
        most_s = fmax(most_s, scene->workers[i].useful_s);
        CHECK(scene->workers[i].useful_s >= 0);
    }
    CHECK_NEAR(n * lost_s + (n - 1) * (serial_s - delay_s) + useful_s, n * phase->t3_s, 1e-9);
    CHECK_NEAR(found->busy_max_s, most_s, EXACT);
}

static void test_quiet(void) {
    struct scene scene = quiet();
    struct delays found = find(&scene);
    CHECK_NEAR(found.fork_s, 0.1, EXACT);
    CHECK_NEAR(found.imbalance_s, 0, EXACT);
    CHECK_NEAR(found.join_s, 0.1, EXACT);
    CHECK_NEAR(found.wait_s, 0, 0);
    CHECK_NEAR(found.descheduled_s, 0, 0);
    CHECK_NEAR(found.serial_delay_s, 0, 0);
    CHECK_NEAR(found.busy_max_s, 6, EXACT);
    CHECK_NEAR(scene.workers[1].useful_s, 4, EXACT);
    check_sum(&scene, &found);
}

/* Worker 1 begins 1 s late and ends so: all of it is the fork's, none the imbalance's. */
static void test_late_wake(void) {
    struct scene scene = quiet();
    scene.workers[1].begin_s = 3.1;
    scene.workers[1].end_s = 7.1;
    scene.phase.t2_s = scene.phase.t3_s = 7.2;
    struct delays found = find(&scene);
    CHECK_NEAR(found.fork_s, 1.1, EXACT);
    CHECK_NEAR(found.imbalance_s, 0, EXACT);
    CHECK_NEAR(found.descheduled_s, 0, EXACT);
    check_sum(&scene, &found);
    /* Three quarters of it are run delay's. */
    scene.workers[1].run_delay_s = 0.75;
    found = find(&scene);
    CHECK_NEAR(found.fork_s, 0.35, EXACT);
    CHECK_NEAR(found.descheduled_s, 0.75, EXACT);
    CHECK_NEAR(found.imbalance_s, 0, EXACT);
    check_sum(&scene, &found);
}

/* Worker 1 lost its PU for 1.825 s, with a share of 5.2 s, a serial part of 2 s and a wait of 0.1 s
 * at its end: a quarter of each. It harmed nobody but for 1.3 s in its share. */
static void test_run_delay(void) {
    struct scene scene = quiet();
    scene.workers[1].end_s = 7.3;
    scene.workers[1].run_delay_s = 1.825;
    scene.phase.t2_s = scene.phase.t3_s = 7.4;
    struct delays found = find(&scene);
    CHECK_NEAR(scene.workers[1].useful_s, 3.9, EXACT);
    CHECK_NEAR(found.fork_s, 0.1, EXACT);
    CHECK_NEAR(found.descheduled_s, 1.2, EXACT); /* m - m': 7.3 to worker 0's 6.1 */
    CHECK_NEAR(found.imbalance_s, 0.05, EXACT);  /* worker 1 alone would have ended at 6.0 */
    CHECK_NEAR(found.serial_delay_s, 0, 0);
    check_sum(&scene, &found);
}

/* The same of worker 0: what fell on its serial part is that part's delay. */
static void test_serial_delay(void) {
    struct scene scene = quiet();
    scene.workers[0].run_delay_s = 0.61;
    struct delays found = find(&scene);
    CHECK_NEAR(found.serial_delay_s, 0.2, EXACT); /* 2 s of 2 + 4 + 0.1 */
    CHECK_NEAR(found.descheduled_s, 0, EXACT);    /* worker 1 ended as late without any */
    CHECK_NEAR(found.imbalance_s, 0.2, EXACT);
    CHECK_NEAR(scene.workers[0].useful_s, 1.8 + 3.6, EXACT);
    check_sum(&scene, &found);
    /* The serial part has a second half after the join. */
    scene.phase.t3_s = 8.2;
    scene.workers[0].run_delay_s = 0.6075;
    found = find(&scene);
    CHECK_NEAR(found.serial_delay_s, 0.3, EXACT); /* 4 s of 4 + 4 + 0.1 */
    check_sum(&scene, &found);
}

/* A delay of a worker that ended first anyway makes nobody wait: it is idle either way. */
static void test_not_critical(void) {
    struct scene scene = quiet();
    scene.workers[1].end_s = 5.1;
    scene.workers[1].run_delay_s = 1.22;
    struct delays found = find(&scene);
    CHECK_NEAR(found.descheduled_s, 0, EXACT);
    CHECK_NEAR(found.imbalance_s, (1 + 0.6) / 2,
               EXACT); /* 3 s of 3 + 2 + 1.1 fell into its share */
    check_sum(&scene, &found);
}

/* Worker 0, serial for 1 s, did its share in 0.5 s and lost its PU for 2 s of the 4 s in which it
 * waited for worker 1: most of it is nobody's loss, whatever part is taken for its own. */
static void test_join_wait(void) {
    struct scene scene = {
        .workers = {{1, 1.5, 2, 0, 0, 0, NAN}, {1, 5.5, 0, 0, 0, 0, NAN}},
        .phase = {.t1_s = 1, .t2_s = 5.5, .t3_s = 5.5, .fork_join_s = 0.1, .n = 2},
    };
    struct delays found = find(&scene);
    CHECK_NEAR(found.serial_delay_s, 2 * 1 / 5.5, EXACT);
    CHECK_NEAR(scene.workers[0].useful_s, 1.5 - 2 * 1.5 / 5.5, EXACT);
    CHECK_NEAR(found.imbalance_s, (4 + 2 * 0.5 / 5.5) / 2, EXACT);
    CHECK_NEAR(found.descheduled_s, 0, EXACT);
    check_sum(&scene, &found);
    /* What it saw the end late by is no wait that the rest could fall on: 2 s of 1 + 0.5 + 4.1. */
    scene.phase.t2_s = scene.phase.t3_s = 6.5; /* 0.9 more than an ordinary end */
    scene.workers[0].run_delay_s = 2.9;
    found = find(&scene);
    CHECK_NEAR(found.descheduled_s, 0.9, EXACT);
    CHECK_NEAR(found.join_s, 0.1, EXACT);
    CHECK_NEAR(found.serial_delay_s, 2 * 1 / 5.6, EXACT);
    check_sum(&scene, &found);
}

static void test_waits(void) {
    struct scene scene = quiet();
    scene.workers[0].wait_s = scene.workers[1].wait_s = 1.5;
    struct delays found = find(&scene);
    CHECK_NEAR(found.wait_s, 1.5, EXACT);
    CHECK_NEAR(found.imbalance_s, 0, EXACT);
    CHECK_NEAR(found.busy_max_s, 4.5, EXACT);
    check_sum(&scene, &found);
    /* A third of the last one's delays was run delay: the wait for it is shared so. */
    scene.workers[1] =
        (struct delays_worker){2.1, 8.1, 1.0125, 1.5, 0, 0, NAN}; /* 0.75 in its share */
    scene.phase.t2_s = scene.phase.t3_s = 8.2;
    scene.workers[0].wait_s = 0;
    found = find(&scene);
    CHECK_NEAR(found.wait_s, 2. * 1.5 / 2.25, EXACT); /* m - m': 8.1 to 6.1 */
    CHECK_NEAR(found.descheduled_s, 2. * 0.75 / 2.25, EXACT);
    check_sum(&scene, &found);
    /* More than a share is long cannot have been waited in it. */
    scene.workers[1].wait_s = 100;
    found = find(&scene);
    CHECK_NEAR(scene.workers[1].useful_s, 0, EXACT);
    check_sum(&scene, &found);
}

/* A worker had no task to run for 1 s of its share: that is nobody's delay, its share is not
 * shortened by it, and it makes its mean of the waits. */
static void test_idle(void) {
    struct scene scene = quiet();
    scene.workers[1].idle_s = 1;
    struct delays found = find(&scene);
    CHECK_NEAR(found.idle_s, 0.5, EXACT);
    CHECK_NEAR(found.wait_s, 0.5, EXACT);
    CHECK_NEAR(found.imbalance_s, 0, EXACT);
    CHECK_NEAR(scene.workers[0].useful_s, 6, EXACT);
    CHECK_NEAR(scene.workers[1].useful_s, 3, EXACT);
    check_sum(&scene, &found);
    /* Beside a wait of its own, which made all wait. */
    scene.workers[1].wait_s = 1.5;
    scene.workers[1].end_s = 7.6;
    scene.phase.t2_s = scene.phase.t3_s = 7.7;
    found = find(&scene);
    CHECK_NEAR(found.idle_s, 0.5, EXACT);
    CHECK_NEAR(found.wait_s, 2, EXACT);
    check_sum(&scene, &found);
    /* More than is left of a share cannot have been idle. */
    scene.workers[1].idle_s = 100;
    found = find(&scene);
    CHECK_NEAR(found.idle_s, 2, EXACT);
    CHECK_NEAR(scene.workers[1].useful_s, 0, EXACT);
    check_sum(&scene, &found);
}

/* For 1 s of its share there was nothing that worker 1 could have begun: as if it had begun later
 * or ended earlier, that is imbalance. */
static void test_starved(void) {
    struct scene scene = quiet();
    scene.workers[1].starved_s = 1;
    struct delays found = find(&scene);
    CHECK_NEAR(found.imbalance_s, 0.5, EXACT);
    CHECK_NEAR(found.join_s, 0.1, EXACT);
    CHECK_NEAR(found.wait_s + found.idle_s, 0, 0);
    CHECK_NEAR(scene.workers[1].useful_s, 3, EXACT);
    check_sum(&scene, &found);
    /* Run delay falls on it too, and harms nobody there. */
    scene.workers[1].run_delay_s = 0.61;
    found = find(&scene);
    CHECK_NEAR(scene.workers[1].useful_s, 3 - 0.1 * 3, EXACT); /* of 2 + 4 + 0.1 */
    check_sum(&scene, &found);
    /* Both halves in turn: neither did more than half, and nobody ended early. */
    scene = quiet();
    scene.workers[0].starved_s = scene.workers[1].starved_s = 2;
    found = find(&scene);
    CHECK_NEAR(found.imbalance_s, 2, EXACT);
    CHECK_NEAR(found.join_s, 0.1, EXACT);
    check_sum(&scene, &found);
    /* No more than the share is long; and waits have what is left. */
    scene.workers[0].starved_s = 100;
    scene.workers[1].wait_s = scene.workers[1].idle_s = 1.5;
    found = find(&scene);
    CHECK_NEAR(scene.workers[0].useful_s, 2, EXACT);
    CHECK_NEAR(scene.workers[1].useful_s, 0, EXACT);
    CHECK_NEAR(found.idle_s, 0.25, EXACT);
    check_sum(&scene, &found);
}

/* Without any knowledge of delays: the plain formulas. */
static void test_unknown(void) {
    struct scene scene = quiet();
    scene.workers[1] = (struct delays_worker){3.1, 7.1, NAN, NAN, 0, 0, NAN};
    scene.workers[0].run_delay_s = scene.workers[0].wait_s = 1;
    scene.phase.t2_s = scene.phase.t3_s = 7.2;
    scene.phase.fork_join_s = NAN;
    struct delays found = find(&scene);
    CHECK_NEAR(found.fork_s, 0.6, EXACT);
    CHECK_NEAR(found.imbalance_s, 0.5, EXACT);
    CHECK_NEAR(found.join_s, 0.1, EXACT);
    CHECK(isnan(found.wait_s) && isnan(found.descheduled_s) && isnan(found.serial_delay_s));
    CHECK_NEAR(found.busy_max_s, 6, EXACT);
    check_sum(&scene, &found);
    /* Each is known for itself: the waits of both, the run delay of one. */
    scene.workers[1].wait_s = 1;
    found = find(&scene);
    CHECK_NEAR(found.wait_s, 1, EXACT);
    CHECK(isnan(found.descheduled_s) && isnan(found.serial_delay_s));
    check_sum(&scene, &found);
}

/* Worker 0 was not there when the others were done: of 1 s run delay's part is no join. */
static void test_late_join(void) {
    struct scene scene = quiet();
    scene.phase.t2_s = scene.phase.t3_s = 7.2; /* an ordinary 0.1, and 1 s more */
    struct delays found = find(&scene);
    CHECK_NEAR(found.join_s, 1.1, EXACT);
    CHECK_NEAR(found.descheduled_s, 0, 0);
    check_sum(&scene, &found);
    scene.workers[0].run_delay_s = 0.75;
    scene.workers[1].run_delay_s = 0; /* the others' run delay explains nothing of it */
    found = find(&scene);
    CHECK_NEAR(found.join_s, 0.35, EXACT);
    CHECK_NEAR(found.descheduled_s, 0.75, EXACT);
    CHECK_NEAR(found.serial_delay_s, 0, EXACT);
    CHECK_NEAR(found.busy_max_s, 6, EXACT);
    check_sum(&scene, &found);
    scene.workers[0].run_delay_s = 0;
    scene.workers[1].run_delay_s = 0.75;
    CHECK_NEAR(find(&scene).join_s, 1.1, EXACT);
}

/* A share and a serial part of no length hold no delay. */
static void test_no_length(void) {
    struct scene scene = {.workers = {{0, 0, 5, 5, 0, 0, NAN}},
                          .phase = {.fork_join_s = 0.1, .n = 1}};
    struct delays found = find(&scene);
    CHECK_NEAR(found.fork_s + found.imbalance_s + found.join_s, 0, 0);
    CHECK_NEAR(found.wait_s + found.descheduled_s + found.serial_delay_s, 0, 0);
    CHECK_NEAR(found.busy_max_s, 0, 0);
}

/* SplitMix64 (Steele, Lea and Flood 2014): the same values on every machine. */
static double random_share(uint64_t *state) {
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* Of any length, delays longer than the sample and unknown ones among them. */
static void test_random(void) {
    uint64_t state = 5;
    for (int turn = 0; turn < 5000; turn++) {
        struct scene scene = {.phase = {.t1_s = random_share(&state),
                                        .fork_join_s = 0.3 * random_share(&state),
                                        .n = 1 + (size_t)(MOST * random_share(&state))}};
        struct delays_phase *phase = &scene.phase;
        double scale = random_share(&state) < 0.2 ? 5 : 0.3, last_s = 0;
        for (size_t i = 0; i < phase->n; i++) {
            struct delays_worker *worker = &scene.workers[i];
            worker->begin_s = phase->t1_s + 0.5 * random_share(&state);
            worker->end_s = worker->begin_s + random_share(&state);
            worker->run_delay_s = random_share(&state) < 0.6 ? 0 : scale * random_share(&state);
            worker->wait_s = random_share(&state) < 0.6 ? 0 : scale * random_share(&state);
            /* Whose idle times are known, its waits are. */
            const int may_idle = turn % 2 == 0;
            worker->idle_s = may_idle ? scale * random_share(&state) : 0;
            worker->starved_s = random_share(&state) < 0.6 ? 0 : scale * random_share(&state);
            if (random_share(&state) < 0.02)
                worker->run_delay_s = NAN;
            if (!may_idle && random_share(&state) < 0.02)
                worker->wait_s = NAN;
            last_s = fmax(last_s, worker->end_s);
        }
        phase->t2_s = last_s + 0.5 * random_share(&state);
        phase->t3_s = phase->t2_s + random_share(&state);
        struct delays found = find(&scene);
        check_sum(&scene, &found);
        CHECK(found.busy_max_s >= 0);
        CHECK(found.imbalance_s >= 0 && found.fork_s >= 0 && found.join_s >= 0);
        CHECK(!(found.wait_s < 0) && !(found.descheduled_s < 0) && !(found.serial_delay_s < 0));
    }
}

int main(void) {
    test_quiet();
    test_late_wake();
    test_run_delay();
    test_serial_delay();
    test_not_critical();
    test_join_wait();
    test_waits();
    test_idle();
    test_starved();
    test_unknown();
    test_late_join();
    test_no_length();
    test_random();
    return check_done();
}
