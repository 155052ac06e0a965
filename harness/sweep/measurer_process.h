/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The conductor's end of a measuring process: start it afresh, ask it for a batch, sleep until it
 * answers, and find out what ended it if it did not. */
#ifndef AMDAHL_MEASURER_PROCESS_H
#define AMDAHL_MEASURER_PROCESS_H

#include "fault/fault.h"
#include "sweep/interrupt.h"
#include "wire/area.h"

struct measurer_process;

/* Executes this program again as a measurer, in a process group of its own (a Ctrl-C is the
 * conductor's to answer), which then waits for its first request. FAULT_SYSTEM. */
int measurer_process_open(const struct area_setup *setup, size_t step_capacity,
                          size_t span_capacity, struct measurer_process **ret_process,
                          struct fault *fault);
/* The same, and sets it up. `time_limit_s` is for the set-up. Faults: FAULT_SYSTEM; or what the
 * set-up answered; or as measurer_process_ask. */
int measurer_process_start(const struct area_setup *setup, size_t step_capacity,
                           size_t span_capacity, double time_limit_s, struct interrupt *interrupt,
                           struct measurer_process **ret_process, struct fault *fault);
/* Lets it end by itself, and kills it if it does not within 5 s; with it goes whatever the workload
 * started. FAULT_WORKLOAD or FAULT_TIME_LIMIT tell of a crash and of a hang in the workload's
 * teardown, as measurer_process_ask does, or of a process that was there after it. Nothing to do
 * where it has ended. Accepts NULL. */
int measurer_process_end(struct measurer_process *process, struct fault *fault);
/* The same, whatever it does, and frees. Accepts NULL. */
void measurer_process_stop(struct measurer_process *process);

struct area *measurer_process_area(struct measurer_process *process);
/* The area's spans, and its watches, NULL where no program is measured: where they were put, not
 * where the area says that they are. */
const struct worker_span *measurer_process_spans(const struct measurer_process *process);
const struct watch *measurer_process_watches(const struct measurer_process *process);
/* Whether it still lives and answers. */
bool measurer_process_is_alive(const struct measurer_process *process);

/* Sends one request and sleeps until the answer. A request that failed gives the measurer's fault.
 * A measurer that died gives FAULT_WORKLOAD ("crashed: SIGSEGV", where tasks run with "; a task's
 * stack has 64 KiB" behind it, "ended the measuring process, with status 0", "closed the files of
 * the measuring process"), one that did not answer in time is killed and gives FAULT_TIME_LIMIT
 * ("gave no answer within 5 s"), and so is one when a second signal comes (FAULT_SYSTEM,
 * "interrupted"); the sentence is a part for the caller to complete. In a set-up it ends with " in
 * its set-up", in a calibration with " while it was calibrated at n = 1", and where a library is
 * described with " while it was loaded". Nothing that the workload started outlives it. */
int measurer_process_ask(struct measurer_process *process, const struct area_request *request,
                         double time_limit_s, struct interrupt *interrupt,
                         struct area_reply *ret_reply, struct fault *fault);

#endif
