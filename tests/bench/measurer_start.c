/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* How long a measuring process takes from its start to its first answer, set up for `spin` on all
 * PUs: the median of 20 starts. What an epoch costs. */
#include "bench.h"
#include "sweep/measurer_process.h"
#include "team/clock.h"
#include "trial/measurer.h"

enum { STARTS = 20 };

static int start_once(const struct area_setup *setup, struct interrupt *interrupt, double *ret_ms,
                      struct fault *fault) {
    struct measurer_process *process = NULL;
    int64_t begin_ns = clock_now_ns();
    int status = measurer_process_start(setup, 1, setup->workers, 10, interrupt, &process, fault);
    *ret_ms = (double)(clock_now_ns() - begin_ns) / 1e6;
    measurer_process_stop(process);
    return status;
}

int main(int count, char **arguments) {
    /* It is its own measuring process, as the program is. */
    if (count == 4 && strcmp(arguments[1], AREA_MEASURER_COMMAND) == 0)
        return measurer_main((int)strtol(arguments[2], NULL, 10),
                             (int)strtol(arguments[3], NULL, 10));
    struct bench bench;
    struct fault fault = {0};
    struct interrupt interrupt;
    int status = bench_open(count, arguments, &bench);
    if (status != 0)
        return status;
    struct area_setup setup = {
        .series = {.workload = "spin", .scaling = "strong", .place = "spread", .idle = "block"},
        .workers = bench.pus,
        .oversubscribed_from = UINT32_MAX,
        .origin_ns = clock_now_ns(),
    };
    snprintf(setup.series.engine, sizeof setup.series.engine, "%s", bench.engine);
    snprintf(setup.series.params, sizeof setup.series.params, "%s", bench.params);

    double starts_ms[STARTS];
    status = interrupt_open(&interrupt, &fault);
    if (status != 0)
        return bench_close(&bench, &fault);
    for (int i = 0; i < STARTS && status == 0; i++)
        status = start_once(&setup, &interrupt, &starts_ms[i], &fault);
    if (status == 0)
        bench_print(&bench, "first-answer", bench_median(starts_ms, STARTS), "ms");
    interrupt_close(&interrupt);
    return bench_close(&bench, &fault);
}
