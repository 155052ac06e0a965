/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The shared area (wire/area.h) as the measuring process has it: to read only, so that no stray
 * store of a workload's code reaches what was measured before; it is a SIGSEGV. Results are put
 * there through the area's file: 0.2 us each, without a stop of the other workers. Making pages
 * writable and read-only again for each sample (mprotect) took 13 us, and interrupts every core
 * that a worker runs on. */
#ifndef AMDAHL_SHELF_H
#define AMDAHL_SHELF_H

#include "fault/fault.h"
#include "wire/area.h"

struct shelf {
    const struct area *area;
    int file;
};

/* Another number for an open file, which it leaves: one at which no file lands that a workload
 * opens, and which the programs that it starts do not inherit. Gives `file` itself, not inherited
 * either, where the process may not have as many. */
int shelf_move_file(int file);

/* Maps the area. 0, or -1 where that cannot be. The mapping lives as long as the process. */
int shelf_open(int file, struct shelf *ret_shelf);

/* Makes the area one to write in, for a process that runs no code but its own. FAULT_SYSTEM. */
int shelf_unlock(const struct shelf *shelf, struct area **ret_area, struct fault *fault);

/* Puts `bytes` bytes at `offset` of the area. FAULT_WORKLOAD: the file is no longer open. */
int shelf_put(const struct shelf *shelf, size_t offset, const void *content, size_t bytes,
              struct fault *fault);
/* area.taken. */
int shelf_put_taken(const struct shelf *shelf, uint32_t taken, struct fault *fault);
/* The results of step `index`: of the caller's own copy of it the sample, and sample.n spans. */
int shelf_put_step(const struct shelf *shelf, uint32_t index, const struct area_step *step,
                   const struct worker_span *spans, struct fault *fault);

#endif
