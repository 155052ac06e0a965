/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Checks of how the kernel is set, and of memory. */
#include "doctor/checks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sources that the C library reads without entering the kernel: those that have a vDSO mode in
 * Linux (arch/x86/include/asm/vdso/clocksource.h and its like for Arm, POWER, RISC-V and s390). */
static const char *const FAST_CLOCKS[] = {"tsc",
                                          "kvm-clock",
                                          "hyperv_clocksource_tsc_page",
                                          "arch_sys_counter",
                                          "timebase",
                                          "riscv_clocksource",
                                          "tod"};

int check_clock_source(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const char *source = facts->machine->clock_source;
    if (source[0] == '\0')
        return -1;
    for (size_t i = 0; i < sizeof FAST_CLOCKS / sizeof FAST_CLOCKS[0]; i++)
        if (strcmp(source, FAST_CLOCKS[i]) == 0)
            return finding_set(ret_finding, DOCTOR_OK, "the clock source is %s", source);
    return finding_set(ret_finding, DOCTOR_WARNING,
                       "the clock source is %s, which is read through the kernel", source);
}

/* Debian's kernel ticks 250 times a second (CONFIG_HZ_250); the five periods that a sample lasts by
 * rule are meant for no more. */
static const double TICK_PERIOD_S = 0.004;

int check_tick(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const double period_s = facts->machine->tick_period_s;
    if (isnan(period_s))
        return -1;
    return finding_set(ret_finding, period_s < 0.99 * TICK_PERIOD_S ? DOCTOR_NOTE : DOCTOR_OK,
                       "the timer ticks %.0f times a second", 1 / period_s);
}

int check_numa_balancing(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const struct machine_settings *settings = &facts->machine->settings;
    const char *digit = settings->numa_balancing;
    if (digit[0] == '\0' || strcmp(digit, "0") == 0)
        return finding_set(ret_finding, DOCTOR_OK, "NUMA balancing is %s",
                           digit[0] == '\0' ? "not there" : "off");
    if (settings->numa_nodes == 1)
        return finding_set(ret_finding, DOCTOR_OK,
                           "NUMA balancing is on, with one node to balance");
    return finding_set(ret_finding, DOCTOR_WARNING, "NUMA balancing is on");
}

int check_huge_pages(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const char *word = facts->machine->settings.huge_pages;
    if (word[0] == '\0')
        return -1;
    return finding_set(ret_finding, strcmp(word, "always") == 0 ? DOCTOR_NOTE : DOCTOR_OK,
                       "transparent huge pages: %s", word);
}

int check_address_layout(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const char *word = facts->machine->settings.address_layout;
    if (word[0] == '\0')
        return -1;
    return finding_set(ret_finding, strncmp(word, "fixed", 5) == 0 ? DOCTOR_WARNING : DOCTOR_OK,
                       "the address layout (ASLR) is %s", word);
}

int check_mitigations(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const struct machine *machine = facts->machine;
    size_t mitigated = 0, open = 0;
    for (size_t i = 0; i < machine->mitigation_count; i++) {
        mitigated += strncmp(machine->mitigations[i].state, "Mitigation", 10) == 0;
        open += strncmp(machine->mitigations[i].state, "Vulnerable", 10) == 0;
    }
    if (machine->mitigation_count == 0)
        return -1;
    return finding_set(ret_finding, mitigated > 0 ? DOCTOR_NOTE : DOCTOR_OK,
                       "of %zu processor faults %zu are mitigated and %zu left open",
                       machine->mitigation_count, mitigated, open);
}

static const double MIB = 1024. * 1024;

/* A choice: above a tenth the page cache is what gives way, and no workload of ours asks for more
 * than a few hundred MiB by itself. */
static const double MEMORY_SHARE = 0.1;

int check_memory(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    double total = (double)facts->machine->memory_total_bytes;
    double available = (double)facts->machine->memory_available_bytes;
    if (total == 0)
        return -1;
    return finding_set(ret_finding, available < MEMORY_SHARE * total ? DOCTOR_WARNING : DOCTOR_OK,
                       "%.0f of %.0f MiB of memory are available", available / MIB, total / MIB);
}

int check_swap(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    double used = (double)facts->machine->swap_used_bytes;
    if (facts->machine->memory_total_bytes == 0)
        return -1;
    if (facts->swapped_pages > 0)
        return finding_set(ret_finding, DOCTOR_WARNING,
                           "%llu pages went to or from swap in %d ms, %.0f MiB are there",
                           (unsigned long long)facts->swapped_pages, DOCTOR_WATCH_MS, used / MIB);
    if (used > 0)
        return finding_set(ret_finding, DOCTOR_NOTE, "%.0f MiB are in swap", used / MIB);
    return finding_set(ret_finding, DOCTOR_OK, "nothing is in swap");
}

/* capabilities(7): CAP_SYS_ADMIN is 21, CAP_PERFMON 38; either passes over perf_event_paranoid. */
static const uint64_t MAY_COUNT = UINT64_C(1) << 21 | UINT64_C(1) << 38;

int check_counters(const struct doctor_facts *facts, struct doctor_finding *ret_finding) {
    const struct machine_settings *settings = &facts->machine->settings;
    if (settings->perf_paranoid[0] == '\0')
        return finding_set(ret_finding, DOCTOR_NOTE, "the kernel has no performance events");
    if (!settings->has_counters)
        return finding_set(ret_finding, DOCTOR_NOTE, "the cores have no hardware counters here");
    /* Above 2 no user without a capability may count anything: sysctl/kernel.rst, and Debian's 3.
     */
    if (strtol(settings->perf_paranoid, NULL, 10) > 2 && (settings->capabilities & MAY_COUNT) == 0)
        return finding_set(ret_finding, DOCTOR_NOTE,
                           "hardware counters are there, but kernel.perf_event_paranoid is %s",
                           settings->perf_paranoid);
    return finding_set(ret_finding, DOCTOR_OK, "hardware counters can be read");
}
