/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Programs with google-benchmark, which measures and reports as its users have it do:
 *     spin_gbench threads UNITS P,P,… N,N,… PU,PU,… [--benchmark_…]…
 * what a newcomer writes after the section "Multithreaded Benchmarks" of its guide: Threads(n), and
 * each thread does its part in the loop. And
 *     spin_gbench pool UNITS P,P,… N,N,… PU,PU,… [--benchmark_…]…
 * what one writes who looked into it: an own pool of bound, spinning threads, and manual time.
 * Exit: 0 done, 1 failed, 2 wrong use. */
#include "peers/load.h"
#include "peers/pool.h"
#include "trial/gbench.h"

#include <sched.h>
#include <string.h>

struct point {
    char name[64];
    struct load load;
    unsigned n;
    const unsigned *pus;
    bool has_failed;
};

struct request {
    bool is_pool;
    double units, fractions[LOAD_POINTS_MAX], cores[LOAD_POINTS_MAX];
    size_t fraction_count, core_count;
    unsigned pus[LOAD_WORKERS_MAX]; /* as many at least as the most cores */
};

struct points {
    struct point *point;
    struct gbench_case *cases;
    size_t count;
};

/* The pool runs all of it, and outlives a loop of the library's. */
static void pool_benchmark(struct gbench_state *state, void *context) {
    struct point *point = context;
    uint64_t digest = 0;
    struct pool *pool = pool_create(point->n, point->pus);
    while (gbench_keep_running(state)) {
        const double seconds = pool == NULL ? 1 : pool_run(pool, &point->load, &digest);
        gbench_set_time(state, seconds);
    }
    if (pool == NULL || !load_is_proved(&point->load, digest))
        point->has_failed = true;
    pool_free(pool);
}

/* As the guide's example has it, no word of barriers. */
static void threads_benchmark(struct gbench_state *state, void *context) {
    const struct point *point = context;
    const unsigned worker = gbench_thread_index(state);
    while (gbench_keep_running(state)) {
        if (worker == 0)
            load_run_serial(&point->load);
        load_run_share(&point->load, worker, point->n);
    }
}

static void points_fill(struct points *points, const struct request *request) {
    for (size_t i = 0; i < points->count; i++) {
        struct point *point = &points->point[i];
        const double p = request->fractions[i % request->fraction_count];
        point->n = (unsigned)request->cores[i / request->fraction_count];
        point->load = load_at(p, (uint64_t)request->units);
        point->pus = request->pus;
        snprintf(point->name, sizeof point->name, "spin/p:%g/n:%u", p, point->n);
        points->cases[i] = (struct gbench_case){
            .name = point->name,
            .function = request->is_pool ? pool_benchmark : threads_benchmark,
            .context = point,
            .threads = request->is_pool ? 0 : point->n,
        };
    }
}

static bool request_read(char **arguments, struct request *request) {
    static double pus[LOAD_WORKERS_MAX];
    request->is_pool = strcmp(arguments[1], "pool") == 0;
    if ((!request->is_pool && strcmp(arguments[1], "threads") != 0) ||
        load_read_list(arguments[2], 1, LOAD_UNITS_MAX, &request->units, 1) != 1)
        return false;
    const size_t pu_count = load_read_list(arguments[5], 0, CPU_SETSIZE - 1, pus, LOAD_WORKERS_MAX);
    for (size_t i = 0; i < pu_count; i++)
        request->pus[i] = (unsigned)pus[i];
    request->fraction_count =
        load_read_list(arguments[3], 0, 1, request->fractions, LOAD_POINTS_MAX);
    request->core_count =
        load_read_list(arguments[4], 1, (double)pu_count, request->cores, LOAD_POINTS_MAX);
    return request->fraction_count > 0 && request->core_count > 0;
}

/* Runs the cases under the library's options, of which arguments[0] is the program's name. */
static int measure(int count, char **arguments, struct points *points) {
    struct fault fault = {0};
    if (points->point == NULL || points->cases == NULL) {
        fprintf(stderr, "spin_gbench: no memory for %zu points\n", points->count);
        return 1;
    }
    if (gbench_main(count, arguments, points->cases, points->count, &fault) != 0) {
        fprintf(stderr, "spin_gbench: %s\n", fault.text);
        return fault_exit_status(fault.code);
    }
    for (size_t i = 0; i < points->count; i++)
        if (points->point[i].has_failed) {
            fprintf(stderr, "spin_gbench: %s failed\n", points->point[i].name);
            return 1;
        }
    return 0;
}

int main(int count, char **arguments) {
    static struct request request;
    if (count < 6 || !request_read(arguments, &request)) {
        fprintf(stderr, "usage: spin_gbench threads|pool UNITS P,P,… N,N,… PU,PU,… "
                        "[--benchmark_…]…, a PU for each of N threads\n");
        return 2;
    }
    struct points points = {.count = request.fraction_count * request.core_count};
    points.point = calloc(points.count, sizeof *points.point);
    points.cases = calloc(points.count, sizeof *points.cases);
    if (points.point != NULL && points.cases != NULL)
        points_fill(&points, &request);
    arguments[5] = arguments[0];
    const int status = measure(count - 5, arguments + 5, &points);
    free(points.point);
    free(points.cases);
    return status;
}
