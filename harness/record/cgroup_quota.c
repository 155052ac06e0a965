/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Sources: the kernel's cgroup-v2.rst ("cpu.max": "$MAX $PERIOD", "max" for none), sched-bwc.rst
 * (cpu.cfs_quota_us, -1 for none), and proc(5) for /proc/self/cgroup and /proc/self/mountinfo. */
#include "record/cgroup_quota.h"

#include "record/kernel_text.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A mounted hierarchy: where it is, and which of its directories is the top of what can be seen. */
struct hierarchy {
    char mount[PATH_MAX], top[PATH_MAX];
    bool is_v2;
};

enum { NUMBERS_BYTES = 64 };

static bool read_numbers(const char *root, const char *directory, const char *name,
                         char text[NUMBERS_BYTES]) {
    char path[PATH_MAX];
    int used = snprintf(path, sizeof path, "%s/%s", directory, name);
    return used > 0 && (size_t)used < sizeof path &&
           kernel_text_line(root, path, text, NUMBERS_BYTES);
}

static double quota_v2(const char *root, const char *directory) {
    char text[NUMBERS_BYTES], *end = NULL;
    if (!read_numbers(root, directory, "cpu.max", text))
        return NAN;
    double quota = strtod(text, &end), period = strtod(end, NULL);
    return quota > 0 && period > 0 ? quota / period : NAN; /* "max" is no number */
}

static double quota_v1(const char *root, const char *directory) {
    char quota_text[NUMBERS_BYTES], period_text[NUMBERS_BYTES];
    if (!read_numbers(root, directory, "cpu.cfs_quota_us", quota_text) ||
        !read_numbers(root, directory, "cpu.cfs_period_us", period_text))
        return NAN;
    double quota = strtod(quota_text, NULL), period = strtod(period_text, NULL);
    return quota > 0 && period > 0 ? quota / period : NAN; /* -1: none */
}

/* Whether `word` is one of the words of `list`, which are set apart by commas. */
static bool has_word(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += length)
        if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
            return true;
    return false;
}

/* One line of mountinfo: "… root mount options [fields…] - type source super-options". */
static bool parse_mount(char *line, struct hierarchy *hierarchy, bool want_v2) {
    char type[32], options[512];
    char *dash = strstr(line, " - ");
    if (dash == NULL || sscanf(dash, " - %31s %*s %511s", type, options) != 2)
        return false;
    bool matches = want_v2 ? strcmp(type, "cgroup2") == 0
                           : strcmp(type, "cgroup") == 0 && has_word(options, "cpu");
    hierarchy->is_v2 = want_v2;
    return matches &&
           sscanf(line, "%*s %*s %*s %4095s %4095s", hierarchy->top, hierarchy->mount) == 2;
}

static bool find_hierarchy(const char *root, bool want_v2, struct hierarchy *hierarchy) {
    FILE *file = kernel_text_open(root, "proc/self/mountinfo");
    if (file == NULL)
        return false;
    char *line = NULL;
    size_t bytes = 0;
    bool found = false;
    while (!found && getline(&line, &bytes, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        found = parse_mount(line, hierarchy, want_v2);
    }
    free(line);
    fclose(file);
    return found;
}

/* The process's own directory in a hierarchy, from "ID:controllers:path"; those of version 2 have
 * no controllers. */
static bool find_own_path(const char *root, bool want_v2, char own[PATH_MAX]) {
    FILE *file = kernel_text_open(root, "proc/self/cgroup");
    if (file == NULL)
        return false;
    char *line = NULL;
    size_t bytes = 0;
    bool found = false;
    while (!found && getline(&line, &bytes, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        char *controllers = strchr(line, ':'),
             *path = controllers ? strchr(controllers + 1, ':') : NULL;
        if (path == NULL)
            continue;
        *path++ = '\0';
        controllers++;
        found = want_v2 ? controllers[0] == '\0' : has_word(controllers, "cpu");
        if (found)
            snprintf(own, PATH_MAX, "%s", path);
    }
    free(line);
    fclose(file);
    return found;
}

/* The part of `own` below what is mounted: a container sees its own directory as the mount itself.
 */
static const char *below_top(const char *own, const char *top) {
    size_t length = strlen(top);
    if (strcmp(top, "/") == 0)
        return own;
    if (strncmp(own, top, length) == 0 && (own[length] == '/' || own[length] == '\0'))
        return own + length;
    return "";
}

static double tightest_quota(const char *root, const struct hierarchy *hierarchy, const char *own) {
    char directory[2 * PATH_MAX];
    size_t mount = strlen(hierarchy->mount);
    snprintf(directory, sizeof directory, "%s%s", hierarchy->mount, below_top(own, hierarchy->top));
    double tightest = NAN;
    for (;;) {
        double quota = hierarchy->is_v2 ? quota_v2(root, directory) : quota_v1(root, directory);
        tightest = fmin(tightest, quota); /* fmin passes over NAN */
        char *last = strrchr(directory, '/');
        if (last == NULL || strlen(directory) <= mount)
            return tightest;
        *last = '\0';
    }
}

double cgroup_quota_cpus(const char *root) {
    double tightest = NAN;
    for (int version = 1; version <= 2; version++) {
        struct hierarchy hierarchy;
        char own[PATH_MAX];
        if (find_hierarchy(root, version == 2, &hierarchy) &&
            find_own_path(root, version == 2, own))
            tightest = fmin(tightest, tightest_quota(root, &hierarchy, own));
    }
    return tightest;
}
