/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What others (the host among them) took of a run's cores, from outside: the time that passed on
 * them, less what they idled and what the run used. */
#ifndef AMDAHL_OTHERS_H
#define AMDAHL_OTHERS_H

#include "fault/fault.h"
#include "record/cpu_ticks.h"

#include <stddef.h>
#include <stdint.h>

struct place;

/* One reading of all CPUs: begin with all zeros, close with others_close. */
struct others_reading {
    struct cpu_ticks *ticks;
    size_t count;
    int64_t now_ns; /* CLOCK_MONOTONIC */
};
/* FAULT_SYSTEM without memory. Any thread. */
int others_read(struct others_reading *ret_reading, struct fault *fault);
void others_close(struct others_reading *reading); /* accepts all zeros */

/* The PUs of n workers, of distinct numbers; all in use under PLACE_NONE. Gives how many there are,
 * of which the first `room` are written; 0 where workers share them. */
size_t others_pus(const struct place *place, size_t n, unsigned *pus, size_t room);

/* The share of the `count` PUs' time from `before` to `after` that others used, where `used_s` of
 * CPU time is accounted for: 0 to 1. 0 also where it is not above 5 % and a tick of each PU, or
 * where the kernel does not tell. Pure. */
double others_share(const struct others_reading *before, const struct others_reading *after,
                    const unsigned *pus, size_t count, double used_s);

#endif
