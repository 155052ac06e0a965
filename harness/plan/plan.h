/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is measured, in which order: lists from the command line, the length of a sample, the units
 * of each fraction, and the seeded order of a round. Pure logic: no clock, no thread, no file. */
#ifndef AMDAHL_PLAN_H
#define AMDAHL_PLAN_H

#include "fault/fault.h"
#include "wire/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A round has at most a block for each fraction and one for each of the two anchors, and these for
 * each number of tasks. */
enum {
    PLAN_FRACTIONS_MAX = 64,
    PLAN_CORES_MAX = 256,
    PLAN_TASKS_MAX = 16,
    PLAN_BLOCKS_MAX = (PLAN_FRACTIONS_MAX + 2) * PLAN_TASKS_MAX
};

struct plan_fractions {
    size_t count;
    double value[PLAN_FRACTIONS_MAX]; /* ascending, unique, 0 … 1 */
};
struct plan_cores {
    size_t count;
    unsigned value[PLAN_CORES_MAX]; /* ascending, unique, from 1 */
};

/* How the work grows with n: docs/definitions.md, "Scaling kinds". */
enum plan_scaling { PLAN_STRONG, PLAN_WEAK, PLAN_THROUGHPUT };
/* Gives the kind that `word` names, or a FAULT_USAGE that lists the words. */
int plan_parse_scaling(const char *word, enum plan_scaling *ret_scaling, struct fault *fault);

/* `-p`: "0.5,0.9" or "0:1:0.1" or both joined by commas. FAULT_USAGE names the option, value and
 * range. */
int plan_parse_fractions(const char *text, struct plan_fractions *ret_fractions,
                         struct fault *fault);

/* What a list of core counts needs to know of the machine; counts, as place_edges gives them. */
struct plan_machine {
    unsigned cache_cores, numa_cores, package_cores; /* edges */
    unsigned cores;                                  /* where `auto` ends */
    unsigned pus;                                    /* more than these is oversubscribed */
    bool has_quota;                                  /* a CPU quota leaves no more than `pus` */
};
/* `-n`: "1,2,4", "1-8", "1-64:x2", "1-9:2", "auto" (powers of two up to the cores, and the edges),
 * "smt" (on to all PUs), joined by commas. 1 is always added, being every speed-up's base. A count
 * above pus is FAULT_USAGE unless `oversubscribe`. */
int plan_parse_cores(const char *text, const struct plan_machine *machine, bool oversubscribe,
                     struct plan_cores *ret_cores, struct fault *fault);

/* `-n` where there is no machine: counts and ranges from 1 to `most`, no words, and no 1 added. */
int plan_parse_counts(const char *text, unsigned most, struct plan_cores *ret_cores,
                      struct fault *fault);

/* `-t`: "1,16,256", "1-64:x2"; from 1 to PLAN_IN_FLIGHT_MAX. */
struct plan_tasks {
    size_t count;
    unsigned value[PLAN_TASKS_MAX]; /* ascending, unique */
};
#define PLAN_IN_FLIGHT_MAX 100000u
/* FAULT_USAGE names the option, value and range. */
int plan_parse_tasks(const char *text, struct plan_tasks *ret_tasks, struct fault *fault);

/* The least length of the shortest sample, by docs/definitions.md; cannot fail. */
struct plan_length_spec {
    double min_time_s;    /* --min-time; 0: by rule */
    double fork_join_s;   /* measured at the largest n */
    double tick_period_s; /* of the kernel's timer; 0: not known */
    double budget_s;      /* for this series */
    bool is_intrinsic;    /* a sample is as long as the whole: the length is only wished for */
    enum plan_scaling scaling;
    const struct plan_fractions *fractions;
    const struct plan_cores *cores;
    const struct plan_tasks *tasks; /* as plan_blocks_spec's; NULL: none */
};
struct plan_length {
    double sample_s;
    double tick_bias;   /* share by which timer ticks make the speed-up at p = 1 and the largest n
                         * read low; 0 if below 0.001 */
    const char *reason; /* "asked for", "1 ms", "1000 fork-joins", "5 timer ticks",
                         * "12 rounds within the budget"; a literal */
};
struct plan_length plan_sample_length(const struct plan_length_spec *spec);

