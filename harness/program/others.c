/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/others.h"
#include "place/place.h"
#include "program/launch.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* docs/definitions.md, `exec`: ten times what a look may take, and well above what a quiet kernel
 * does on a core for itself. */
static const double SHARE_MOST = 0.05;
/* Of the time that passed, what a PU's counters must tell at least: some sandboxes show zeros. */
static const double TOLD_LEAST = 0.5;

int others_read(struct others_reading *ret_reading, struct fault *fault) {
    *ret_reading = (struct others_reading){.now_ns = launch_now_ns()};
    return cpu_ticks_read("/", &ret_reading->ticks, &ret_reading->count, fault);
}

void others_close(struct others_reading *reading) {
    free(reading->ticks);
    *reading = (struct others_reading){0};
}

size_t others_pus(const struct place *place, size_t n, unsigned *pus, size_t room) {
    const size_t all = place_pu_count(place);
    const size_t count = place_policy_of(place) == PLACE_NONE ? all : n;
    if (n > all)
        return 0;
    for (size_t i = 0; i < count && i < room; i++)
        pus[i] = (unsigned)place_slot(place, i).pu;
    return count;
}

static const struct cpu_ticks *find(const struct others_reading *reading, unsigned pu) {
    for (size_t i = 0; i < reading->count; i++)
        if (reading->ticks[i].cpu == pu)
            return &reading->ticks[i];
    return NULL;
}

/* Ticks from one reading to the next; a counter of waiting for a disk may go back a little. */
static double rise(uint64_t before, uint64_t after) {
    return after > before ? (double)(after - before) : 0;
}

/* False: the kernel does not tell. */
static bool idle_of(const struct others_reading *before, const struct others_reading *after,
                    unsigned pu, double tick_s, double *ret_idle_s) {
    const struct cpu_ticks *old = find(before, pu), *new = find(after, pu);
    const double elapsed_s = (double)(after->now_ns - before->now_ns) * 1e-9;
    if (old == NULL || new == NULL)
        return false;
    double idle = rise(old->idle, new->idle);
    double told = idle + rise(old->busy, new->busy) + rise(old->steal, new->steal);
    *ret_idle_s = idle * tick_s;
    /* Each of the three may be short of a tick. */
    return (told + 3) * tick_s >= TOLD_LEAST * elapsed_s;
}

double others_share(const struct others_reading *before, const struct others_reading *after,
                    const unsigned *pus, size_t count, double used_s) {
    const double tick_s = 1.0 / (double)sysconf(_SC_CLK_TCK);
    const double passed_s = (double)count * (double)(after->now_ns - before->now_ns) * 1e-9;
    double others_s = passed_s - used_s;
    for (size_t i = 0; i < count; i++) {
        double idle_s;
        if (!idle_of(before, after, pus[i], tick_s, &idle_s))
            return 0;
        others_s -= idle_s;
    }
    if (others_s <= SHARE_MOST * passed_s + (double)count * tick_s)
        return 0;
    return fmin(others_s / passed_s, 1);
}
