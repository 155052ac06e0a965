/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/columns.h"

#include <ctype.h>
#include <string.h>

const char column_counts[] =
    "n, cores, threads, workers, processors, procs, processes, cpus, ranks";
const char column_quantities[] =
    "time_s (or time_ms, elapsed, wall, runtime, seconds, …), throughput (or rate, ops_per_s, …), "
    "speedup";

/* In the order of preference. A count is never guessed from one letter but n: s may be seconds or a
 * speed-up, and p is the parallel fraction here. */
static const char *const COUNTS[] = {
    "n",
    "cores",
    "threads",
    "workers",
    "processors",
    "procs",
    "processes",
    "cpus",
    "ranks",
    "nproc",
    "nprocs",
    "ncores",
    "ncpus",
    "nthreads",
    "nworkers",
    "n_cores",
    "n_threads",
    "n_workers",
    "n_procs",
    "n_cpus",
    "num_cores",
    "num_threads",
    "num_workers",
    "num_procs",
    "num_processors",
    "num_cpus",
    "thread_count",
    "core_count",
    "worker_count",
    "number_of_threads",
    "number_of_cores",
    "omp_num_threads",
    "cilk_nworkers",
    "gomaxprocs",
    "jobs",
};

/* Each alone, in seconds, or followed by a unit. */
static const char *const TIMES[] = {
    "time",       "elapsed",   "elapsed_time",    "wall",      "wall_time", "walltime",
    "wall_clock", "wallclock", "wall_clock_time", "real",      "real_time", "runtime",
    "run_time",   "duration",  "execution_time",  "exec_time",
};

static const struct {
    const char *suffix;
    double unit;
} UNITS[] = {
    {"", 1},
    {"_s", 1},
    {"_sec", 1},
    {"_secs", 1},
    {"_seconds", 1},
    {"_ms", 1e-3},
    {"_msec", 1e-3},
    {"_milliseconds", 1e-3},
    {"_us", 1e-6},
    {"_usec", 1e-6},
    {"_microseconds", 1e-6},
    {"_ns", 1e-9},
    {"_nsec", 1e-9},
    {"_nanoseconds", 1e-9},
    {"_min", 60},
    {"_minutes", 60},
};

static const char *const THROUGHPUTS[] = {
    "throughput", "rate",   "x",         "ops",   "tps",  "qps",  "rps",   "iops",  "flops",
    "mflops",     "gflops", "bandwidth", "ops_s", "mb_s", "gb_s", "mib_s", "gib_s",
};
/* "requests_per_s", "throughput_ops_per_second". */
static const char *const PER_TIME[] = {"_per_s", "_per_sec", "_per_second"};

static const char *const SPEEDUPS[] = {"speedup", "speed_up", "scaled_speedup"};

/* The rest of ours, and names that people give to a series. */
static const struct {
    const char *name;
    enum column_role role;
} OTHERS[] = {
    {"round", COLUMN_ROUND},
    {"repetition", COLUMN_ROUND},
    {"block", COLUMN_ROUND},
    {"work", COLUMN_WORK},
    {"capacity", COLUMN_CAPACITY},
    {"clock", COLUMN_CLOCK},
    {"valid", COLUMN_VALID},
    {"oversubscribed", COLUMN_OVERSUBSCRIBED},
    {"role", COLUMN_ROLE},
    {"units", COLUMN_UNITS},
    {"scaling", COLUMN_SCALING},
    {"workload", COLUMN_WORKLOAD},
    {"params", COLUMN_PARAMS},
    {"engine", COLUMN_ENGINE},
    {"place", COLUMN_PLACE},
    {"idle", COLUMN_IDLE},
    {"p", COLUMN_P},
    {"p_work", COLUMN_P_WORK},
    {"tasks", COLUMN_TASKS},
    {"name", COLUMN_LABEL},
    {"benchmark", COLUMN_LABEL},
    {"series", COLUMN_LABEL},
    {"program", COLUMN_LABEL},
    {"kernel", COLUMN_LABEL},
    {"variant", COLUMN_LABEL},
    {"label", COLUMN_LABEL},
    {"group", COLUMN_LABEL},
    {"machine", COLUMN_LABEL},
    {"host", COLUMN_LABEL},
    {"size", COLUMN_LABEL},
};

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

void column_spell(const char *name, char ret_spelt[COLUMN_NAME_BYTES]) {
    size_t used = 0;
    bool gap = false;
    for (; *name != '\0' && used + 2 < COLUMN_NAME_BYTES; name++) {
        unsigned char letter = (unsigned char)*name;
        if (!isalnum(letter)) {
            gap = used > 0;
            continue;
        }
        if (gap)
            ret_spelt[used++] = '_';
        gap = false;
        ret_spelt[used++] = (char)tolower(letter);
    }
    ret_spelt[used] = '\0';
}

/* Where the name stands in a list; its length: nowhere. */
static size_t find(const char *name, const char *const *list, size_t length) {
    size_t at = 0;
    while (at < length && strcmp(name, list[at]) != 0)
        at++;
    return at;
}

static bool read_time(const char *name, struct column_meaning *meaning) {
    for (size_t i = 0; i < LENGTH(TIMES); i++) {
        size_t length = strlen(TIMES[i]);
        for (size_t k = 0; strncmp(name, TIMES[i], length) == 0 && k < LENGTH(UNITS); k++) {
            if (strcmp(name + length, UNITS[k].suffix) == 0) {
                *meaning = (struct column_meaning){COLUMN_TIME, (unsigned)i, UNITS[k].unit,
                                                   UNITS[k].suffix[0] != '\0'};
                return true;
            }
        }
    }
    if (strcmp(name, "seconds") == 0 || strcmp(name, "secs") == 0) {
        *meaning = (struct column_meaning){COLUMN_TIME, LENGTH(TIMES), 1, true};
        return true;
    }
    return false;
}

static bool is_rate(const char *name) {
    size_t length = strlen(name);
    for (size_t i = 0; i < LENGTH(PER_TIME); i++) {
        size_t tail = strlen(PER_TIME[i]);
        if (length > tail && strcmp(name + length - tail, PER_TIME[i]) == 0)
            return true;
    }
    return false;
}

struct column_meaning column_meaning(const char *name) {
    char spelt[COLUMN_NAME_BYTES];
    struct column_meaning meaning = {COLUMN_OTHER, 0, 1, false};
    column_spell(name, spelt);
    size_t count = find(spelt, COUNTS, LENGTH(COUNTS));
    size_t throughput = find(spelt, THROUGHPUTS, LENGTH(THROUGHPUTS));
    size_t speedup = find(spelt, SPEEDUPS, LENGTH(SPEEDUPS));
    if (count < LENGTH(COUNTS))
        meaning = (struct column_meaning){COLUMN_COUNT, (unsigned)count, 1, false};
    else if (throughput < LENGTH(THROUGHPUTS) || is_rate(spelt))
        meaning = (struct column_meaning){COLUMN_THROUGHPUT, (unsigned)throughput, 1, false};
    else if (speedup < LENGTH(SPEEDUPS))
        meaning = (struct column_meaning){COLUMN_SPEEDUP, (unsigned)speedup, 1, false};
    else if (!read_time(spelt, &meaning))
        for (size_t i = 0; i < LENGTH(OTHERS); i++)
            if (strcmp(spelt, OTHERS[i].name) == 0)
                meaning = (struct column_meaning){OTHERS[i].role, (unsigned)i, 1, false};
    return meaning;
}

bool column_is_count(const char *name) {
    return column_meaning(name).role == COLUMN_COUNT;
}
