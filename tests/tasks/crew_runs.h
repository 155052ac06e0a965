/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Runs of a crew on threads of the test's own, unbound: the tests assert sums, order and names. */
#ifndef AMDAHL_CREW_RUNS_H
#define AMDAHL_CREW_RUNS_H

#include "check.h"
#include "tasks/crew.h"
#include "tasks/fibers.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Worker counts that the tests go through: more than cores too. */
static const unsigned CREW_SIZES[] = {1, 2, 4};
enum { CREW_SIZE_COUNT = 3, CREW_SIZE_MAX = 4 };

#if defined(FIBERS_THREAD)
enum { CREW_IS_SLOW = 1, CREW_COUNTS_THREADS = 0 }; /* ThreadSanitizer has a thread of its own */
#else
enum { CREW_IS_SLOW = 0, CREW_COUNTS_THREADS = 1 };
#endif

struct crew_seat {
    struct crew *crew;
    unsigned index;
    pthread_t thread;
};

static void *crew_sit(void *argument) {
    struct crew_seat *seat = argument;
    crew_work(seat->crew, seat->index);
    return NULL;
}

/* One run on n threads, of which this is one. */
static inline int crew_try(struct crew *crew, unsigned n,
                           void (*run)(struct workload_task *self, void *argument), void *argument,
                           struct fault *fault) {
    struct crew_seat seats[16];
    crew_begin(crew, n, run, argument);
    for (unsigned i = 1; i < n; i++) {
        seats[i] = (struct crew_seat){.crew = crew, .index = i};
        if (pthread_create(&seats[i].thread, NULL, crew_sit, &seats[i]) != 0)
            abort();
    }
    crew_work(crew, 0);
    for (unsigned i = 1; i < n; i++)
        pthread_join(seats[i].thread, NULL);
    return crew_end(crew, fault);
}

static inline struct crew *crew_new(unsigned workers, size_t tasks, int64_t spin_ns) {
    struct fault fault = {0};
    struct crew *crew = NULL;
    struct crew_spec spec = {
        .workers = workers, .tasks = tasks, .spin_ns = spin_ns, .yields = true};
    if (crew_create(&spec, &crew, &fault) != 0) {
        fprintf(stderr, "%s\n", fault.text);
        exit(1);
    }
    return crew;
}

/* A run that is to go well, on a crew of its own. */
static inline void crew_do(unsigned n, size_t tasks,
                           void (*run)(struct workload_task *self, void *argument),
                           void *argument) {
    struct fault fault = {0};
    struct crew *crew = crew_new(n, tasks, 0);
    CHECK_INT(crew_try(crew, n, run, argument, &fault), 0);
    CHECK_STRING(fault.text, "");
    crew_free(crew);
}

static inline int64_t crew_clock_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Of the first two workers. */
static inline double crew_idle_ns(const struct crew *crew, enum workload_wait_kind kind) {
    double sum_ns = 0;
    for (unsigned i = 0; i < 2; i++)
        sum_ns += (double)crew_idle(crew, i, kind)->wait_ns;
    return sum_ns;
}

#endif
