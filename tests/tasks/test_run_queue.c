/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The queue of a worker: its order, what a steal takes, and the ring's seam. */
#include "check.h"
#include "tasks/run_queue.h"

enum { ROOM = 8 };

struct shop {
    _Atomic(struct task *) own_ring[ROOM], other_ring[ROOM];
    struct run_queue own, other;
    struct task tasks[ROOM];
};

static void shop_open(struct shop *shop) {
    shop->own = (struct run_queue){.ring = shop->own_ring, .mask = ROOM - 1};
    shop->other = (struct run_queue){.ring = shop->other_ring, .mask = ROOM - 1};
}

/* The index of a task, -1 for none. */
static long which(const struct shop *shop, const struct task *task) {
    return task == NULL ? -1 : (long)(task - shop->tasks);
}

static void test_first_in_first_out(void) {
    static struct shop shop;
    shop_open(&shop);
    CHECK_INT(which(&shop, run_queue_take(&shop.own)), -1);
    for (int turn = 0; turn < 5; turn++) { /* over the seam more than once */
        for (int i = 0; i < ROOM; i++)
            run_queue_put(&shop.own, &shop.tasks[i]);
        CHECK_INT(run_queue_count(&shop.own), ROOM);
        for (int i = 0; i < ROOM; i++)
            CHECK_INT(which(&shop, run_queue_take(&shop.own)), i);
        CHECK_INT(which(&shop, run_queue_take(&shop.own)), -1);
        run_queue_put(&shop.own, &shop.tasks[turn]);
        CHECK_INT(which(&shop, run_queue_take(&shop.own)), turn);
    }
}

/* The oldest half, rounded up, of which the first is given and the others are queued in order. */
static void check_steal(size_t there, size_t most, size_t expected) {
    static struct shop shop;
    size_t taken;
    shop_open(&shop);
    for (int i = 0; i < 3; i++) { /* so that the seam is inside */
        run_queue_put(&shop.other, &shop.tasks[0]);
        run_queue_take(&shop.other);
    }
    for (size_t i = 0; i < there; i++)
        run_queue_put(&shop.other, &shop.tasks[i]);
    struct task *first = run_queue_steal(&shop.own, &shop.other, most, &taken);
    CHECK_INT(taken, expected);
    CHECK_INT(which(&shop, first), expected == 0 ? -1 : 0);
    CHECK_INT(run_queue_count(&shop.own), expected == 0 ? 0 : expected - 1);
    CHECK_INT(run_queue_count(&shop.other), there - expected);
    for (size_t i = 1; i < expected; i++)
        CHECK_INT(which(&shop, run_queue_take(&shop.own)), i);
    for (size_t i = expected; i < there; i++)
        CHECK_INT(which(&shop, run_queue_take(&shop.other)), i);
}

static void test_steal(void) {
    check_steal(0, 64, 0);
    check_steal(1, 64, 1);
    check_steal(2, 64, 1);
    check_steal(7, 64, 4);
    check_steal(8, 64, 4);
    check_steal(8, 3, 3);
}

int main(void) {
    test_first_in_first_out();
    test_steal();
    return check_done();
}
