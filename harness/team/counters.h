/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A thread's hardware counters: the cycles and the instructions of its user mode, counted together
 * and read with one call.
 *
 * They are open during a counted phase only. A thread that has them, even stopped, is switched from
 * and to more slowly (measured on a guest of an AMD EPYC: 3.5 us more a switch while they are
 * stopped, 16 us while they count), which the other samples must not see. Opening takes some
 * microseconds, but up to 20 ms where no thread of the machine had an event for a second. */
#ifndef AMDAHL_COUNTERS_H
#define AMDAHL_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

/* What one read gives, in the order of perf_event_open(2), and differences and sums of it. A CPU
 * has few counters: where others want them too, the kernel lets each run for a part of the time. */
struct counters_reading {
    uint64_t events; /* of the group: 2 */
    uint64_t enabled_ns, running_ns;
    uint64_t cycles, instructions;
};

struct counters {
    int cycles_file;       /* the group's; -1: not open */
    int instructions_file; /* only held open */
    bool is_whole;         /* no read has failed since they were opened */
    struct counters_reading begin;
    struct counters_reading sum; /* from each counters_begin to its counters_end */
};
/* Some that are not open. */
#define COUNTERS_CLOSED ((struct counters){.cycles_file = -1, .instructions_file = -1})

/* Whether the calling thread can count. */
bool counters_are_there(void);

/* Opens those of the calling thread, which is the one that begins and ends, with sums of 0; closes
 * what was open. What cannot be opened counts nothing, and has no sums. */
void counters_open(struct counters *counters);
/* Accepts some that were closed; the sums stay. Any thread may close. */
void counters_close(struct counters *counters);
void counters_begin(struct counters *counters);
void counters_end(struct counters *counters);

/* The sums, scaled up from the time that they ran to the time that they were to run; NAN where they
 * never ran. */
double counters_cycles(const struct counters *counters);
double counters_instructions(const struct counters *counters);

#endif
