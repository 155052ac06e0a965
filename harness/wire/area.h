/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the conductor and the measurer share: one block of shared memory, and one message each way
 * for a batch of samples. Both are the same executable, so the layout is the compiler's.
 *
 * The conductor writes the set-up once and a batch of steps before each request; it then sleeps.
 * The measurer fills in what it measured, and raises `taken` before each step and at the end:
 * should it die, the steps before the last one raised are whole, and the step that killed it has a
 * name. It ends a batch at its first broken sample. It has the area to read only, and stores
 * through the file (trial/shelf.h); the conductor takes from it what was measured, and for
 * everything else its own word (sweep/answer.h). */
#ifndef AMDAHL_AREA_H
#define AMDAHL_AREA_H

#include "fault/fault.h"
#include "wire/card.h"
#include "wire/sample.h"
#include "wire/watch.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum { AREA_TEXT_BYTES = 512, AREA_WORDS_BYTES = 16384 };

/* The argument that makes main() a measurer, before the numbers of its socket and of the area's
 * file. */
#define AREA_MEASURER_COMMAND "measure-for-conductor"

/* A foreign program, where one is measured in place of a workload. `{n}`, `{threads}` and `{p}`
 * stand for a sample's values in its words, in `prepare`, in `conclude` and in `serial`. */
struct area_program {
    uint32_t argument_count;    /* of argv; 0: a workload is measured */
    uint32_t variable_count;    /* NAME=VALUE, behind the arguments in `words` */
    uint32_t warmups;           /* runs before the first sample of all */
    double warm_up_p;           /* of those, from the plan; NAN: none */
    bool ignores_failure;       /* a run that goes wrong is a broken row, and else nothing */
    bool inherits_output;       /* with `output` "": stdout and stderr, on the conductor's stderr */
    bool pipes_output;          /* with `output` "": a pipe whose end is read and thrown away */
    double time_limit_s;        /* of one run; 0: area_run_limit_s */
    char path[AREA_TEXT_BYTES]; /* of the executable, found before */
    char input[AREA_TEXT_BYTES];    /* a file; "": /dev/null */
    char output[AREA_TEXT_BYTES];   /* a file, truncated by each run; "": /dev/null */
    char prepare[AREA_TEXT_BYTES];  /* a command before each run, untimed; "": none */
    char conclude[AREA_TEXT_BYTES]; /* a command after each run */
    char serial[AREA_TEXT_BYTES];   /* the best serial program, run for SAMPLE_BEST; "": none */
    char words[AREA_WORDS_BYTES];   /* each ends with a NUL */
};

/* As long as a run may take, when the slowest warm-up took `slowest_s`; 0: there was none, and ten
 * minutes must do: whoever has longer runs says so. Else ten times as long, and 5 s for what
 * nobody foresees (a page-in, a frozen host). */
static inline double area_run_limit_s(const struct area_program *program, double slowest_s) {
    if (program->time_limit_s > 0)
        return program->time_limit_s;
    return slowest_s > 0 ? 10 * slowest_s + 5 : 600;
}
/* Nothing is known of a hook: as long as a set-up may take, or a run. */
static inline double area_hook_limit_s(double run_limit_s) {
    return run_limit_s > 60 ? run_limit_s : 60;
}

/* What a measurer needs to know to measure one series of one workload. */
struct area_setup {
    struct series series;
    struct area_program program;
    char plugin_path[AREA_TEXT_BYTES]; /* of the shared library with the workload; "": built in */
    char cpus[AREA_TEXT_BYTES];        /* -c; "" for all allowed */
    char kinds[AREA_TEXT_BYTES];       /* --kind; "" for the fastest */
    char synthetic[AREA_TEXT_BYTES];   /* "" for this machine; only with the scripted engine */
    char xml_path[AREA_TEXT_BYTES];
    char script_path[AREA_TEXT_BYTES]; /* "" but for the scripted engine */
    uint32_t workers;                  /* the largest n */
    uint32_t tasks_least, tasks_most;  /* of -t; 0: the workload's own count */
    uint32_t oversubscribed_from;      /* workers from this count on share PUs; UINT32_MAX: none */
    int64_t origin_ns;                 /* start_s counts from here, on the engine's clock */
    uint64_t script_seed;              /* the scripted engine's: makes its epochs differ */
    int64_t script_start_ns;           /* where its clock goes on */
};

/* What the measurer finds out before anything is planned. */
struct area_calibration {
    double unit_s;           /* of one unit of work at n = 1; 0: it is empty */
    double serial_unit_s;    /* of one unit of the workload's serial kernel; 0: it has none */
    double slowest_s;        /* the longest run of a foreign program; 0: a workload is measured */
    double fork_join_s;      /* of an empty phase at the largest n, its clocks included */
    double unit_bytes;       /* that a unit moves; 0: none to speak of */
    uint64_t whole_units;    /* of an intrinsic workload's parallel phase; 0: it is divisible */
    double phases_s;         /* of its serial phases together, at n = 1 */
    double fault_cost_s;     /* of a page fault; 0: not known */
    double unit_wait_s;      /* that a unit waits, by its workload's word; 0: it does not */
    uint32_t tasks;          /* in flight where -t does not say; 0: the workload has none */
    uint64_t sentinel_units; /* of a sentinel sample, for each worker; 0: none is to be taken */
    bool has_counters;       /* counted samples can be taken */
    bool has_best;           /* samples of the best serial code can be taken */
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
    struct workload_card card; /* AREA_DESCRIBE: of the workload in setup.plugin_path */
    uint32_t stack_kib;        /* of a task; 0: none were made, or not yet */
    _Atomic int32_t program;   /* the process group of the program that runs; 0: none */
    size_t bytes, step_capacity, span_capacity, span_offset;
    size_t watch_offset;    /* of step_capacity watches where a program is measured; else 0 */
    _Atomic uint32_t taken; /* steps begun; one more than were taken when the batch is over */
    struct area_step steps[];
};

static inline size_t area_bytes(size_t step_capacity, size_t span_capacity, size_t watch_capacity) {
    return sizeof(struct area) + step_capacity * sizeof(struct area_step) +
           span_capacity * sizeof(struct worker_span) + watch_capacity * sizeof(struct watch);
}
static inline struct worker_span *area_spans(struct area *area) {
    return (struct worker_span *)(void *)((char *)area + area->span_offset);
}

static inline struct watch *area_watches(struct area *area) {
    return area->watch_offset == 0 ? NULL
                                   : (struct watch *)(void *)((char *)area + area->watch_offset);
}

/* AREA_DESCRIBE is the only request to a measurer that is not set up. */
enum area_request_kind { AREA_SET_UP, AREA_CALIBRATE, AREA_MEASURE, AREA_DESCRIBE };

struct area_request {
    enum area_request_kind kind;
    uint32_t step_count; /* AREA_MEASURE */
};
/* The measurer's exit status where it did not simply end when the conductor hung up: its socket was
 * closed; or something that the workload started is still there. Numbers that are nobody else's
 * (those of sysexits.h end at 78, a shell's own begin at 126). */
enum area_end { AREA_END_CUT_OFF = 113, AREA_END_LEFT_CHILD = 114 };

struct area_reply {
    int status;         /* 0, or the fault's negative code: the request failed as a whole */
    int64_t now_ns;     /* the engine's clock at the end of the request */
    int64_t elapsed_ns; /* on the engine's clock, of the request */
    struct fault fault;
};

#endif
