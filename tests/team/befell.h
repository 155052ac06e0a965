/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What both engines that run must say of what befell their workers: the same checks for each. They
 * muster 2 workers and assert counts, no times. */
#ifndef AMDAHL_BEFELL_H
#define AMDAHL_BEFELL_H

#include "check.h"
#include "team/team.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { BEFELL_WORKERS = 2, BEFELL_LOOPS = 2000000, BEFELL_TRIES = 5, BEFELL_PAGES = 500 };
/* More than an engine's own instructions in a phase, fewer than those of waiting BEFELL_LONG. */
enum { BEFELL_OWN = BEFELL_LOOPS / 10, BEFELL_LONG = 10 * BEFELL_LOOPS };

/* How many loops each part of a phase makes. */
struct loops {
    uint64_t serial, shares[BEFELL_WORKERS], finish;
};

/* At least one instruction a loop, each waiting for the one before. In a register: what a core
 * makes of a store that is loaded again is one cycle in one run and five in another. */
static inline void loops_turn(uint64_t count) {
    for (uint64_t turned = 0; turned < count; turned++)
        __asm__ volatile("" : "+r"(turned));
}
static inline void loops_serial(void *context) {
    loops_turn(((const struct loops *)context)->serial);
}
static inline void loops_share(void *context, unsigned worker) {
    loops_turn(((const struct loops *)context)->shares[worker]);
}
static inline void loops_finish(void *context) {
    loops_turn(((const struct loops *)context)->finish);
}

/* The fewest cycles and instructions of each worker in some tries, so that what others do to the
 * cores shows little. */
static inline void loops_count(struct team *team, struct loops loops, double *ret_cycles,
                               double *ret_instructions) {
    struct team_job job = {.serial = loops_serial,
                           .share = loops_share,
                           .finish = loops_finish,
                           .context = &loops,
                           .counts = true};
    for (int i = 0; i < BEFELL_WORKERS; i++)
        ret_cycles[i] = ret_instructions[i] = INFINITY;
    for (int turn = 0; turn < BEFELL_TRIES; turn++) {
        struct team_times times;
        struct team_span spans[BEFELL_WORKERS];
        team_run(team, &job, &times, spans);
        for (int i = 0; i < BEFELL_WORKERS; i++) {
            CHECK(spans[i].cycles > 0 && spans[i].instructions > 0);
            ret_cycles[i] = fmin(ret_cycles[i], spans[i].cycles);
            ret_instructions[i] = fmin(ret_instructions[i], spans[i].instructions);
        }
    }
}

/* Twice the loops are twice the instructions. How many cycles they are depends on who has the other
 * half of the core: no core does more than eight additions a cycle. */
static inline void befell_check_growth(struct team *team) {
    double cycles[2][BEFELL_WORKERS], instructions[2][BEFELL_WORKERS];
    for (int i = 0; i < 2; i++) {
        uint64_t loops = (uint64_t)BEFELL_LOOPS << i;
        loops_count(team, (struct loops){.shares = {loops, loops}}, cycles[i], instructions[i]);
    }
    for (int i = 0; i < BEFELL_WORKERS; i++) {
        CHECK(instructions[0][i] > BEFELL_LOOPS);
        CHECK_NEAR(instructions[1][i] / instructions[0][i], 2, 0.2);
        CHECK(cycles[0][i] > BEFELL_LOOPS / 8. && cycles[1][i] > 2 * BEFELL_LOOPS / 8.);
    }
}

/* The serial parts are worker 0's; nobody's waiting is counted. */
static inline void befell_check_whose(struct team *team) {
    double cycles[BEFELL_WORKERS], serial[BEFELL_WORKERS], finish[BEFELL_WORKERS],
        share[BEFELL_WORKERS];
    loops_count(team, (struct loops){.serial = BEFELL_LONG}, cycles, serial);
    loops_count(team, (struct loops){.finish = BEFELL_LONG}, cycles, finish);
    loops_count(team, (struct loops){.shares = {0, BEFELL_LONG}}, cycles, share);
    CHECK(serial[0] > BEFELL_LONG && serial[1] < BEFELL_OWN);
    CHECK(finish[0] > BEFELL_LONG && finish[1] < BEFELL_OWN);
    CHECK(share[1] > BEFELL_LONG && share[0] < BEFELL_OWN);
}

