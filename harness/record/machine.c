/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/machine.h"

#include "record/kernel_text.h"
#include "record/machine_settings.h"

#include <dirent.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CPU_DIRECTORY "sys/devices/system/cpu"
#define CLOCK_DIRECTORY "sys/devices/system/clocksource/clocksource0"

/* One word where all CPUs agree, else "mixed: " and the words. */
static void add_governor(struct machine *machine, const char *governor) {
    char before[sizeof machine->governor];
    size_t bytes = sizeof machine->governor;
    memcpy(before, machine->governor, sizeof before);
    if (before[0] == '\0')
        snprintf(machine->governor, bytes, "%s", governor);
    else if (strstr(before, governor) == NULL)
        snprintf(machine->governor, bytes, "%s%.30s, %s",
                 strncmp(before, "mixed: ", 7) == 0 ? "" : "mixed: ", before, governor);
}

static int is_no_dot(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static void read_governor(const char *root, struct machine *machine) {
    char path[PATH_MAX], governor[24];
    struct dirent **policies = NULL;
    snprintf(path, sizeof path, "%s/" CPU_DIRECTORY "/cpufreq", root);
    int count = scandir(path, &policies, is_no_dot, alphasort);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, CPU_DIRECTORY "/cpufreq/%s/scaling_governor",
                 policies[i]->d_name);
        if (kernel_text_line(root, path, governor, sizeof governor))
            add_governor(machine, governor);
        free(policies[i]);
    }
    free(policies);
}

/* acpi-cpufreq and amd-pstate say boost; intel_pstate says its opposite. */
static void read_boost(const char *root, struct machine *machine) {
    char digit[4];
    bool inverse = false;
    if (!kernel_text_line(root, CPU_DIRECTORY "/cpufreq/boost", digit, sizeof digit)) {
        inverse = true;
        if (!kernel_text_line(root, CPU_DIRECTORY "/intel_pstate/no_turbo", digit, sizeof digit))
            return;
    }
    snprintf(machine->boost, sizeof machine->boost, "%s",
             (digit[0] == '1') != inverse ? "on" : "off");
}

/* DMI's words of the maker, e.g. "QEMU Standard PC (Q35 + ICH9, 2009)". */
static bool read_dmi(const char *root, char *text, size_t bytes) {
    char vendor[32], product[32];
    bool named = kernel_text_line(root, "sys/class/dmi/id/sys_vendor", vendor, sizeof vendor);
    bool model = kernel_text_line(root, "sys/class/dmi/id/product_name", product, sizeof product);
    if (named || model)
        snprintf(text, bytes, "%s%s%s", vendor, named && model ? " " : "", product);
    return named || model;
}

/* The paravirtual clock that the hypervisor offers names it where DMI is absent. */
static bool read_guest_clock(const char *root, char *text, size_t bytes) {
    static const struct {
        const char *clock, *name;
    } clocks[] = {{"kvm-clock", "KVM"}, {"hyperv_clocksource", "Hyper-V"}, {"xen", "Xen"}};
    char available[128];
    kernel_text_line(root, CLOCK_DIRECTORY "/available_clocksource", available, sizeof available);
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        if (strstr(available, clocks[i].clock) != NULL) {
            snprintf(text, bytes, "%s", clocks[i].name);
            return true;
        }
    }
    return false;
}

static void read_hypervisor(const char *root, struct machine *machine) {
    char *name = machine->hypervisor, flags[8192];
    size_t bytes = sizeof machine->hypervisor;
    if (kernel_text_line(root, "sys/hypervisor/type", name, bytes))
        return;
    /* The CPUID bit that hypervisors set for their guests; x86 only. */
    kernel_text_value(root, "proc/cpuinfo", "flags", flags, sizeof flags);
    if (strstr(flags, " hypervisor") == NULL)
        return;
    if (!read_guest_clock(root, name, bytes) && !read_dmi(root, name, bytes))
        snprintf(name, bytes, "unnamed");
}

static uint64_t read_memory(const char *root, const char *key) {
    char text[64];
    if (!kernel_text_value(root, "proc/meminfo", key, text, sizeof text))
        return 0;
    return strtoull(text, NULL, 10) * 1024; /* "kB" there are KiB: proc(5) */
}

static void read_mitigations(const char *root, struct machine *machine) {
    char path[PATH_MAX];
    struct dirent **names = NULL;
    snprintf(path, sizeof path, "%s/" CPU_DIRECTORY "/vulnerabilities", root);
    int count = scandir(path, &names, is_no_dot, alphasort);
    for (int i = 0; i < count; i++) {
        struct machine_mitigation *mitigation = &machine->mitigations[machine->mitigation_count];
        snprintf(path, sizeof path, CPU_DIRECTORY "/vulnerabilities/%s", names[i]->d_name);
        if (machine->mitigation_count < MACHINE_MITIGATIONS_MAX &&
            kernel_text_line(root, path, mitigation->state, sizeof mitigation->state)) {
            snprintf(mitigation->name, sizeof mitigation->name, "%.39s", names[i]->d_name);
            machine->mitigation_count++;
        }
        free(names[i]);
    }
    free(names);
}

/* The coarse clock advances once a tick, and its resolution is TICK_NSEC (the kernel's
 * posix_get_coarse_res). */
static double tick_period_s(const char *root) {
    struct timespec resolution;
    if (strcmp(root, "/") != 0 || clock_getres(CLOCK_MONOTONIC_COARSE, &resolution) != 0)
        return NAN;
    return (double)resolution.tv_sec + (double)resolution.tv_nsec / 1e9;
}

void machine_read(const char *root, struct machine *ret_machine) {
    struct machine *machine = ret_machine;
    *machine = (struct machine){.quota_cpus = NAN, .tick_period_s = tick_period_s(root)};
    kernel_text_line(root, "proc/sys/kernel/osrelease", machine->kernel, sizeof machine->kernel);
    read_governor(root, machine);
    read_boost(root, machine);
    kernel_text_line(root, CPU_DIRECTORY "/smt/control", machine->smt, sizeof machine->smt);
    kernel_text_value(root, "proc/self/status", "Cpus_allowed_list", machine->cpuset,
                      sizeof machine->cpuset);
    kernel_text_line(root, CPU_DIRECTORY "/online", machine->online, sizeof machine->online);
    read_hypervisor(root, machine);
    kernel_text_line(root, CLOCK_DIRECTORY "/current_clocksource", machine->clock_source,
                     sizeof machine->clock_source);
    machine->memory_total_bytes = read_memory(root, "MemTotal");
    machine->memory_available_bytes = read_memory(root, "MemAvailable");
    uint64_t swap_bytes = read_memory(root, "SwapTotal"),
             free_bytes = read_memory(root, "SwapFree");
    machine->swap_used_bytes = swap_bytes > free_bytes ? swap_bytes - free_bytes : 0;
    read_mitigations(root, machine);
    machine_read_settings(root, machine);
}
