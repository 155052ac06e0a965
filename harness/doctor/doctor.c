/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "doctor/doctor.h"

#include "doctor/checks.h"
#include "record/cpu_list.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

/* A number is given once: one that goes out of use stays empty. */
static const struct doctor_check CHECKS[] = {
    {"W101", "hypervisor",
     "the host moves virtual cores about and shares them out: fork and join jump from minute to "
     "minute, the clock wanders, and hardware counters are often missing",
     "measure on the bare machine, or have the host give each virtual core a core of its own "
     "(`virsh vcpupin`); compare within one run only",
     check_hypervisor},
    {"W102", "steal",
     "a worker whose virtual core the host takes away stands still while its clock runs: T(n) "
     "grows most, since the slowest of n is waited for",
     "ask the host's owner for cores of your own, measure at another hour, or leave those cores "
     "out with `-c idle`",
     check_steal},
    {"W103", "governor",
     "the clock follows the load with a delay: a sample begins slower than it ends, and T(1) and "
     "T(n) run at different clocks",
     "`sudo apt install linux-cpupower`, then `sudo cpupower frequency-set -g performance`",
     check_governor},
    {"W104", "boost",
     "one busy core runs faster than many: T(1) is measured at a higher clock than T(n), and the "
     "speed-up falls short of the law by that alone",
     "`echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost`; with intel_pstate `echo 1 | sudo "
     "tee /sys/devices/system/cpu/intel_pstate/no_turbo`",
     check_boost},
    {"W105", "smt",
     "two threads of one core share its units: what runs on one slows the other, and n above the "
     "number of cores brings less than a core each",
     "`--place spread` takes one thread a core and comes to siblings last; `echo off | sudo tee "
     "/sys/devices/system/cpu/smt/control` turns them off",
     check_smt},
    {"W106", "idle-states",
     "a core that slept deeply wakes late: workers are woken before a sample, not inside it, but a "
     "program that blocks in its parallel part waits for it",
     "`sudo cpupower idle-set -D 60` (package linux-cpupower) turns off states that take 60 us and "
     "more to leave; `sudo cpupower idle-set -E` turns all on again",
     check_idle_states},
    {"W107", "load",
     "a worker that has to share its core waits for its turn, and one busy core of n makes the "
     "whole sample late: samples are left out as disturbed, or read too slow",
     "end what runs there (`top`, then key 1, shows each core), or measure on quiet cores with "
     "`-c idle`",
     check_load},
    {"W108", "cpuset",
     "n ends with what this process may use, and what others run on the rest of the machine still "
     "shares its caches and memory",
     "`taskset -cp $$` shows the shell's own mask; ask the container or the batch system for more "
     "cores",
     check_cpuset},
    {"W109", "quota",
     "what runs beyond the quota is stopped until the next period begins, in the middle of a "
     "sample; n ends at the quota's floor",
     "raise it where it is set: `docker update --cpus N CONTAINER`, `sudo systemctl set-property "
     "UNIT CPUQuota=`, or the cgroup's cpu.max",
     check_quota},
    {"W110", "isolcpus",
     "isolated cores are given no other work and are not balanced: workers on them are disturbed "
     "less than those beside them, and unbound ones stay where they began",
     "use cores of one sort: `taskset -c LIST amdahl ...` with the isolated ones, onto which a "
     "process does not get by itself, or `-c LIST` with the others",
     check_isolated},
    {"W111", "nohz-full",
     "a core without a timer tick loses nothing to it: cores with and without one are not alike, "
     "and the bias of ticks that a sweep prints does not hold for both",
     "use cores of one sort with `-c LIST`; which are tickless, `nohz_full=` on the kernel's "
     "command line says (/etc/default/grub, then `sudo update-grub`)",
     check_tickless},
    {"W112", "timer-tick",
     "each tick takes a little of every worker's time, and the slowest of n decides: short samples "
     "read too slow, the more so the larger n",
     "take samples of five tick periods and more with `--min-time`", check_tick},
    {"W113", "clock-source",
     "each reading of the clock is a call into the kernel, and those on the way of a sample are "
     "booked to fork and join",
     "`echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource`; "
     "where that is refused, `sudo dmesg | grep -i tsc` says why",
     check_clock_source},
    {"W114", "numa-balancing",
     "the kernel takes pages away to see who uses them and moves them between nodes while samples "
     "run: faults and copies fall into T(n)",
     "`sudo sysctl kernel.numa_balancing=0`", check_numa_balancing},
    {"W115", "huge-pages",
     "whether an array lies on huge pages depends on how broken up the memory is at that moment: T "
     "differs from one start to the next, and khugepaged works beside the samples",
     "`echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled`", check_huge_pages},
    {"W116", "address-layout",
     "every start gets the same addresses: the luck of one layout is in all samples, and no "
     "interval knows of it",
     "`sudo sysctl kernel.randomize_va_space=2`, and neither `setarch -R` nor a debugger around "
     "the program",
     check_address_layout},
    {"W117", "mitigations",
     "entering the kernel takes longer than without them: waking, blocking and page faults cost "
     "more, arithmetic does not",
     "none is needed; compare runs whose `mitigations` in run.json agree", check_mitigations},
    {"W118", "memory",
     "arrays that do not fit are refused, and near the end the kernel reclaims pages on the cores "
     "that are measured on",
     "end what holds the memory (`ps aux --sort -rss | head`), or take smaller arrays (`--param`, "
     "which `amdahl list` shows)",
     check_memory},
    {"W119", "swap",
     "a page that has to come back from disk stops its worker for longer than most samples last",
     "free memory, then `sudo swapoff -a` and `sudo swapon -a` bring everything back", check_swap},
    {"W120", "perf-events",
     "without hardware counters clock, memory and extra work cannot be told apart inside the "
     "parallel part: what they cost stays unexplained",
     "`sudo sysctl kernel.perf_event_paranoid=2`, or the capability CAP_PERFMON; a guest needs a "
     "host that offers it a PMU",
     check_counters},
};

