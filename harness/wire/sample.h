/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The plain results that pass from the measuring process to the records: fixed-size, no pointers. A
 * double that does not exist is NAN, and an empty cell in the files. */
#ifndef AMDAHL_SAMPLE_H
#define AMDAHL_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

enum { WIRE_NAME_BYTES = 32, WIRE_PARAMS_BYTES = 64, WIRE_WORD_BYTES = 16, WIRE_CAUSE_BYTES = 96 };

/* What a point is, but for p, n and tasks: a series. `definitions.md`, "Words". Words, so that a
 * file that is read back gives the same struct. */
struct series {
    char workload[WIRE_NAME_BYTES];
    char params[WIRE_PARAMS_BYTES]; /* "" or "name=value;name=value" */
    char engine[WIRE_WORD_BYTES];   /* "threads", "openmp", "scripted"; "exec": a foreign program */
    char scaling[WIRE_WORD_BYTES];  /* "strong", "weak", "throughput" */
    char place[WIRE_WORD_BYTES];    /* "spread", "compact", "smt", "none" */
    char idle[WIRE_WORD_BYTES]; /* "block", "spin"; "runtime": the engine's runtime decides; "" */
};

enum sample_role {
    SAMPLE_ASKED,
    SAMPLE_ANCHOR,
    SAMPLE_WARMUP,
    SAMPLE_SENTINEL, /* every worker runs the same fixed arithmetic of the harness's own: what the
                      * cores do at this n, whatever the workload does */
    SAMPLE_COUNTED,  /* hardware counters were read at the ends of each share, which costs time: it
                      * says where growth comes from, and nothing about the speed-up */
    SAMPLE_BEST,     /* the workload's best serial code, at n = 1 */
};

/* What a sentinel's units are calibrated to take at n = 1: long enough for the clocks, 50 ns, and
 * the end of a phase, 1 us, to weigh little, and short beside the blocks of a round, which last
 * some 10 ms or more. */
#define SAMPLE_SENTINEL_S 2.5e-4

/* `valid` in the files: a broken sample is never used, a disturbed one is left out of `speedup`. */
enum sample_validity { SAMPLE_VALID, SAMPLE_DISTURBED, SAMPLE_BROKEN };

struct sample {
    uint64_t id;                     /* from 1, unique in a run */
    uint64_t base_id;                /* the T(1) it is paired with; its own id at n = 1; 0: none */
    uint32_t epoch, round, position; /* from 0; position: order within the round */
    enum sample_role role;
    struct series series;
    double p, p_work;              /* NAN: the series has no p */
    char p_basis[WIRE_WORD_BYTES]; /* what the law takes for p: "work"; "measured"; "stated", by the
                                    * program that was told it; "": no law */
    uint32_t n;
    uint32_t tasks; /* 0: the workload has none, an empty cell */
    bool oversubscribed;
    uint32_t
        pus; /* that might be used: the law takes no more of an oversubscribed n; 0: not known */
    uint64_t units;     /* serial and parallel ones; 1 for a foreign program; 0: no work at all */
    double bytes;       /* that they move; NAN: none to speak of */
    double unit_wait_s; /* that each waits for something outside, by its workload's word; NAN: it
                         * does not */
    double start_s;     /* t0, seconds since the run began */
    double time_s;      /* t3 - t0 */
    double serial_s;    /* t1 - t0, and t3 - t2 */
    double parallel_s;  /* max b - min a */
    /* What the ledger is made of, means over the n workers, each worker's own delays taken out
     * first (trial/delays.h): n times their sum, n serial_s and the useful time make n time_s. */
    double fork_s;      /* from t1 to a_i, and what a late wake made all wait */
    double imbalance_s; /* from b_i to max b, of the b_i that there would be without delays */
    double join_s;      /* t2 - max b, less run delay of worker 0 that made it see that late */
    double wait_s;      /* that waits inside the shares (locks) made all wait; NAN: not known */
    /* What wait_s is made of, by what was waited for; NAN: not known. Their sum is wait_s. */
    double wait_lock_s, wait_channel_s, wait_queue_s, wait_io_s;
    double descheduled_s;  /* that run delay in the parallel part, its start and its end made all
                            * wait; NAN */
    double serial_delay_s; /* run delay of worker 0 within serial_s; NAN: not known */
    double busy_max_s;     /* useful time of the worker that had most of it; NAN */
    double chain_s;        /* of a fixed chain of dependent instructions, timed on each worker right
                            * after its share while all run it; mean, by useful time; NAN */
    double fault_s;        /* page faults, all workers', by what one was calibrated to cost; NAN */
    double switches;       /* involuntary ones, all workers' together; NAN: not known */
    double migrations;     /* likewise: how often a worker was moved to another PU */
    double cycles, instructions; /* all workers', in the serial part and the shares, in user mode;
                                  * of a counted sample only, else NAN */
    double cpu_s;                /* CPU time of worker 0 as google-benchmark read it */
    /* Of a foreign program's run only, else NAN. */
    double user_s, system_s; /* CPU time by wait4: of the program and of what it waited for */
    double looks;            /* how often its threads were looked at */
    double looks_one;        /* of these, with exactly one runnable thread */
    double looks_runnable;   /* runnable threads, summed over the looks */
    double watch_s;          /* CPU time that looking took */
    enum sample_validity validity;
    char cause[WIRE_CAUSE_BYTES]; /* "" when valid; else e.g. "run delay", "crashed: SIGSEGV" */
    uint64_t digest;
    bool has_digest;
};

/* Whether a speed-up is made of it: of what was asked for, or of an anchor. The others are there to
 * explain one, or came before. */
static inline bool sample_is_of_speedup(const struct sample *sample) {
    return sample->role == SAMPLE_ASKED || sample->role == SAMPLE_ANCHOR;
}

/* What one worker did in one sample. */
struct worker_span {
    uint64_t sample; /* its id */
    uint32_t worker;
    int32_t pu_asked;   /* OS index; -1: not bound */
    int32_t pu_seen;    /* OS index where it ended; -1: not known */
    double start_s;     /* a_i, seconds since the run began */
    double end_s;       /* b_i */
    double run_delay_s; /* runnable but not running, from before t0 to after t3 */
    double wait_s;      /* waiting inside its share (locks, channels) */
    double cpu_s;
    double switches, migrations, faults; /* from before t0 to after t3; NAN: not known */
    double chain_s;                      /* struct sample's, this worker's; NAN */
};

#endif
