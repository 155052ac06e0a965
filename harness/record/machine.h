/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What /proc and /sys say of the machine, as far as it can disturb or explain a measurement. */
#ifndef AMDAHL_RECORD_MACHINE_H
#define AMDAHL_RECORD_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MACHINE_MITIGATIONS_MAX = 64 };

struct machine_mitigation {
    char name[40];   /* "spectre_v2" */
    char state[160]; /* the kernel's words: "Mitigation: Retpolines; …" */
};

/* How the kernel is set. Unknown values are as in struct machine. */
struct machine_settings {
    char isolated[256], tickless[256]; /* CPUs of isolcpus and nohz_full, "4-7"; "": none */
    char idle_driver[24];              /* of the idle states: "intel_idle", "none" */
    double idle_exit_s;                /* to leave the deepest idle state that is not turned off */
    char huge_pages[16];               /* transparent ones: "always", "madvise", "never" */
    char address_layout[24];           /* "drawn", "drawn but for the heap", "fixed", "fixed for
                                        * this process" */
    char numa_balancing[4];            /* the kernel's digit; "0": off */
    unsigned numa_nodes;
    char perf_paranoid[8]; /* the kernel's number */
    bool has_counters;     /* of the cores' hardware events */
    uint64_t capabilities; /* that this process has in effect, by capabilities(7) */
};

/* A text that is "", a number that is NAN and a count that is 0: not known here. */
struct machine {
    char kernel[96];     /* release: "6.1.0-18-amd64" */
    char governor[64];   /* of cpufreq; "mixed: performance, powersave" where CPUs differ */
    char boost[8];       /* "on", "off" */
    char smt[24];        /* the kernel's word: "on", "off", "notsupported", … */
    char cpuset[256];    /* CPUs that this process may use, "0-3,8" */
    char online[256];    /* CPUs that the kernel runs, whoever may use them */
    double quota_cpus;   /* the tightest CPU quota of the cgroups above, in CPUs; NAN: none. The
                          * caller's, from place/: machine_read leaves it NAN */
    char hypervisor[64]; /* "KVM", "VMware, Inc. VMware Virtual Platform", "unnamed"; "": none seen
                          */
    char clock_source[24]; /* "tsc" */
    double tick_period_s;  /* of the kernel's timer: 1/HZ */
    uint64_t memory_total_bytes, memory_available_bytes, swap_used_bytes;
    struct machine_settings settings;
    size_t mitigation_count;
    struct machine_mitigation mitigations[MACHINE_MITIGATIONS_MAX]; /* sorted by name */
};

/* Reads it below `root`, which is "/" but for tests with recorded trees (the tick period is known
 * for "/" only). What cannot be read is left unknown: it never fails. Any thread may call it. */
void machine_read(const char *root, struct machine *ret_machine);

#endif
