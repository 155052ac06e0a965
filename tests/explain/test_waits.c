/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The ledger's waits by kind: they sum to `wait`, and the words name the right one. */
#include "check.h"
#include "dial.h"
#include "explain/words_ledger.h"
#include "made.h"

enum { ROUNDS = 40, WORDS_BYTES = 2048 };

/* What each kind took of a worker, as a mean over the workers. */
struct waits {
    double lock_s, channel_s, queue_s, io_s;
};

/* Two cores are at work for 2 s of T(1) = 2 s + its waits; the rest of T(2) they wait. */
static void set_waits(struct sample *sample, const struct waits *waits) {
    sample->wait_lock_s = waits->lock_s;
    sample->wait_channel_s = waits->channel_s;
    sample->wait_queue_s = waits->queue_s;
    sample->wait_io_s = waits->io_s;
    sample->wait_s = waits->lock_s + waits->channel_s + waits->queue_s + waits->io_s;
    sample->time_s = 2.0 / sample->n + sample->wait_s;
}

static struct run make_run(const struct waits *one, const struct waits *two) {
    struct run run = {0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        dial_add_block(&run, (struct dial_of){.round = round, .tasks = 8, .p = NAN});
        set_waits(&run.samples[run.count - 2], one);
        set_waits(&run.samples[run.count - 1], two);
    }
    return run;
}

static double value_of(const struct made *made, const char *row, const char *component) {
    const struct ledger_row *found = look_for(made, row, component);
    return found == NULL ? NAN : found->value.value;
}

/* n w(2) - w(1), over T(2) = 1 + 0.25 + 0.5 + 0.125 + 1 = 2.875 s; S = 3.5/2.875. */
static void test_sum(void) {
    const struct waits one = {.lock_s = 0.5, .io_s = 1},
                       two = {.lock_s = 0.25, .channel_s = 0.5, .queue_s = 0.125, .io_s = 1};
    struct run run = make_run(&one, &two);
    struct made made = make(&run);
    const char *const rows[] = {VALID, SUMMED, EXPERIENCED};
    for (size_t i = 0; i < 3; i++) {
        CHECK_NEAR(value_of(&made, rows[i], "lock"), 0, 1e-12);
        CHECK_NEAR(value_of(&made, rows[i], "channel"), 1 / 2.875, 1e-12);
        CHECK_NEAR(value_of(&made, rows[i], "queue"), 0.25 / 2.875, 1e-12);
        CHECK_NEAR(value_of(&made, rows[i], "I/O"), 1 / 2.875, 1e-12);
        CHECK_NEAR(value_of(&made, rows[i], "wait"), 2.25 / 2.875, 1e-12);
        CHECK_STRING(find(&made, rows[i], "I/O")->parent, "wait");
        CHECK(find(&made, rows[i], "I/O")->method[0] != '\0');
    }
    CHECK_NEAR(made.summary[1].speedup.value + loss_sum(&made.summary[1].loss), 2, 1e-9);
    free_both(&made, &run);
}

/* A kind that nobody waited for has no row, nor has one that an error of rounding makes; in a round
 * that lacks it a kind is 0. */
static void test_absent(void) {
    const struct waits none = {.lock_s = 1e-17}, one = {.lock_s = -1e-17, .queue_s = 1};
    struct run run = make_run(&none, &one);
    for (size_t i = 1; i < run.count; i += 4) /* every other round */
        set_waits(&run.samples[i], &none);
    struct made made = make(&run);
    CHECK(look_for(&made, VALID, "lock") == NULL);
    CHECK(look_for(&made, VALID, "channel") == NULL);
    CHECK(look_for(&made, EXPERIENCED, "I/O") == NULL);
    CHECK_NEAR(value_of(&made, VALID, "queue"), value_of(&made, VALID, "wait"), 1e-9);
    CHECK_NEAR(value_of(&made, SUMMED, "queue"), value_of(&made, SUMMED, "wait"), 1e-9);
    CHECK_NEAR(find(&made, VALID, "queue")->value.lo, 0, 0);
    CHECK(find(&made, VALID, "queue")->value.hi > 0.9);
    free_both(&made, &run);
}

/* Files from before there were kinds. */
static void test_unknown(void) {
    const struct waits one = {.lock_s = 0.5}, two = {.lock_s = 1};
    struct run run = make_run(&one, &two);
    for (size_t i = 0; i < run.count; i++)
        run.samples[i].wait_lock_s = run.samples[i].wait_channel_s = run.samples[i].wait_queue_s =
            run.samples[i].wait_io_s = NAN;
    struct made made = make(&run);
    CHECK_NEAR(value_of(&made, VALID, "wait"), (2 * 1 - 0.5) / 2, 1e-12);
    CHECK(look_for(&made, VALID, "lock") == NULL);
    CHECK(look_for(&made, VALID, "I/O") == NULL);
    free_both(&made, &run);
}

static void check_words(const struct waits *one, const struct waits *two, const char *expected) {
    char text[WORDS_BYTES];
    struct run run = make_run(one, two);
    struct made made = make(&run);
    const struct words_samples samples = words_look(run.samples, run.count, &made.summary[1]);
    const struct ledger_point point = ledger_point_find(&made.summary[1], made.rows, made.count);
    words_ledger(&point, &samples, text, sizeof text);
    CHECK_HOLDS(text, "request: on 2 cores, 8 tasks in flight, at its own p = 1 the speed-up is ");
    CHECK_HOLDS(text, expected);
    free_both(&made, &run);
}

static void test_words(void) {
    const struct waits none = {0}, io = {.io_s = 2, .queue_s = 0.01},
                       queue = {.queue_s = 1, .channel_s = 0.5}, lock = {.lock_s = 1};
    check_words(&none, &io,
                "Most is lost to waiting, 1.34 [1.34, 1.34] of 2 (its largest part: "
                "I/O, 1.33); that it is the largest is sure.");
    check_words(&none, &queue, "of 2 (its largest part: queue, 0.800)");
    check_words(&none, &lock, "of 2 (its largest part: lock, 1.00)");
}

int main(void) {
    test_sum();
    test_absent();
    test_unknown();
    test_words();
    return check_done();
}
