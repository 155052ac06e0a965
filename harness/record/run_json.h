/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* DIR/run.json: what was run, on what, and how it ended. A number that is NAN, a count whose
 * comment says so and a text that is NULL or "" are null in the file. */
#ifndef AMDAHL_RECORD_RUN_JSON_H
#define AMDAHL_RECORD_RUN_JSON_H

#include "fault/fault.h"
#include "record/machine.h"
#include "wire/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Of run.json and the CSV files together: changes when a column or key changes its meaning or goes.
 * 2: fork_s and imbalance_s of samples.csv are without the workers' own delays, and join_s without
 * worker 0's late sight of the end as far as its run delay explains it; the delays have columns of
 * their own. Files of schema 1, in which they are in the three, are still read. */
enum { RUN_SCHEMA = 2, RUN_SCHEMA_OLDEST = 1, RUN_WORKLOADS_MAX = 64 };

enum run_state { RUN_RUNNING, RUN_COMPLETE, RUN_INTERRUPTED };

/* The units of one fraction of one workload. */
struct run_work {
    double p, p_work;
    uint64_t serial_units, parallel_units;
    bool each;             /* parallel_units are of each worker */
    enum sample_role role; /* asked or anchor */
    uint32_t tasks;        /* in flight; 0: none, null */
};

/* A series: a workload as it was measured. */
struct run_workload {
    const struct series *series;
    const char *name, *summary, *stresses;
    const char *source;          /* the file it came from, as it was named; NULL: it is built in */
    const char *compile_command; /* that made a library of the file; NULL: it was one */
    const char *operation;       /* what one of a unit's operations is */
    double operations, bytes;    /* of one unit */
    double unit_s;               /* of one unit at n = 1, as calibrated; 0: it is empty */
    double serial_unit_s;        /* of one of its serial kernel; 0: the same kernel */
    double fork_join_s;          /* as calibrated at the largest n */
    double fault_cost_s;         /* of a page fault, as calibrated; 0: not known, null */
    uint64_t sentinel_units;     /* of a sentinel, for each worker; 0: none was taken, null */
    bool has_counters;           /* counted samples could be taken */
    unsigned tasks;              /* in flight where -t does not say; 0: it has none, null */
    double unit_wait_s;          /* that a unit waits, by its own word; 0: it does not, null */
    double sample_s;             /* least length of the shortest sample */
    const char *sample_reason;   /* why so long */
    double tick_bias;            /* expected relative bias at p = 1 and the largest n */
    const struct run_work *works;
    size_t work_count;
    uint64_t failures; /* rounds that lost something */
    const char *fault; /* the first thing that went wrong; NULL: nothing */
};

/* The foreign program of `exec`. */
struct run_command {
    const char *const *argv; /* placeholders stand in them as given */
    size_t argc;
    const char *path;             /* of the executable */
    const char *const *variables; /* NAME=VALUE that each run gets */
    size_t variable_count;
    const char *serial; /* the best serial program's command; "" or null: none */
    const char *setup, *prepare, *conclude, *cleanup;
    const char *input;  /* a file; null: nothing */
    const char *output; /* as asked for */
    uint64_t warmups;
    double time_limit_s; /* of one run; 0: by rule, null */
    bool ignores_failure;
};

/* What was asked for. */
struct run_plan {
    const double *fractions;
    size_t fraction_count;
    const unsigned *cores;
    size_t core_count;
    const unsigned *tasks;                               /* of -t */
    size_t task_count;                                   /* 0: each workload's own, null */
    const char *place, *engine, *scaling, *idle, *kinds; /* as asked for; lists are swept */
    const char *const *params;                           /* "NAME=VALUE,VALUE" each */
    size_t param_count;
    double margin, precision; /* relative: 0.01 is 1 % */
    double budget_s;
    uint64_t rounds;   /* 0: by budget and precision, null */
    double min_time_s; /* 0: by rule, null */
    bool oversubscribe;
    unsigned pus;                      /* that may be used: a larger n is oversubscribed */
    const struct run_command *command; /* NULL: workloads were measured */
};

/* What hwloc says; 0 is null, and so are `kinds` below 0. */
struct run_hardware {
    const char *words; /* the machine in one line */
    const char *cpu_model;
    unsigned packages, numa_nodes, cores, pus;
    size_t l1d_bytes, l2_bytes, l3_bytes; /* of one cache each */
    int kinds;
    const char *allowed; /* PUs in use, "0-3,8" */
};

/* What would disturb a measurement, as `amdahl doctor` says it. */
struct run_finding {
    const char *id, *level, *found;
};

/* How the run stands to one of the twelve rules: record/rule_row.h. */
struct run_rule {
    unsigned number;
    const char *rule, *outcome, *reason;
};

/* Versions and the build. */
struct run_program {
    const char *version, *compiler, *flags;
    const char *hwloc_version, *benchmark_version;
};

struct run_info {
    enum run_state state;
    struct run_program program;
    const char *const *argv; /* the command line; argc may be 0 */
    size_t argc;
    uint64_t seed;
    struct run_plan plan;
    struct run_hardware hardware;
    const struct machine *machine; /* may be NULL */
    const struct run_finding *findings;
    size_t finding_count; /* 0: nobody looked, null */
    const struct run_rule *rules;
    size_t rule_count; /* 0: not judged yet, null */
    const struct run_workload *workloads;
    size_t workload_count;
    time_t start_utc, end_utc; /* 0: not yet, null */
    uint64_t rounds, epochs;   /* done until now; 0 is null */
    const char *ended_by;      /* "precision", "budget", "rounds"; NULL: not yet, or cut off */
    double precision_reached;  /* half the widest 95 % interval of a ratio, relative */
    uint64_t warmup_rounds;
    double measuring_s;       /* spent until now */
    double samples_s;         /* of that, inside samples, whatever their role */
    double speedup_samples_s; /* of that, inside those that speed-ups are made of */
};

/* Replaces DIR/run.json whole. Everything is borrowed for the call. FAULT_SYSTEM when it cannot be
 * written. */
int run_json_write(const char *directory, const struct run_info *info, struct fault *fault);

/* What a reader of a run needs to know of it. */
struct run_brief {
    enum run_state state;
    char version[32];
    uint64_t seed;
    double margin;
    unsigned cores, pus; /* of the machine; 0: not known */
    unsigned plan_pus;   /* those that might be used */
    char cpu_model[128], machine_words[256];
    char start_utc[24], end_utc[24]; /* ISO 8601; "": not there */
    size_t workload_count;
    char workloads[RUN_WORKLOADS_MAX][WIRE_NAME_BYTES];
};

/* Reads DIR/run.json. FAULT_INPUT names the file and the line, the key or the schema that is not
 * understood. */
int run_json_read(const char *directory, struct run_brief *ret_brief, struct fault *fault);

/* "running", "complete", "interrupted": literals. */
const char *run_state_name(enum run_state state);

#endif
