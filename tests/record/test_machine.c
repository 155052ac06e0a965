/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Recorded trees of /proc and /sys, made file by file. */
#include "record/machine.h"

#include "check.h"
#include "records_sample.h"

#include <ftw.h>
#include <sys/stat.h>

static char root[64];

/* Makes ROOT/PATH with its directories. */
static void make_file(const char *path, const char *text) {
    char whole[512];
    snprintf(whole, sizeof whole, "%s/%s", root, path);
    for (char *slash = strchr(whole + strlen(root) + 1, '/'); slash != NULL;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0700);
        *slash = '/';
    }
    FILE *file = fopen(whole, "w");
    if (file == NULL || fputs(text, file) == EOF || fclose(file) != 0)
        exit(99);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place) {
    (void)status, (void)kind, (void)place;
    return remove(path);
}

static void remove_tree(void) {
    nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void test_nothing_known(void) {
    struct machine machine;
    records_make_directory(root);
    machine_read(root, &machine);
    CHECK_STRING(machine.kernel, "");
    CHECK_STRING(machine.governor, "");
    CHECK_STRING(machine.boost, "");
    CHECK_STRING(machine.hypervisor, "");
    CHECK_NEAR(machine.quota_cpus, NAN, 0);
    CHECK_NEAR(machine.tick_period_s, NAN, 0);
    CHECK(machine.memory_total_bytes == 0);
    CHECK_INT(machine.mitigation_count, 0);
    remove_tree();
}

static void make_server(void) {
    make_file("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    make_file("proc/self/status", "Name:\tamdahl\nCpus_allowed:\tff\nCpus_allowed_list:\t0-3,8\n");
    make_file("proc/meminfo",
              "MemTotal:       16 kB\nMemFree:        1 kB\nMemAvailable:    9 kB\n");
    make_file("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu hypervisor lahf_lm\n");
    make_file("sys/devices/system/cpu/cpufreq/boost", "1\n");
    make_file("sys/devices/system/cpu/cpufreq/policy0/scaling_governor", "performance\n");
    make_file("sys/devices/system/cpu/cpufreq/policy1/scaling_governor", "performance\n");
    make_file("sys/devices/system/cpu/smt/control", "on\n");
    make_file("sys/devices/system/cpu/online", "0-15\n");
    make_file("sys/devices/system/cpu/vulnerabilities/spectre_v2", "Mitigation: IBRS\n");
    make_file("sys/devices/system/cpu/vulnerabilities/l1tf", "Not affected\n");
    make_file("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    make_file("sys/class/dmi/id/sys_vendor", "VMware, Inc.\n");
    make_file("sys/class/dmi/id/product_name", "VMware7,1\n");
}

static void test_server(void) {
    struct machine machine;
    records_make_directory(root);
    make_server();
    machine_read(root, &machine);
    CHECK_STRING(machine.kernel, "6.1.0-18-amd64");
    CHECK_STRING(machine.governor, "performance");
    CHECK_STRING(machine.boost, "on");
    CHECK_STRING(machine.smt, "on");
    CHECK_STRING(machine.cpuset, "0-3,8");
    CHECK_STRING(machine.online, "0-15");
    CHECK_STRING(machine.hypervisor, "VMware, Inc. VMware7,1");
    CHECK_STRING(machine.clock_source, "tsc");
    CHECK_INT(machine.memory_total_bytes, 16 * 1024);
    CHECK_INT(machine.memory_available_bytes, 9 * 1024);
    CHECK_INT(machine.mitigation_count, 2);
    CHECK_STRING(machine.mitigations[0].name, "l1tf");
    CHECK_STRING(machine.mitigations[1].state, "Mitigation: IBRS");

    make_file("sys/devices/system/cpu/cpufreq/policy1/scaling_governor", "powersave\n");
    make_file("sys/devices/system/clocksource/clocksource0/available_clocksource",
              "tsc kvm-clock\n");
    machine_read(root, &machine);
    CHECK_STRING(machine.governor, "mixed: performance, powersave");
    CHECK_STRING(machine.hypervisor, "KVM");
    make_file("sys/hypervisor/type", "xen\n");
    machine_read(root, &machine);
    CHECK_STRING(machine.hypervisor, "xen");
    remove_tree();
}

static void test_laptop(void) {
    struct machine machine;
    records_make_directory(root);
    make_file("sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
    make_file("proc/cpuinfo", "flags\t\t: fpu lahf_lm\n");
    make_file("sys/class/dmi/id/sys_vendor", "LENOVO\n");
    machine_read(root, &machine);
    CHECK_STRING(machine.boost, "off");
    CHECK_STRING(machine.hypervisor, ""); /* a maker's name alone makes no guest */
    make_file("sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
    machine_read(root, &machine);
    CHECK_STRING(machine.boost, "on");
    remove_tree();
}

static void test_this_machine(void) {
    struct machine machine;
    machine_read("/", &machine);
    CHECK(machine.kernel[0] != '\0');
    CHECK(machine.cpuset[0] != '\0');
    CHECK(machine.memory_total_bytes >= machine.memory_available_bytes);
    /* 1/HZ: kernels are built for 24 … 1000 Hz. */
    CHECK(machine.tick_period_s >= 0.000999 && machine.tick_period_s < 0.05);
    CHECK_NEAR(machine.quota_cpus, NAN, 0); /* the caller's */
}

int main(void) {
    test_nothing_known();
    test_server();
    test_laptop();
    test_this_machine();
    return check_done();
}
