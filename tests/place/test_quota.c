/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The CPU quota of cgroups and how often it stopped a process, in trees of files made for it. */
#include "machine.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOUNT_V2 "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n"

static char root[64];

static void make_root(void) {
    snprintf(root, sizeof root, "/tmp/amdahl_quota_XXXXXX");
    if (mkdtemp(root) == NULL)
        exit(99);
}

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

static void remove_file(const char *path) {
    char whole[512];
    snprintf(whole, sizeof whole, "%s/%s", root, path);
    CHECK_INT(unlink(whole), 0);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *at) {
    (void)status, (void)kind, (void)at;
    return remove(path);
}

static void remove_root(void) {
    nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static double read_quota(void) {
    struct place *place =
        machine_load((struct place_spec){.synthetic = "core:8 pu:1", .root = root});
    double cpus = place_quota_cpus(place);
    place_free(place);
    return cpus;
}

static void test_version_2(void) {
    make_root();
    CHECK_NEAR(read_quota(), NAN, 0);
    make_file("proc/self/mountinfo", "22 27 0:21 / /proc rw - proc proc rw\n" MOUNT_V2);
    CHECK_NEAR(read_quota(), NAN, 0);
    make_file("proc/self/cgroup", "nonsense\n0::/a/b\n");
    CHECK_NEAR(read_quota(), NAN, 0);
    make_file("sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
    CHECK_NEAR(read_quota(), NAN, 0);
    make_file("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
    CHECK_NEAR(read_quota(), 1.5, 0);
    make_file("sys/fs/cgroup/a/b/cpu.max", "400000 100000\n"); /* the tightest counts */
    CHECK_NEAR(read_quota(), 1.5, 0);
    make_file("sys/fs/cgroup/cpu.max", "800000 100000\n");
    CHECK_NEAR(read_quota(), 1.5, 0);
    make_file("sys/fs/cgroup/cpu.max", "50000 100000\n");
    CHECK_NEAR(read_quota(), 0.5, 0);
    make_file("proc/self/cgroup", "0::/../elsewhere\n"); /* outside of the namespace */
    CHECK_NEAR(read_quota(), 0.5, 0);
    remove_root();
}

/* Version 1 with two controllers in one hierarchy, as a container sees it: its own directory is the
 * mount. */
static void test_version_1_in_container(void) {
    make_root();
    make_file(
        "proc/self/mountinfo",
        "31 30 0:27 /docker/f00 /sys/fs/cgroup/cpuset ro - cgroup cgroup rw,cpuset\n"
        "32 30 0:28 /docker/f00 /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n");
    make_file("proc/self/cgroup",
              "9:name=cpu:/wrong\n5:cpuset:/docker/f00\n4:cpuacct,cpu:/docker/f00/job\n0::/\n");
    make_file("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "-1\n");
    make_file("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
    CHECK_NEAR(read_quota(), NAN, 0);
    make_file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "250000\n");
    make_file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    CHECK_NEAR(read_quota(), 2.5, 0);
    make_file("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "50000\n");
    CHECK_NEAR(read_quota(), 0.5, 0);
    make_file("proc/self/cgroup", "4:cpu,cpuacct:/elsewhere\n"); /* outside of what is mounted */
    CHECK_NEAR(read_quota(), 2.5, 0);
    remove_root();
}

static void check_cap(const char *maximum, enum place_policy policy, unsigned auto_cores,
                      unsigned capacity) {
    make_file("sys/fs/cgroup/a/cpu.max", maximum);
    struct place *place = machine_load(
        (struct place_spec){.synthetic = "core:4 pu:2", .root = root, .policy = policy});
    CHECK_INT(place_edges(place).auto_cores, auto_cores);
    CHECK_INT(place_capacity(place), capacity);
    CHECK_INT(place_edges(place).cores, 4);
    CHECK_INT(place_pu_count(place), 8);
    place_free(place);
}

static void test_cap(void) {
    make_root();
    make_file("proc/self/mountinfo", MOUNT_V2);
    make_file("proc/self/cgroup", "0::/a\n");
    check_cap("max 100000\n", PLACE_SPREAD, 4, 8);
    check_cap("10000 100000\n", PLACE_SPREAD, 1, 1);
    check_cap("100000 100000\n", PLACE_SPREAD, 1, 1);
    check_cap("299999 100000\n", PLACE_SPREAD, 2, 2);
    check_cap("300000 100000\n", PLACE_SPREAD, 3, 3);
    check_cap("600000 100000\n", PLACE_SPREAD, 4, 6);
    check_cap("600000 100000\n", PLACE_SMT, 6, 6);
    check_cap("99999999900000 100000\n", PLACE_SMT, 8, 8);
    remove_root();
}

/* Without a root, another machine has no quota, whatever this process has. */
static void test_other_machine(void) {
    struct place *place = machine_load((struct place_spec){.synthetic = "core:4 pu:2"});
    CHECK_NEAR(place_quota_cpus(place), NAN, 0);
    CHECK_INT(place_capacity(place), 8);
    place_free(place);
    place = machine_load((struct place_spec){0});
    CHECK(isnan(place_quota_cpus(place)) || place_quota_cpus(place) > 0);
    CHECK(place_capacity(place) >= 1 && place_capacity(place) <= place_pu_count(place));
    place_free(place);
}

static char *print_text(const char *maximum) {
    char *text = NULL;
    size_t bytes = 0;
    make_file("sys/fs/cgroup/a/cpu.max", maximum);
    struct place *place =
        machine_load((struct place_spec){.synthetic = "core:4 pu:2", .root = root});
    FILE *stream = open_memstream(&text, &bytes);
    place_print_text(place, stream);
    fclose(stream);
    place_free(place);
    return text;
}

static void test_text(void) {
    make_root();
    make_file("proc/self/mountinfo", MOUNT_V2);
    make_file("proc/self/cgroup", "0::/a\n");
    char *text = print_text("250000 100000\n");
    CHECK_HOLDS(text, "\nCPU quota: 2.5 CPUs, which leaves room for 2 workers at a time.\n");
    free(text);
    text = print_text("100000 100000\n");
    CHECK_HOLDS(text, "\nCPU quota: 1 CPU, which leaves room for 1 worker at a time.\n");
    free(text);
    text = print_text("max 100000\n");
    CHECK(strstr(text, "quota") == NULL);
    free(text);
    remove_root();
}

static struct place_throttle *open_throttle(void) {
    struct fault fault = {0};
    struct place_throttle *throttle = NULL;
    CHECK_INT(place_throttle_open(root, &throttle, &fault), 0);
    CHECK_STRING(fault.text, "");
    return throttle;
}

static void test_throttle(void) {
    make_root();
    make_file("proc/self/mountinfo", MOUNT_V2);
    make_file("proc/self/cgroup", "0::/a/b\n");
    make_file("sys/fs/cgroup/a/cpu.stat", "nr_periods 9\nnr_throttled 5\n");
    CHECK(open_throttle() == NULL); /* no quota: nothing can be throttled */
    make_file("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
    make_file("sys/fs/cgroup/a/b/cpu.max", "50000 100000\n");
    make_file("sys/fs/cgroup/a/b/cpu.stat", "usage_usec 1\nnr_periods 9\nnr_throttled 7\n");
    struct place_throttle *throttle = open_throttle();
    CHECK_INT(place_throttle_count(throttle), 12);
    make_file("sys/fs/cgroup/a/b/cpu.stat", "nr_throttled 18446744073709551000\nnr_bursts 0\n");
    CHECK(place_throttle_count(throttle) == 18446744073709551005u);
    /* A file that is empty or gone tells nothing: what was counted stands. */
    make_file("sys/fs/cgroup/a/b/cpu.stat", "");
    make_file("sys/fs/cgroup/a/cpu.stat", "nr_throttled 6\n");
    CHECK(place_throttle_count(throttle) == 18446744073709551006u);
    remove_file("sys/fs/cgroup/a/b/cpu.stat");
    make_file("sys/fs/cgroup/a/cpu.stat", "nr_periods 6\n");
    CHECK(place_throttle_count(throttle) == 18446744073709551006u);
    place_throttle_close(throttle);
    /* A quota without a cpu.stat is passed over. */
    remove_file("sys/fs/cgroup/a/cpu.stat");
    CHECK(open_throttle() == NULL);
    remove_root();
}

/* Both versions together, and version 1 alone. */
static void test_throttle_of_two_versions(void) {
    make_root();
    make_file("proc/self/mountinfo",
              MOUNT_V2 "31 30 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n");
    make_file("proc/self/cgroup", "1:cpu:/job\n0::/\n");
    make_file("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "50000\n");
    make_file("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n");
    make_file("sys/fs/cgroup/cpu/job/cpu.stat", "nr_periods 3\nnr_throttled 2\n");
    struct place_throttle *throttle = open_throttle();
    CHECK_INT(place_throttle_count(throttle), 2);
    place_throttle_close(throttle);
    make_file("sys/fs/cgroup/cpu.max", "90000 100000\n");
    make_file("sys/fs/cgroup/cpu.stat", "nr_throttled 40\n");
    throttle = open_throttle();
    CHECK_INT(place_throttle_count(throttle), 42);
    place_throttle_close(throttle);
    remove_root();
}

static void test_no_throttle(void) {
    CHECK_INT(place_throttle_count(NULL), 0);
    place_throttle_close(NULL);
    /* This process's own, whatever it is. */
    struct fault fault = {0};
    struct place_throttle *throttle = NULL;
    CHECK_INT(place_throttle_open(NULL, &throttle, &fault), 0);
    uint64_t before = place_throttle_count(throttle);
    CHECK(place_throttle_count(throttle) >= before);
    place_throttle_close(throttle);
}

int main(void) {
    test_version_2();
    test_version_1_in_container();
    test_cap();
    test_other_machine();
    test_text();
    test_throttle();
    test_throttle_of_two_versions();
    test_no_throttle();
    return check_done();
}
