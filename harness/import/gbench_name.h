/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the name of a google-benchmark run says. Of the room import/ alone. */
#ifndef AMDAHL_IMPORT_GBENCH_NAME_H
#define AMDAHL_IMPORT_GBENCH_NAME_H

#include "wire/measured.h"

#include <stdbool.h>
#include <stdint.h>

struct gbench_name {
    double n;         /* NAN: the name has none */
    char key[256];    /* what is left without it: "BM_x/64/real_time"; ours: "spin/threads/spread/
                       * p:0.9" */
    char series[256]; /* ours: the key without p and tasks */
    double p;         /* ours; NAN: none */
    uint32_t tasks;   /* ours; 0: none */
    enum measured_scaling scaling; /* ours */
};

/* Takes "NAME/ARG/…/threads:4" apart. `threads`, not NAN, is n, and the part "threads:…" is left
 * out; else n is the part whose name counts cores, or the last one that is a number alone. Names of
 * ours (trial/benchmark_json.h) also say p, the tasks and the scaling. */
void gbench_name_read(const char *name, double threads, bool is_ours, struct gbench_name *ret_name);

#endif