enum { CHECK_COUNT = sizeof CHECKS / sizeof CHECKS[0] };
static_assert((int)CHECK_COUNT <= (int)DOCTOR_CHECKS_MAX, "a report has room for every check");

const struct doctor_check *doctor_check_table(size_t *ret_count) {
    *ret_count = CHECK_COUNT;
    return CHECKS;
}

const char *doctor_level_name(enum doctor_level level) {
    static const char *const names[] = {
        [DOCTOR_OK] = "ok", [DOCTOR_NOTE] = "note", [DOCTOR_WARNING] = "warning"};
    return names[level];
}

void doctor_examine(const struct doctor_facts *facts, struct doctor_report *ret_report) {
    ret_report->count = 0;
    finding_list_pus(facts, NULL, ret_report->pus, sizeof ret_report->pus);
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        struct doctor_finding *finding = &ret_report->findings[ret_report->count++];
        *finding = (struct doctor_finding){.check = &CHECKS[i]};
        finding->is_known = CHECKS[i].look(facts, finding) == 0;
        if (!finding->is_known)
            finding_set(finding, DOCTOR_NOTE, "%s is not known: this machine does not say",
                        CHECKS[i].name);
    }
}

size_t doctor_report_count(const struct doctor_report *report, enum doctor_level level) {
    size_t count = 0;
    for (size_t i = 0; i < report->count; i++)
        count += report->findings[i].level == level;
    return count;
}

int finding_set(struct doctor_finding *finding, enum doctor_level level, const char *format, ...) {
    va_list arguments;
    finding->level = level;
    va_start(arguments, format);
    vsnprintf(finding->found, sizeof finding->found, format, arguments);
    va_end(arguments);
    return 0;
}

void finding_list_pus(const struct doctor_facts *facts, bool (*holds)(const struct doctor_cpu *cpu),
                      char *text, size_t bytes) {
    unsigned pus[8192]; /* as many as x86's kernels can be built for (CONFIG_NR_CPUS) */
    char list[120];
    size_t count = 0;
    for (size_t i = 0; i < facts->count && count < sizeof pus / sizeof pus[0]; i++)
        if (holds == NULL || holds(&facts->cpus[i]))
            pus[count++] = facts->cpus[i].pu;
    text[0] = '\0';
    if (count == 0)
        return;
    cpu_list_format(pus, count, list, sizeof list);
    snprintf(text, bytes, "%s%s", count == 1 ? "PU " : "PUs ", list);
}
