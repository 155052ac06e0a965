/* SPDX-License-Identifier: 0BSD
 * SPDX-FileCopyrightText: the amdahl authors */

/* The one header that a workload includes, in C or in C++.
 *
 * A divisible workload is a row of equal units of work, 0, 1, 2, …: any range of them can be run by
 * any worker, and every range gives a digest that does not depend on who ran it. The harness makes
 * a share (1 - p) of the time serial and gives the other units to n pinned workers, each one
 * contiguous range. A unit is not divided: with the serial part it is the longest chain of work
 * that must be done in order, the span. A workload never makes threads, never binds them and never
 * reads a clock.
 *
 * An intrinsic workload has serial phases of its own, `begin` and `finish`, around one parallel
 * phase of a fixed number of units: p is what the clocks say it is.
 *
 * NAME.c defines `const struct workload workload_NAME` ('-' in the file's name becomes '_').
 * `amdahl sweep ./NAME.c` compiles and measures it; so does `--load NAME.so` with a library that
 * was built before; in the tree it is a file in workloads/ and NAME in the list in
 * workloads/meson.build. */
#ifndef AMDAHL_WORKLOAD_H
#define AMDAHL_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "workload_wait.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Changes when a struct below changes its layout or a field its meaning. */
#define WORKLOAD_ABI 5u

struct workload_task;  /* workload_tasks.h */
struct workload_tasks; /* likewise */

/* What one unit costs. Zero where it costs none of it. */
struct workload_unit {
    double operations;     /* arithmetic operations of a unit */
    const char *operation; /* what one of them is: "integer multiply-add", "flop" */
    double bytes;          /* bytes moved to and from memory beyond the private caches */
};

/* A number that `--param NAME=VALUE` sets. */
struct workload_param {
    const char *name;    /* lower-case letters, digits and '-'; NULL ends a list of them */
    const char *summary; /* one line, with the unit */
    uint64_t initial, least, most;
    /* The names of the values least, least + 1, … most, given in place of numbers, and a NULL; such
     * names as a parameter's own, all together of at most 159 letters and separators. NULL: it is a
     * number. */
    const char *const *words;
};
enum { WORKLOAD_PARAMS_MAX = 8, WORKLOAD_TASKS_BESIDE = 16 };

/* What data may be sized by. */
struct workload_setting {
    unsigned workers;       /* the most that a sample will use */
    size_t cache_bytes;     /* of all caches of the largest level together; 0: not known */
    const uint64_t *params; /* the values of `params`, in their order */
    unsigned tasks;         /* the most that a sample will have in flight; 0: none has tasks */
    const struct workload_tasks *calls; /* for workload_channel_make and its like */
};

/* One sample, as a worker sees it. */
struct workload_sample {
    unsigned workers; /* that take part: n */
    unsigned worker;  /* 0 … n - 1 */
    unsigned tasks;   /* in flight: t; 0: the workers share the units out without tasks */
    uint64_t serial_units, parallel_units;
};

struct workload {
    uint32_t abi;         /* WORKLOAD_ABI */
    const char *name;     /* unique; lower-case letters, digits and '-', at most 31 characters */
    const char *summary;  /* one line for `amdahl list` */
    const char *stresses; /* the resource that it stresses, in a few words */
    struct workload_unit unit;
    struct workload_unit serial_unit;    /* of `run_serial`, where there is one */
    const struct workload_param *params; /* NULL: none */

    /* Its units are no work at all: what is measured is the harness. It has no p, no law and no
     * verdict. */
    bool is_empty;

    /* Bytes that all workers together keep while measuring. NULL: nothing to speak of. It is
     * checked against the free memory before anything is set up. */
    size_t (*footprint_bytes)(const struct workload_setting *setting);

    /* Units that one worker runs after `prepare`, untimed, to have its data in cache before a
     * sample; 0 for a workload without data, one that is to find its data in memory, or one whose
     * `prepare` has written all that `run` will change. */
    uint64_t warm_units;

    /* Once a measuring process, on worker 0 and before any `setup`: what all workers share, or NULL
     * with *ret_shared left alone. It allocates, and leaves the first touch to `setup`. Returns 0,
     * or -1 with a sentence in `why`. May be NULL. */
    int (*open)(const struct workload_setting *setting, void **ret_shared, char *why,
                size_t why_bytes);

