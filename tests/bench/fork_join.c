/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a fork-join costs on this machine: the team's, with its clocks off and on, beside a bare
 * round trip of a cache line between the same two PUs and beside an OpenMP parallel region whose
 * workers wait actively. The four alternate in one process; while one is timed the others' threads
 * are blocked or gone. Prints medians over the runs, in ns. Exits 77 where there are not two PUs.
 */
#include "place/place.h"
#include "team/clock.h"
#include "team/spin.h"
#include "team/team.h"

#include <omp.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { RUNS = 25, REPETITIONS = 20000, CLOCKED = 2000 };

static void nothing(void *context, unsigned worker) {
    (void)context, (void)worker;
}

static int by_value(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}

/* The mean of the lower 90 %: finer than the clock's steps, and without the samples that a timer
 * tick hit. */
static double lower_mean(double *values, size_t count) {
    double sum = 0;
    size_t kept = count * 9 / 10;
    qsort(values, count, sizeof *values, by_value);
    for (size_t i = 0; i < kept; i++)
        sum += values[i];
    return sum / (double)kept;
}

struct rally {
    alignas(128) _Atomic unsigned ball;
    alignas(128) _Atomic unsigned returned;
    alignas(128) _Atomic bool ready;
};

static void *return_balls(void *argument) {
    struct rally *rally = argument;
    atomic_store(&rally->ready, true);
    for (unsigned i = 1; i <= REPETITIONS; i++) {
        while (atomic_load_explicit(&rally->ball, memory_order_acquire) != i)
            spin_relax(false);
        atomic_store_explicit(&rally->returned, i, memory_order_release);
    }
    return NULL;
}

static double round_trip_ns(const struct place *place) {
    struct rally rally = {0};
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    if (place_bind_attributes(place, 1, &attributes, NULL) != 0 ||
        pthread_create(&thread, &attributes, return_balls, &rally) != 0)
        return -1;
    pthread_attr_destroy(&attributes);
    while (!atomic_load(&rally.ready)) /* its start is no part of the rally */
        sched_yield();
    int64_t begin_ns = clock_now_ns();
    for (unsigned i = 1; i <= REPETITIONS; i++) {
        atomic_store_explicit(&rally.ball, i, memory_order_release);
        while (atomic_load_explicit(&rally.returned, memory_order_acquire) != i)
            spin_relax(false);
    }
    int64_t end_ns = clock_now_ns();
    pthread_join(thread, NULL);
    return (double)(end_ns - begin_ns) / REPETITIONS;
}

static double clocks_off_ns(struct team *team) {
    struct team_job job = {.share = nothing};
    struct team_times times;
    struct team_span spans[2];
    team_muster(team, 2);
    int64_t begin_ns = clock_now_ns();
    for (int i = 0; i < REPETITIONS; i++)
        team_run(team, &job, &times, spans);
    int64_t end_ns = clock_now_ns();
    team_muster(team, 1);
    return (double)(end_ns - begin_ns) / REPETITIONS;
}

static double clocks_on_ns(struct team *team) {
    static double each_ns[CLOCKED];
    struct team_job job = {.share = nothing};
    struct team_times times;
    struct team_span spans[2];
    team_muster(team, 2);
    for (int i = 0; i < CLOCKED; i++) {
        team_run(team, &job, &times, spans);
        each_ns[i] = (double)(times.t2_ns - times.t0_ns);
    }
    team_muster(team, 1);
    return lower_mean(each_ns, CLOCKED);
}

static double openmp_ns(const struct place *place) {
#pragma omp parallel num_threads(2)
    place_bind_self(place, (size_t)omp_get_thread_num(), NULL);
    for (int i = 0; i < 100; i++) { /* warm */
#pragma omp parallel num_threads(2)
        __asm__ volatile("" ::: "memory");
    }
    int64_t begin_ns = clock_now_ns();
    for (int i = 0; i < REPETITIONS; i++) {
#pragma omp parallel num_threads(2)
        __asm__ volatile("" ::: "memory");
    }
    int64_t end_ns = clock_now_ns();
    omp_pause_resource_all(omp_pause_soft); /* or its worker would spin on under the others */
    return (double)(end_ns - begin_ns) / REPETITIONS;
}

static double clock_read_ns(void) {
    int64_t begin_ns = clock_now_ns();
    for (int i = 1; i < REPETITIONS; i++)
        clock_now_ns();
    return (double)(clock_now_ns() - begin_ns) / REPETITIONS;
}

/* OpenMP reads its environment before main: set it and start again. Its own binding would narrow
 * the main thread's mask before the machine is read, so its threads are bound by hand. */
static void wait_actively(char **arguments) {
    if (getenv("AMDAHL_FORK_JOIN_AGAIN") != NULL)
        return;
    setenv("AMDAHL_FORK_JOIN_AGAIN", "1", 1);
    setenv("OMP_WAIT_POLICY", "active", 1);
    setenv("OMP_PROC_BIND", "false", 1);
    execv("/proc/self/exe", arguments);
}

int main(int count, char **arguments) {
    (void)count;
    struct fault fault = {0};
    struct place *place = NULL;
    struct team *off = NULL, *on = NULL;
    if (place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault) != 0)
        goto failed;
    if (place_pu_count(place) < 2) {
        puts("skipped: fewer than two PUs to run on");
        place_free(place);
        return 77;
    }
    wait_actively(arguments);

    struct team_spec spec = {.engine = "threads", .place = place, .workers = 2, .clocks_off = true};
    if (team_create(&spec, &off, &fault) != 0)
        goto failed;
    spec.clocks_off = false;
    if (team_create(&spec, &on, &fault) != 0)
        goto failed;

    static double trip[RUNS], without[RUNS], with[RUNS], openmp[RUNS], clock_read[RUNS];
    for (int run = 0; run < RUNS; run++) {
        trip[run] = round_trip_ns(place);
        without[run] = clocks_off_ns(off);
        openmp[run] = openmp_ns(place);
        with[run] = clocks_on_ns(on);
        clock_read[run] = clock_read_ns();
    }
    double trip_ns = median(trip, RUNS), off_ns = median(without, RUNS), on_ns = median(with, RUNS);
    double openmp_median_ns = median(openmp, RUNS), read_ns = median(clock_read, RUNS);
    printf("fork-join of 2 pinned threads, medians of %d alternating runs, ns\n", RUNS);
    printf("%-34s %8.1f\n", "bare round trip of a line", trip_ns);
    printf("%-34s %8.1f   %.2f x round trip, %.2f x OpenMP\n", "team, clocks off", off_ns,
           off_ns / trip_ns, off_ns / openmp_median_ns);
    printf("%-34s %8.1f   round trip + %.1f clock reads, %.2f x OpenMP\n", "team, clocks on", on_ns,
           (on_ns - trip_ns) / read_ns, on_ns / openmp_median_ns);
    printf("%-34s %8.1f\n", "OpenMP parallel, active waiting", openmp_median_ns);
    printf("%-34s %8.1f\n", "one clock read", read_ns);

failed:
    if (fault.code != FAULT_NONE)
        fprintf(stderr, "fork_join: %s\n", fault.text);
    team_free(off);
    team_free(on);
    place_free(place);
    return fault_exit_status(fault.code);
}
