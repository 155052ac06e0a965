/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "team/counters.h"
#include "team/event.h"

#include <math.h>
#include <unistd.h>

/* User mode only is what kernel.perf_event_paranoid = 2, the kernel's default, allows. */
static struct perf_event_attr hardware_event(uint64_t kind) {
    return (struct perf_event_attr){
        .type = PERF_TYPE_HARDWARE,
        .config = kind,
        .read_format =
            PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
        .exclude_kernel = 1,
        .exclude_hv = 1,
    };
}

void counters_open(struct counters *counters) {
    counters_close(counters);
    *counters = COUNTERS_CLOSED;
    counters->cycles_file = event_open(hardware_event(PERF_COUNT_HW_CPU_CYCLES), -1);
    if (counters->cycles_file < 0)
        return;
    counters->instructions_file =
        event_open(hardware_event(PERF_COUNT_HW_INSTRUCTIONS), counters->cycles_file);
    if (counters->instructions_file < 0)
        counters_close(counters);
    counters->is_whole = counters->cycles_file >= 0;
}

void counters_close(struct counters *counters) {
    if (counters->instructions_file >= 0)
        close(counters->instructions_file);
    if (counters->cycles_file >= 0)
        close(counters->cycles_file);
    counters->cycles_file = counters->instructions_file = -1;
}

static void read_group(struct counters *counters, struct counters_reading *reading) {
    *reading = (struct counters_reading){0};
    counters->is_whole = counters->cycles_file >= 0 &&
                         read(counters->cycles_file, reading, sizeof *reading) == sizeof *reading &&
                         counters->is_whole;
}

void counters_begin(struct counters *counters) {
    read_group(counters, &counters->begin);
}

void counters_end(struct counters *counters) {
    const struct counters_reading *begin = &counters->begin;
    struct counters_reading *sum = &counters->sum, end;
    read_group(counters, &end);
    sum->enabled_ns += end.enabled_ns - begin->enabled_ns;
    sum->running_ns += end.running_ns - begin->running_ns;
    sum->cycles += end.cycles - begin->cycles;
    sum->instructions += end.instructions - begin->instructions;
}

static double scale(const struct counters *counters, uint64_t count) {
    const struct counters_reading *sum = &counters->sum;
    if (!counters->is_whole || sum->running_ns == 0)
        return NAN;
    return (double)count * ((double)sum->enabled_ns / (double)sum->running_ns);
}

double counters_cycles(const struct counters *counters) {
    return scale(counters, counters->sum.cycles);
}

double counters_instructions(const struct counters *counters) {
    return scale(counters, counters->sum.instructions);
}

bool counters_are_there(void) {
    struct counters counters = COUNTERS_CLOSED;
    counters_open(&counters);
    counters_begin(&counters);
    counters_end(&counters);
    counters_close(&counters);
    /* Some hypervisors let them be opened and leave them at 0. */
    bool stands_still =
        counters.sum.running_ns > 0 && (counters.sum.cycles == 0 || counters.sum.instructions == 0);
    return counters.is_whole && !stands_still;
}
