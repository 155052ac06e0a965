/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A program with OpenMP that times itself, as its user would: for each core count and each fraction
 * once to warm up, then as often as its part of the time allows, and the median.
 *     spin_openmp SECONDS UNITS P,P,… N,N,…   prints "p<tab>n<tab>seconds<tab>repetitions" lines
 *     spin_openmp runtime     prints "NAME<tab>FILE" of the runtime it runs with: libgomp or libomp
 * Exit: 0 done, 1 failed, 2 wrong use. */
#include "peers/load.h"

#include <dlfcn.h>
#include <omp.h>
#include <string.h>

/* Of one point: at a millisecond each a minute and a half. */
enum { REPETITIONS_MAX = 100000 };

struct plan {
    double seconds, units;
    double fractions[LOAD_POINTS_MAX], cores[LOAD_POINTS_MAX];
    size_t fraction_count, core_count;
};

static bool plan_read(char **arguments, struct plan *plan) {
    if (load_read_list(arguments[1], 0, 86400, &plan->seconds, 1) != 1 ||
        load_read_list(arguments[2], 1, LOAD_UNITS_MAX, &plan->units, 1) != 1)
        return false;
    plan->fraction_count = load_read_list(arguments[3], 0, 1, plan->fractions, LOAD_POINTS_MAX);
    plan->core_count =
        load_read_list(arguments[4], 1, LOAD_WORKERS_MAX, plan->cores, LOAD_POINTS_MAX);
    return plan->fraction_count > 0 && plan->core_count > 0;
}

/* What a run gave. */
struct outcome {
    double time_s;
    uint64_t digest;
    int threads; /* that took part */
};

/* One run on n threads. A runtime may give fewer (OMP_THREAD_LIMIT, no memory for a stack), and the
 * digest would be right all the same. */
static struct outcome run(const struct load *load, int n) {
    int threads = 0;
    const double begin = omp_get_wtime();
    uint64_t digest = load_run_serial(load);
#pragma omp parallel num_threads(n) reduction(+ : digest, threads)
    {
        digest +=
            load_run_share(load, (unsigned)omp_get_thread_num(), (unsigned)omp_get_num_threads());
        threads++;
    }
    const double end = omp_get_wtime();
    return (struct outcome){end - begin, digest, threads};
}

static int by_value(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, by_value);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* One point: prints its line. False where a digest was wrong, or n threads could not be had. */
static bool measure(double p, int n, uint64_t units, double seconds, double *times_s) {
    const struct load load = load_at(p, units);
    const double begin = omp_get_wtime();
    struct outcome got;
    size_t count = 0;
    run(&load, n); /* the first region makes the threads */
    do {
        got = run(&load, n);
        times_s[count++] = got.time_s;
    } while (got.threads == n && omp_get_wtime() - begin < seconds && count < REPETITIONS_MAX);
    if (got.threads != n) {
        fprintf(stderr, "spin_openmp: %d threads were not to be had, but %d\n", n, got.threads);
        return false;
    }
    const double time_s = median(times_s, count);
    return load_is_proved(&load, got.digest) &&
           printf("%g\t%d\t%.9g\t%zu\n", p, n, time_s, count) > 0;
}

static bool measure_all(const struct plan *plan) {
    static double times_s[REPETITIONS_MAX];
    const double seconds = plan->seconds / (double)(plan->core_count * plan->fraction_count);
    for (size_t i = 0; i < plan->core_count; i++)
        for (size_t j = 0; j < plan->fraction_count; j++)
            if (!measure(plan->fractions[j], (int)plan->cores[i], (uint64_t)plan->units, seconds,
                         times_s))
                return false;
    return true;
}

/* Only LLVM's has functions of that prefix. What is preloaded stands before what was linked. */
static int runtime_print(void) {
    void *of_llvm = dlsym(RTLD_DEFAULT, "kmp_get_blocktime");
    void *function = of_llvm != NULL ? of_llvm : dlsym(RTLD_DEFAULT, "omp_get_wtime");
    Dl_info found;
    if (function == NULL || dladdr(function, &found) == 0)
        return 1;
    return printf("%s\t%s\n", of_llvm != NULL ? "libomp" : "libgomp", found.dli_fname) < 0;
}

int main(int count, char **arguments) {
    static struct plan plan;
    if (count == 2 && strcmp(arguments[1], "runtime") == 0)
        return runtime_print();
    if (count != 5 || !plan_read(arguments, &plan)) {
        fprintf(stderr, "usage: spin_openmp SECONDS UNITS P,P,… N,N,… | spin_openmp runtime\n");
        return 2;
    }
    omp_set_dynamic(0); /* as many threads as were asked for */
    return measure_all(&plan) ? 0 : 1;
}
