/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A run's samples as google-benchmark's own JSON. */
#ifndef AMDAHL_BENCHMARK_JSON_H
#define AMDAHL_BENCHMARK_JSON_H

#include "fault/fault.h"
#include "wire/sample.h"

#include <stddef.h>

enum { BENCHMARK_JSON_NAME_BYTES = 256 };

/* The benchmark that a sample is a repetition of: "spin/threads/spread/p:0.95/n:2". What most runs
 * do not have stands in it only where it is: the params after the workload, the scaling after the
 * place unless it is strong, "t:8" for tasks at the end; "p:" is left out where there is no p. */
void benchmark_json_name(const struct sample *sample, char name[BENCHMARK_JSON_NAME_BYTES]);

/* Writes `path`, as gbench_write_json does: the asked-for samples in their order, a sample's round
 * as its repetition; of the T(1) of one point and round only the first, as its repeats would weigh
 * that round more than others. A broken sample is an errored run, a disturbed one is left out, as
 * it is from `speedup`. `context` holds `context_pairs` times key, value. FAULT_SYSTEM. Not for two
 * threads at once. */
int benchmark_json_write(const char *path, const struct sample *samples, size_t count,
                         const char *const *context, size_t context_pairs, struct fault *fault);

#endif