    /* Once a measuring process for each worker, on its own pinned thread, one after the other: its
     * private data, and its part of the shared, first touched where it will be used. *ret_state is
     * given to `run`. Returns 0, or -1 with a sentence in `why`. May be NULL: then the state is the
     * shared pointer. */
    int (*setup)(void *shared, unsigned worker, void **ret_state, char *why, size_t why_bytes);

    /* Before every sample, untimed, on each worker that takes part: makes again what `run`
     * destroys, or looks where it will go on. May be NULL. */
    void (*prepare)(void *state, const struct workload_sample *sample);

    /* The work: units first … first + count - 1, on the worker that `state` belongs to. Gives the
     * sum, modulo 2^64, of the digests of the units, which depend on the unit's index only: the
     * same at every n and every number of tasks, or the sample is broken, whatever `check` says.
     * Sums of floating-point numbers are so only if they are added up in the order of the units.
     * Must do the same amount of work for every unit.
     *
     * Of a sample's units the first ones, 0 … serial_units - 1, are its serial part, which worker 0
     * runs; the parallel ones follow. */
    uint64_t (*run)(void *state, uint64_t first, uint64_t count);

    /* Another kernel for the serial part; NULL: the serial part is units of `run`. Both kernels
     * then number their units from 0. */
    uint64_t (*run_serial)(void *state, uint64_t first, uint64_t count);

    /* An intrinsic workload: the units of its parallel phase, whatever n; `-p` does not apply and
     * `run_serial` is NULL. Its samples have these units and no serial ones. NULL: the workload is
     * divisible. */
    uint64_t (*whole_units)(const struct workload_setting *setting);
    /* The serial phases of an intrinsic workload, timed, on worker 0: before the release of the
     * workers, and when all are done. Their digests are added to those of the units. Each may be
     * NULL. */
    uint64_t (*begin)(void *state);
    uint64_t (*finish)(void *state);

    /* A workload with tasks of its own, for which there is whole_units and no `run`. In its first
     * task, which begins on one of the workers when all are released: does all units with
     * sample->tasks tasks in flight, and gives the sum of their digests, after the last of them. It
     * may have a few tasks more, WORKLOAD_TASKS_BESIDE, which coordinate. `shared` is what `open`
     * gave.
     *
     * Other workloads have tasks where `-t` asks for them: so many, each with a contiguous range of
     * the units, which the workers take up as they come. */
    uint64_t (*run_tasks)(struct workload_task *self, void *shared,
                          const struct workload_sample *sample);
    unsigned tasks; /* in flight where `-t` does not say; with run_tasks only, from 1 */

    /* How long a unit waits for something outside, a server or a time to come, whatever n and t:
     * the L of the bound T >= max(k c/n, k (L + c)/t), in the mean over the units. NULL: it waits
     * for nothing. */
    uint64_t (*unit_wait_ns)(const struct workload_setting *setting);

    /* `open` starts processes, which `close` ends and waits for: a server. Without, a process that
     * is there after `open`, `setup` or a sample is one that was left behind. With, that is found
     * only when `close` has returned, of what a sample started too. Where all PUs that the program
     * may use have a worker, these share them with it, and a worker's run delay is what such a
     * sample measures, not a disturbance. */
    bool has_helpers;

    /* The best serial code that there is for the same work, all `units` of a sample, with whatever
     * a program for one core would do otherwise; on worker 0, after `prepare`. Gives the digest
     * that the sample would. What parallel code costs on one core is measured against it. Not with
     * `run_serial`: of `units` it could not tell how many are whose. NULL: `run` is that code. */
    uint64_t (*run_best)(void *state, uint64_t units);

    /* Where the worker that `state` belongs to counts its waits, as workload_lock_take does; the
     * ledger books them apart from work. Borrowed while the state lives. NULL: `run` never waits.
     */
    const struct workload_waits *(*waits)(void *state);

    /* The proof, untimed, on worker 0: whether `digest` is what the sample's units must give, found
     * in another way than by running them, exactly. Returns 0, or -1 with a sentence in `why`. */
    int (*check)(void *shared, const struct workload_sample *sample, uint64_t digest, char *why,
                 size_t why_bytes);

    /* Undo `setup` and `open`. May be NULL. */
    void (*teardown)(void *state);
    void (*close)(void *shared);
};

#ifdef __cplusplus
}
#endif

#endif
