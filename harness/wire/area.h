/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the conductor and the measurer share: one block of shared memory, and one message each way
 * for a batch of samples. Both are the same executable, so the layout is the compiler's.
 *
 * The conductor writes the set-up once and a batch of steps before each request; it then sleeps.
 * The measurer fills in what it measured, and raises `taken` before each step and at the end:
 * should it die, the steps before the last one raised are whole, and the step that killed it has a
 * name. */
#ifndef AMDAHL_AREA_H
#define AMDAHL_AREA_H

#include "fault/fault.h"
#include "wire/sample.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum { AREA_TEXT_BYTES = 512 };

/* The argument that makes main() a measurer, before the numbers of its socket and of the area's
 * file. */
#define AREA_MEASURER_COMMAND "measure-for-conductor"

/* What a measurer needs to know to measure one series of one workload. */
struct area_setup {
    struct series series;
    char cpus[AREA_TEXT_BYTES];      /* -c; "" for all allowed */
    char kinds[AREA_TEXT_BYTES];     /* --kind; "" for the fastest */
    char synthetic[AREA_TEXT_BYTES]; /* "" for this machine; only with the scripted engine */
    char xml_path[AREA_TEXT_BYTES];
    char script_path[AREA_TEXT_BYTES]; /* "" but for the scripted engine */
    uint32_t workers;                  /* the largest n */
    uint32_t oversubscribed_from;      /* workers from this count on share PUs; UINT32_MAX: none */
    int64_t origin_ns;                 /* start_s counts from here, on the engine's clock */
    uint64_t script_seed;              /* the scripted engine's: makes its epochs differ */
    int64_t script_start_ns;           /* where its clock goes on */
};

/* What the measurer finds out before anything is planned. */
struct area_calibration {
    double unit_s;        /* of one unit of work at n = 1; 0: it is empty */
    double serial_unit_s; /* of one unit of the workload's serial kernel; 0: it has none */
    double fork_join_s;   /* of an empty phase at the largest n, its clocks included */
    double unit_bytes;    /* that a unit moves; 0: none to speak of */
};

/* One sample to take: the conductor fills `sample` up to `units`, the measurer the rest. */
struct area_step {
    uint64_t serial_units, parallel_units;
    size_t first_span; /* its n spans are spans[first_span …] */
    struct sample sample;
};

struct area {
    struct area_setup setup;
    struct area_calibration calibration;
    size_t bytes, step_capacity, span_capacity, span_offset;
    _Atomic uint32_t taken; /* steps begun; step_count + 1 when all are done */
    struct area_step steps[];
};

static inline size_t area_bytes(size_t step_capacity, size_t span_capacity) {
    return sizeof(struct area) + step_capacity * sizeof(struct area_step) +
           span_capacity * sizeof(struct worker_span);
}
static inline struct worker_span *area_spans(struct area *area) {
    return (struct worker_span *)(void *)((char *)area + area->span_offset);
}

enum area_request_kind { AREA_SET_UP, AREA_CALIBRATE, AREA_MEASURE };

struct area_request {
    enum area_request_kind kind;
    uint32_t step_count; /* AREA_MEASURE */
};
struct area_reply {
    int status;         /* 0, or the fault's negative code: the request failed as a whole */
    int64_t now_ns;     /* the engine's clock at the end of the request */
    int64_t elapsed_ns; /* on the engine's clock, of the request */
    struct fault fault;
};

#endif
