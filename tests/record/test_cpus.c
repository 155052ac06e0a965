/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The kernel's lists of CPUs, and the times of each. */
#include "record/cpu_list.h"
#include "record/cpu_ticks.h"

#include "check.h"
#include "records_sample.h"

#include <sys/stat.h>

static void test_lists(void) {
    CHECK_INT(cpu_list_count("0-3,8"), 5);
    CHECK_INT(cpu_list_count(""), 0);
    CHECK_INT(cpu_list_count("  (null)"), 0);
    CHECK_INT(cpu_list_count("nohz,domain,2-3"), 2);
    CHECK_INT(cpu_list_count("7-5"), 0);
    CHECK_INT(cpu_list_count("3-"), 0);
    CHECK(cpu_list_holds("0-3,8", 3));
    CHECK(cpu_list_holds("0-3,8", 8));
    CHECK(!cpu_list_holds("0-3,8", 4));
    CHECK(!cpu_list_holds("", 0));
    CHECK_INT(cpu_list_count_both("0-3,8", "2-127"), 3);
    CHECK_INT(cpu_list_count_both("0-3", "4-7"), 0);
    CHECK_INT(cpu_list_count_both("0,2,4", "0-1,4"), 2);
}

static void test_format(void) {
    static const unsigned cpus[] = {0, 1, 2, 3, 6, 8, 9, 4294967295u};
    char text[32], small[16];
    CHECK(cpu_list_format(cpus, 0, text, sizeof text));
    CHECK_STRING(text, "");
    CHECK(cpu_list_format(cpus, 8, text, sizeof text));
    CHECK_STRING(text, "0-3,6,8-9,4294967295");
    CHECK(!cpu_list_format(cpus, 8, small, sizeof small));
    CHECK_STRING(small, "0-3,6,8-9,...");
    CHECK(cpu_list_format(cpus, 7, small, sizeof small));
    CHECK_STRING(small, "0-3,6,8-9");
    CHECK(!cpu_list_format(cpus + 7, 1, small, 10));
    CHECK_STRING(small, ",...");
}

static void test_ticks(void) {
    char root[64], path[128];
    struct cpu_ticks *ticks = NULL;
    size_t count = 9;
    records_make_directory(root);
    CHECK_INT(cpu_ticks_read(root, &ticks, &count, NULL), 0);
    CHECK_INT(count, 0);
    free(ticks);
    snprintf(path, sizeof path, "%s/proc", root);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/proc/stat", root);
    FILE *file = fopen(path, "w");
    fputs("cpu  9 9 9 9 9 9 9 9 9 9\n", file);
    for (int i = 0; i < 100; i++)
        fprintf(file, "cpu%d 1 2 3 4 5 6 7 8 9 10\n", 3 * i);
    fputs("cpu300 1 2 3 4\ncpu301 1\nintr 5\ncpu302 1 2 3 4\n", file);
    fclose(file);
    CHECK_INT(cpu_ticks_read(root, &ticks, &count, NULL), 0);
    CHECK_INT(count, 101);
    CHECK_INT(ticks[99].cpu, 297);
    CHECK_INT(ticks[99].busy, 1 + 2 + 3 + 6 + 7);
    CHECK_INT(ticks[99].idle, 4 + 5);
    CHECK_INT(ticks[99].steal, 8);
    CHECK_INT(ticks[100].idle, 4);
    CHECK_INT(ticks[100].steal, 0);
    free(ticks);
    remove(path);
    snprintf(path, sizeof path, "%s/proc", root);
    remove(path);
    remove(root);
}

int main(void) {
    test_lists();
    test_format();
    test_ticks();
    return check_done();
}