/* Whether it was asked for decides, and nothing is left of the time before. */
static inline void befell_check_asked_only(struct team *team) {
    for (int turn = 0; turn < 4; turn++) {
        struct loops loops = {.serial = 1000, .shares = {1000, 1000}};
        struct team_job job = {.serial = loops_serial,
                               .share = loops_share,
                               .context = &loops,
                               .counts = turn % 2 != 0};
        struct team_times times;
        struct team_span spans[BEFELL_WORKERS];
        team_run(team, &job, &times, spans);
        bool counted = job.counts && team_has_counters(team);
        for (int i = 0; i < BEFELL_WORKERS; i++) {
            CHECK_INT(!isnan(spans[i].cycles), counted);
            CHECK_INT(!isnan(spans[i].instructions), counted);
            CHECK(spans[i].begin_ns <= spans[i].end_ns && spans[i].end_ns <= times.t2_ns);
        }
    }
}

/* How many perf events this process holds open. */
static inline unsigned befell_events_open(void) {
    DIR *files = opendir("/proc/self/fd");
    unsigned count = 0;
    for (struct dirent *file; (file = readdir(files)) != NULL;) {
        char path[300], target[64] = "";
        snprintf(path, sizeof path, "/proc/self/fd/%s", file->d_name);
        if (readlink(path, target, sizeof target - 1) > 0)
            count += strstr(target, "perf_event") != NULL;
    }
    closedir(files);
    return count;
}

static inline void loops_look(void *context, unsigned worker) {
    if (worker == 0)
        *(unsigned *)context = befell_events_open();
}

/* Bound workers have events in a counted phase only, so that no other is slowed down by them. */
static inline void befell_check_open_when_counted(struct team *team) {
    for (int turn = 0; turn < 4; turn++) {
        unsigned open = 0;
        struct team_job job = {.share = loops_look, .context = &open, .counts = turn % 2 != 0};
        struct team_times times;
        struct team_span spans[BEFELL_WORKERS];
        team_run(team, &job, &times, spans);
        CHECK_INT(open, job.counts ? 2 * BEFELL_WORKERS : 0);
        CHECK_INT(befell_events_open(), 0);
    }
}

/* Gives whether the counters are there. */
static inline bool befell_check_counters(struct team *team) {
    team_muster(team, BEFELL_WORKERS);
    befell_check_asked_only(team);
    if (!team_has_counters(team)) {
        printf("skipped: hardware counters do not open here\n");
        return false;
    }
    befell_check_growth(team);
    befell_check_whose(team);
    befell_check_open_when_counted(team);
    befell_check_asked_only(team);
    return true;
}

/* Worker 1 meets pages that nobody has touched. */
static inline void pages_share(void *context, unsigned worker) {
    size_t page_bytes = *(const size_t *)context, bytes = BEFELL_PAGES * page_bytes;
    if (worker != 1)
        return;
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return;
    volatile char *pages = memory;
    madvise(memory, bytes, MADV_NOHUGEPAGE); /* refused where there are none anyway */
    for (size_t i = 0; i < BEFELL_PAGES; i++)
        pages[i * page_bytes] = 1;
    munmap(memory, bytes);
}

/* Of a team whose workers are bound. */
static inline void befell_check_accounts(struct team *team) {
    size_t page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    struct team_job job = {.share = pages_share, .context = &page_bytes};
    team_muster(team, BEFELL_WORKERS);
    for (int turn = 0; turn < 10; turn++) {
        struct team_times times;
        struct team_span spans[BEFELL_WORKERS];
        job.counts = turn % 2 != 0;
        team_run(team, &job, &times, spans);
        CHECK(spans[0].faults >= 0 && spans[0].faults < BEFELL_PAGES);
        CHECK(spans[1].faults >= BEFELL_PAGES);
        for (int i = 0; i < BEFELL_WORKERS; i++) {
            CHECK_INT(spans[i].migrations, 0);
            CHECK(spans[i].switches >= 0);
            CHECK(spans[i].run_delay_ns >= -1);
        }
    }
}

#endif