/* The work of one fraction: the same at every n, or with as many parallel units for each worker. */
struct plan_work {
    double p, p_work;      /* NAN: there is no p */
    uint64_t serial_units; /* of the serial kernel where there is one */
    uint64_t parallel_units;
    double serial_cost; /* what a serial unit takes, in parallel units: 1 for the same kernel */
    double phases_s;    /* of an intrinsic workload's serial phases; 0: it is divisible */
    bool each;          /* parallel_units are of each worker */
    uint32_t tasks;     /* in flight; 0: none */
    double unit_wait_s; /* that tasks hide: struct plan_blocks_spec's */
};
/* Its parallel units on n workers together. */
uint64_t plan_parallel_units(const struct plan_work *work, unsigned n);
/* How far p_work may be from p: 1 % of the serial share (docs/definitions.md, "p"). */
double plan_fraction_reach(double p);
/* The fewest units such that the shortest T(n) lasts `sample_s` and p_work is within 1 % of (1 - p)
 * of p, preferring, within 10 % above that, equal shares at every n. FAULT_WORKLOAD, with the
 * figure, when units are too coarse for p even in a sample 16 times as long. Fractions whose work
 * differs by less than 10 % from that of p = 1 take the latter, so that the p = 1 anchor serves
 * them exactly. */
int plan_work(double p, double unit_s, double sample_s, const struct plan_cores *cores,
              struct plan_work *ret_work, struct fault *fault);

/* The blocks of every round. */
struct plan_blocks_spec {
    const struct plan_fractions *fractions;
    const struct plan_cores *cores;
    enum plan_scaling scaling;
    double unit_s;        /* 0: units are empty */
    double serial_unit_s; /* of the serial kernel's; 0: it is the same kernel */
    double sample_s;
    uint64_t whole_units; /* of an intrinsic workload, whose whole is a sample; 0: divisible */
    double phases_s;      /* of its serial phases */
    double unit_wait_s;   /* that a unit waits, which tasks in flight hide; 0: it does not */
    const struct plan_tasks *tasks; /* each makes a block of every other; count 0: no tasks */
};
struct plan_blocks {
    size_t count; /* asked fractions first, in their order, then anchors */
    struct plan_work works[PLAN_BLOCKS_MAX];
    enum sample_role roles[PLAN_BLOCKS_MAX];
};
/* Strong scaling: the asked fractions, and the anchors p = 0 and p = 1 where they are not among
 * them; the latter takes the units of the largest fraction that it serves. Weak: the asked
 * fractions. Throughput, and empty units: one block without p; so an intrinsic workload, whatever
 * the length, for which there is strong scaling only. Faults as plan_work, also where the
 * serial kernel's units are too coarse. */
int plan_blocks_make(const struct plan_blocks_spec *spec, struct plan_blocks *ret_blocks,
                     struct fault *fault);

/* The block of a sample that is of none: a sentinel's. */
#define PLAN_NO_BLOCK UINT32_MAX

/* One sample to take. */
struct plan_step {
    uint32_t block; /* index into the plan's works, or PLAN_NO_BLOCK */
    uint32_t n;
    enum sample_role role;
    uint32_t base_step; /* index within the round of the T(1) it is paired with; its own at n = 1,
                         * but for SAMPLE_BEST; of its own role, again but for SAMPLE_BEST */
};

struct plan_round_spec {
    const struct plan_work *works; /* one block each: asked fractions and anchors */
    const enum sample_role *roles; /* of each block */
    size_t blocks;                 /* at most PLAN_BLOCKS_MAX */
    const struct plan_cores *cores;
    const bool *resting; /* of each block: it is left out of this round; NULL: none is */
    /* What this round has beside the blocks' own samples. */
    bool has_sentinels; /* before the first block, one at each n */
    bool has_counted;   /* behind each block, one at each n */
    bool has_best;      /* behind each block, one */
    double unit_s;
    uint64_t seed, round; /* the same pair gives the same order for ever */
};
/* The steps of a round: every block that does not rest once, blocks shuffled, within a block T(1)
 * and one sample at each n shuffled, T(1) repeated so that every T(n) has one within 0.3 s of
 * expected time, middle to middle; one that is too long for that stands right beside its T(1).
 * Their order is the same whatever there is beside them. Writes at most `capacity` steps; gives
 * their number, at most plan_steps_most. */
size_t plan_round(const struct plan_round_spec *spec, struct plan_step *ret_steps, size_t capacity);

/* At most so many steps in a round, extra ones included, and so many workers in them together. */
size_t plan_steps_most(size_t blocks, const struct plan_cores *cores);
size_t plan_workers_most(size_t blocks, const struct plan_cores *cores);

/* Whether a round, from 0, has counted samples, where the machine can count: every 8th; and samples
 * of the best serial code, where there is one: every 4th. */
bool plan_counts_in(uint64_t round);
bool plan_takes_best_in(uint64_t round);

/* The stop rule: whether it is asked after so many whole rounds which blocks are precise enough,
 * and whether a block that rests because it is takes part in this round all the same. */
bool plan_decides_after(uint64_t rounds);
bool plan_returns_in(uint64_t round);

/* Expected seconds of one sample by the law, and of the blocks and the sentinels of a round:
 * without overheads, counted samples and those of the best serial code. */
double plan_sample_seconds(const struct plan_work *work, double unit_s, unsigned n);
double plan_round_seconds(const struct plan_round_spec *spec);

#endif
