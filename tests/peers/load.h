/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The load of all peers: the kernel of the workload `spin`, the very function that `amdahl sweep
 * spin` calls, and its units divided as a sample of ours divides them: the first (1 - p) of them
 * serial, the others in n contiguous shares. All functions may be called by any thread. */
#ifndef AMDAHL_PEERS_LOAD_H
#define AMDAHL_PEERS_LOAD_H

#include <workload.h>

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

extern const struct workload workload_spin;

enum {
    LOAD_POINTS_MAX = 64,   /* fractions, or core counts, of one command */
    LOAD_WORKERS_MAX = 1024 /* PUs of one command */
};

/* Beyond this a count of units is no longer exact as a double. */
#define LOAD_UNITS_MAX 9007199254740992.0

struct load {
    uint64_t serial_units, parallel_units;
};

/* `units` divided at the parallel fraction p. */
static inline struct load load_at(double p, uint64_t units) {
    const uint64_t serial_units = (uint64_t)llround((1.0 - p) * (double)units);
    return (struct load){.serial_units = serial_units, .parallel_units = units - serial_units};
}

/* Runs the serial part; gives its digest. */
static inline uint64_t load_run_serial(const struct load *load) {
    return workload_spin.run(NULL, 0, load->serial_units);
}

/* Runs the share of worker 0 … workers - 1; gives its digest. */
static inline uint64_t load_run_share(const struct load *load, unsigned worker, unsigned workers) {
    const uint64_t begin = load->parallel_units * worker / workers;
    const uint64_t end = load->parallel_units * (worker + 1) / workers;
    return workload_spin.run(NULL, load->serial_units + begin, end - begin);
}

/* Whether the digest is that of all units; if not, says so on stderr. */
static inline bool load_is_proved(const struct load *load, uint64_t digest) {
    char why[256];
    const struct workload_sample sample = {.serial_units = load->serial_units,
                                           .parallel_units = load->parallel_units};
    if (workload_spin.check(NULL, &sample, digest, why, sizeof why) == 0)
        return true;
    fprintf(stderr, "%s\n", why);
    return false;
}

/* Reads "0.5,0.9" into `values`, each within the limits. Gives how many, or 0 for anything else. */
static inline size_t load_read_list(const char *text, double least, double most, double *values,
                                    size_t values_max) {
    for (size_t count = 0; count < values_max; text++) {
        char *end = NULL;
        errno = 0;
        values[count] = strtod(text, &end);
        /* so put, NaN is refused too */
        if (end == text || errno != 0 || !(values[count] >= least && values[count] <= most))
            return 0;
        count++;
        if (*end == '\0')
            return count;
        if (*end != ',')
            return 0;
        text = end;
    }
    return 0;
}

#endif
