/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Contexts, alarms and stacks by themselves. */
#include "check.h"
#include "tasks/alarms.h"
#include "tasks/context.h"
#include "tasks/stacks.h"
#include "tasks/task.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct pair {
    struct context own, other;
    int steps;
    double sum;
};

static void go_to_and_fro(void *argument) {
    struct pair *pair = argument;
    double part = 0.5; /* kept in a register or on the stack over the switches */
    for (int i = 0; i < 1000; i++) {
        pair->steps++;
        pair->sum += part;
        part += 1;
        context_switch(&pair->other, &pair->own);
    }
    context_leave(&pair->other, &pair->own);
}

static void test_to_and_fro(void) {
    struct pair pair = {.steps = 0};
    size_t bytes = 256 * 1024;
    void *stack = aligned_alloc(64, bytes);
    context_adopt(&pair.own);
    context_make(&pair.other, stack, bytes, go_to_and_fro, &pair);
    for (int i = 1; i <= 1000; i++) {
        context_switch(&pair.own, &pair.other);
        if (pair.steps != i)
            break;
    }
    CHECK_INT(pair.steps, 1000);
    CHECK_NEAR(pair.sum, 500000, 0);
    context_switch(&pair.own, &pair.other); /* to its end */
    context_drop(&pair.other);
    CHECK_INT(pair.steps, 1000);
    free(stack);
}

static void test_alarms_in_order(void) {
    enum { COUNT = 500 };
    static struct task tasks[COUNT];
    struct alarms alarms;
    CHECK_INT(alarms_open(&alarms, COUNT, NULL), 0);
    CHECK(alarms_earliest_ns(&alarms) == INT64_MAX);
    for (size_t i = 0; i < COUNT; i++) {
        size_t at = i * 211 % COUNT; /* 211 and 500 have no common factor: every time once */
        alarms_put(&alarms, (int64_t)at, &tasks[at]);
    }
    CHECK(alarms_take(&alarms, -1) == NULL);
    int wrong = 0;
    for (size_t i = 0; i < COUNT; i++) {
        wrong += alarms_earliest_ns(&alarms) != (int64_t)i;
        wrong += alarms_take(&alarms, (int64_t)i - 1) != NULL;
        wrong += alarms_take(&alarms, (int64_t)i) != &tasks[i];
    }
    CHECK_INT(wrong, 0);
    CHECK(alarms_take(&alarms, INT64_MAX) == NULL);
    alarms_close(&alarms);
}

static void check_stacks(size_t count, bool guarded) {
    struct stacks stacks = {0};
    size_t bytes, next_bytes;
    CHECK_INT(stacks_open(count, 10000, &stacks, NULL), 0);
    CHECK_INT(stacks.are_guarded, guarded);
    char *low = stacks_at(&stacks, count - 2, &bytes);
    char *next = stacks_at(&stacks, count - 1, &next_bytes);
    CHECK(bytes >= 8192 && bytes <= 12288 && bytes != next_bytes);
    CHECK(next >= low + bytes + stacks.page_bytes);
    stacks_mark(&stacks, count - 2);
    low[0] = low[bytes - 1] = 1;
    CHECK(stacks_is_whole(&stacks, count - 2));
    if (!guarded) {
        low[-1] = 1;
        CHECK(!stacks_is_whole(&stacks, count - 2));
    }
    stacks_close(&stacks);
}

/* Who writes below a guarded stack is ended, and spoils no other's. */
static void test_guard(void) {
    struct stacks stacks = {0};
    size_t bytes;
    CHECK_INT(stacks_open(3, 8192, &stacks, NULL), 0);
    volatile char *low = stacks_at(&stacks, 1, &bytes);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL); /* not a sanitizer's report */
        low[0] = 1;
        low[-1] = 1;
        _exit(0);
    }
    int status = 0;
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    stacks_close(&stacks);
}

static void test_stacks(void) {
    struct stacks stacks = {0};
    struct fault fault = {0};
    check_stacks(100, true);
    check_stacks(40000, false); /* more guards than the kernel grants */
    CHECK_INT(stacks_open(SIZE_MAX / 64, 1 << 20, &stacks, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "try fewer tasks");
}

int main(void) {
    printf("switched by %s\n", context_switcher());
    test_to_and_fro();
    test_alarms_in_order();
    test_stacks();
    test_guard();
    return check_done();
}
