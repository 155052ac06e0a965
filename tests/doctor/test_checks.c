/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Each check against recorded trees: what is found, and how bad it is. */
#include "doctor/doctor.h"

#include "check.h"
#include "tree.h"

static struct tree tree;
static struct doctor_report report;

/* Four PUs, of which 2 and 3 are one core. */
static struct doctor_load loads[] = {{0, 0, 0, 0}, {1, 1, 0, 0}, {2, 2, 0, 0}, {3, 2, 0, 0}};
static struct doctor_look look = {.loads = loads, .count = 4};

static void make_siblings(void) {
    tree_write(&tree, "sys/devices/system/cpu/online", "0-3\n");
    tree_write(&tree, "proc/self/status", "Cpus_allowed_list:\t0-3\nCapEff:\t0000000000000000\n");
}

/* Examines the first `count` PUs of the tree as it stands. */
static void examine(const double quota_cpus, size_t count) {
    static const unsigned pus[] = {3, 1, 0, 2, 3};
    struct machine machine;
    struct doctor_facts facts;
    machine_read(tree.root, &machine);
    machine.quota_cpus = quota_cpus;
    const struct doctor_facts_spec spec = {
        .root = tree.root, .machine = &machine, .look = &look, .pus = pus, .pu_count = count};
    CHECK_INT(doctor_facts_read(&spec, &facts, NULL), 0);
    doctor_examine(&facts, &report);
    doctor_facts_release(&facts);
}

static void examine_all(void) {
    examine(NAN, 5);
}

#define EXPECT(id, expected_level, part)                                                           \
    do {                                                                                           \
        const struct doctor_finding *one = find(id);                                               \
        CHECK_REPORT(one->level == (expected_level), "%s is %s: %s", id,                           \
                     doctor_level_name(one->level), one->found);                                   \
        CHECK_HOLDS(one->found, part);                                                             \
    } while (0)

static const struct doctor_finding *find(const char *id) {
    for (size_t i = 0; i < report.count; i++)
        if (strcmp(report.findings[i].check->id, id) == 0)
            return &report.findings[i];
    exit(99);
}

static void test_nothing_known(void) {
    struct doctor_look blind = {.loads = NULL}, seen = look;
    tree_make(&tree);
    look = blind;
    examine_all();
    look = seen;
    for (size_t i = 0; i < report.count; i++) {
        CHECK_REPORT(report.findings[i].level != DOCTOR_WARNING, "%s", report.findings[i].found);
        CHECK(report.findings[i].found[0] != '\0');
        CHECK(report.findings[i].is_known ||
              strstr(report.findings[i].found, "is not known") != NULL);
    }
    CHECK(!find("W107")->is_known);
    CHECK_STRING(report.pus, "PUs 0-3");
    tree_remove(&tree);
}

static void test_load(void) {
    tree_make(&tree);
    make_siblings();
    examine_all();
    EXPECT("W107", DOCTOR_OK, "less than 5 %");
    EXPECT("W102", DOCTOR_OK, "no time was stolen");
    loads[0].busy = 0.04, loads[2].busy = 0.38, loads[1].steal = 0.04;
    examine_all();
    EXPECT("W107", DOCTOR_WARNING, "others use 38 % of PU 2, 38 % of PU 3"); /* its sibling */
    CHECK(strstr(find("W107")->found, "PU 0") == NULL);
    EXPECT("W102", DOCTOR_NOTE, "up to 4 %");
    loads[1].steal = 0.12;
    examine_all();
    EXPECT("W102", DOCTOR_WARNING, "the host stole 12 % of PU 1");
    loads[0].busy = loads[2].busy = loads[1].steal = 0;
    tree_remove(&tree);
}

