/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a run of a program reads from and writes to: --input and --output. */
#ifndef AMDAHL_STREAMS_H
#define AMDAHL_STREAMS_H

#include "fault/fault.h"
#include "wire/area.h"

/* Files, -1: none. Those above stderr are the run's own. */
struct streams {
    int input, output, error;
    int drain; /* the reading end of a pipe that is to be read and thrown away */
};
#define STREAMS_NONE ((struct streams){-1, -1, -1, -1})

/* stderr is inherited where stdout is, and else thrown away. FAULT_USAGE names a file that cannot
 * be opened. The caller closes, also after a fault. */
int streams_open(const struct area_program *program, struct streams *streams, struct fault *fault);
void streams_close(struct streams *streams);

#endif