static void test_frequency(void) {
    tree_make(&tree);
    make_siblings();
    for (int i = 0; i < 4; i++) {
        char path[80];
        snprintf(path, sizeof path, "sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", i);
        tree_write(&tree, path, "performance\n");
    }
    tree_write(&tree, "sys/devices/system/cpu/cpufreq/boost", "0\n");
    examine_all();
    EXPECT("W103", DOCTOR_OK, "governor is performance");
    EXPECT("W104", DOCTOR_OK, "boost is off");
    tree_write(&tree, "sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave\n");
    tree_write(&tree, "sys/devices/system/cpu/cpu3/cpufreq/scaling_governor", "powersave\n");
    tree_write(&tree, "sys/devices/system/cpu/cpufreq/boost", "1\n");
    examine_all();
    EXPECT("W103", DOCTOR_WARNING, "governor is powersave on PUs 1,3");
    EXPECT("W104", DOCTOR_WARNING, "boost is on");
    tree_write(&tree, "sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "schedutil\n");
    examine_all();
    EXPECT("W103", DOCTOR_WARNING, "governor is schedutil or another on PUs 1,3");
    examine(NAN, 1); /* PU 3 alone */
    EXPECT("W103", DOCTOR_WARNING, "powersave on PU 3");
    CHECK_STRING(report.pus, "PU 3");
    tree_remove(&tree);
}

static void test_threads_and_sleep(void) {
    tree_make(&tree);
    make_siblings();
    tree_write(&tree, "sys/devices/system/cpu/smt/control", "on\n");
    examine_all();
    EXPECT("W105", DOCTOR_NOTE, "PUs 2-3 share cores");
    examine(NAN, 3); /* 3, 1, 0 */
    EXPECT("W105", DOCTOR_NOTE, "one thread a core");
    tree_write(&tree, "sys/devices/system/cpu/smt/control", "notsupported\n");
    examine(NAN, 3);
    EXPECT("W105", DOCTOR_OK, "not there");
    tree_write(&tree, "sys/devices/system/cpu/smt/control", "forceoff\n");
    examine(NAN, 3);
    EXPECT("W105", DOCTOR_OK, "off");

    tree_write(&tree, "sys/devices/system/cpu/cpuidle/current_driver", "intel_idle\n");
    tree_write(&tree, "sys/devices/system/cpu/cpu0/cpuidle/state0/latency", "0\n");
    tree_write(&tree, "sys/devices/system/cpu/cpu0/cpuidle/state1/latency", "2\n");
    tree_write(&tree, "sys/devices/system/cpu/cpu0/cpuidle/state2/latency", "133\n");
    tree_write(&tree, "sys/devices/system/cpu/cpu0/cpuidle/state2/disable", "0\n");
    examine_all();
    EXPECT("W106", DOCTOR_NOTE, "133 us to leave (driver intel_idle)");
    tree_write(&tree, "sys/devices/system/cpu/cpu0/cpuidle/state2/disable", "1\n");
    examine_all();
    EXPECT("W106", DOCTOR_OK, "2 us");
    tree_write(&tree, "sys/devices/system/cpu/cpuidle/current_driver", "none\n");
    examine_all();
    EXPECT("W106", DOCTOR_OK, "no driver");
    tree_remove(&tree);
}

static void test_limits(void) {
    tree_make(&tree);
    make_siblings();
    examine_all();
    EXPECT("W108", DOCTOR_OK, "all 4 PUs");
    EXPECT("W109", DOCTOR_OK, "no CPU quota");
    EXPECT("W110", DOCTOR_OK, "no PU is isolated");
    /* A mask may name PUs that there are not. */
    tree_write(&tree, "proc/self/status", "Cpus_allowed_list:\t2-127\n");
    examine(1.5, 5);
    EXPECT("W108", DOCTOR_NOTE, "2 of 4 PUs");
    EXPECT("W109", DOCTOR_WARNING, "a CPU quota of 1.5 for 4 PUs");
    examine(4, 5);
    EXPECT("W109", DOCTOR_NOTE, "a CPU quota of 4");
    tree_remove(&tree);
}

static void test_set_apart(void) {
    tree_make(&tree);
    make_siblings();
    tree_write(&tree, "proc/cmdline",
               "quiet isolcpus=managed_irq,domain,2-3 nohz_full=1,5-7 isolcpus_like=0\n");
    examine_all();
    EXPECT("W110", DOCTOR_WARNING, "PUs 2-3 are isolated and the others are not");
    EXPECT("W111", DOCTOR_WARNING, "PU 1 is tickless and the others are not");
    examine(NAN, 1); /* PU 3 */
    EXPECT("W110", DOCTOR_OK, "all PUs to be measured on are isolated");
    EXPECT("W111", DOCTOR_NOTE, "PUs 1,5-7 are tickless, and are not measured on");
    /* What the kernel made of its command line goes first. */
    tree_write(&tree, "sys/devices/system/cpu/isolated", "\n");
    tree_write(&tree, "sys/devices/system/cpu/nohz_full", "  (null)\n");
    examine_all();
    EXPECT("W110", DOCTOR_OK, "no PU is isolated");
    EXPECT("W111", DOCTOR_OK, "no PU is tickless");
    tree_remove(&tree);
}

static void test_kernel(void) {
    tree_make(&tree);
    make_siblings();
    tree_write(&tree, "sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    tree_write(&tree, "sys/devices/system/node/online", "0\n");
    tree_write(&tree, "proc/sys/kernel/numa_balancing", "1\n");
    tree_write(&tree, "sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    tree_write(&tree, "proc/sys/kernel/randomize_va_space", "2\n");
    tree_write(&tree, "proc/self/personality", "00000000\n");
    tree_write(&tree, "sys/devices/system/cpu/vulnerabilities/l1tf", "Not affected\n");
    examine_all();
    EXPECT("W112", DOCTOR_NOTE, "is not known"); /* of a recorded tree */
    EXPECT("W113", DOCTOR_OK, "tsc");
    EXPECT("W114", DOCTOR_OK, "one node");
    EXPECT("W115", DOCTOR_OK, "madvise");
    EXPECT("W116", DOCTOR_OK, "drawn");
    EXPECT("W117", DOCTOR_OK, "of 1 processor faults 0 are mitigated and 0 left open");

    tree_write(&tree, "sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
    tree_write(&tree, "sys/devices/system/node/online", "0-1\n");
    tree_write(&tree, "sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
    tree_write(&tree, "proc/self/personality", "00040000\n");
    tree_write(&tree, "sys/devices/system/cpu/vulnerabilities/mds", "Mitigation: Clear\n");
    tree_write(&tree, "sys/devices/system/cpu/vulnerabilities/srso", "Vulnerable: no microcode\n");
    examine_all();
    EXPECT("W113", DOCTOR_WARNING, "hpet");
    EXPECT("W114", DOCTOR_WARNING, "is on");
    EXPECT("W115", DOCTOR_NOTE, "always");
    EXPECT("W116", DOCTOR_WARNING, "fixed for this process");
    EXPECT("W117", DOCTOR_NOTE, "of 3 processor faults 1 are mitigated and 1 left open");

    tree_write(&tree, "proc/self/personality", "00000000\n");
    tree_write(&tree, "proc/sys/kernel/randomize_va_space", "0\n");
    tree_write(&tree, "proc/sys/kernel/numa_balancing", "0\n");
    examine_all();
    EXPECT("W114", DOCTOR_OK, "off");
    EXPECT("W116", DOCTOR_WARNING, "is fixed");
    tree_remove(&tree);
}

static void test_memory(void) {
    tree_make(&tree);
    make_siblings();
    tree_write(&tree, "proc/meminfo",
               "MemTotal: 4096000 kB\nMemAvailable: 2048000 kB\n"
               "SwapTotal: 1024000 kB\nSwapFree: 1024000 kB\n");
    examine_all();
    EXPECT("W118", DOCTOR_OK, "2000 of 4000 MiB");
    EXPECT("W119", DOCTOR_OK, "nothing is in swap");
    tree_write(&tree, "proc/meminfo",
               "MemTotal: 4096000 kB\nMemAvailable: 204800 kB\n"
               "SwapTotal: 1024000 kB\nSwapFree: 512000 kB\n");
    examine_all();
    EXPECT("W118", DOCTOR_WARNING, "200 of 4000 MiB");
    EXPECT("W119", DOCTOR_NOTE, "500 MiB are in swap");
    look.swapped_pages = 17;
    examine_all();
    EXPECT("W119", DOCTOR_WARNING, "17 pages");
    look.swapped_pages = 0;
    tree_remove(&tree);
}

static void test_counters(void) {
    tree_make(&tree);
    make_siblings();
    examine_all();
    EXPECT("W120", DOCTOR_NOTE, "no performance events");
    tree_write(&tree, "proc/sys/kernel/perf_event_paranoid", "3\n");
    tree_write(&tree, "sys/bus/event_source/devices/software/type", "1\n");
    examine_all();
    EXPECT("W120", DOCTOR_NOTE, "no hardware counters");
    tree_write(&tree, "sys/bus/event_source/devices/cpu_core/type", "4\n");
    examine_all();
    EXPECT("W120", DOCTOR_NOTE, "perf_event_paranoid is 3");
    tree_write(&tree, "proc/self/status", "CapEff:\t0000004000000000\n"); /* CAP_PERFMON */
    examine_all();
    EXPECT("W120", DOCTOR_OK, "can be read");
    tree_write(&tree, "proc/self/status", "CapEff:\t0000000000000001\n");
    tree_write(&tree, "proc/sys/kernel/perf_event_paranoid", "2\n");
    examine_all();
    EXPECT("W120", DOCTOR_OK, "can be read");
    tree_remove(&tree);
}

static void test_guest(void) {
    tree_make(&tree);
    make_siblings();
    examine_all();
    EXPECT("W101", DOCTOR_OK, "no hypervisor");
    tree_write(&tree, "sys/hypervisor/type", "xen\n");
    examine_all();
    EXPECT("W101", DOCTOR_NOTE, "(xen)");
    CHECK_INT(doctor_report_count(&report, DOCTOR_OK) + doctor_report_count(&report, DOCTOR_NOTE) +
                  doctor_report_count(&report, DOCTOR_WARNING),
              report.count);
    tree_remove(&tree);
}

int main(void) {
    test_nothing_known();
    test_load();
    test_frequency();
    test_threads_and_sleep();
    test_limits();
    test_set_apart();
    test_kernel();
    test_memory();
    test_counters();
    test_guest();
    return check_done();
}
