/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Sources: the kernel's cgroup-v2.rst ("cpu.max": "$MAX $PERIOD", "max" for none), sched-bwc.rst
 * (cpu.cfs_quota_us, -1 for none), and proc(5) for /proc/self/cgroup and /proc/self/mountinfo. */
#include "place/cgroup.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A mounted hierarchy: where it is, and which of its directories is the top of what can be seen. */
struct hierarchy {
    char mount[PATH_MAX], top[PATH_MAX];
    bool is_v2;
};

enum { NUMBERS_BYTES = 64 };

static FILE *open_below(const char *root, const char *directory, const char *name) {
    char path[3 * PATH_MAX];
    int used = snprintf(path, sizeof path, "%s/%s/%s", root, directory, name);
    return used > 0 && (size_t)used < sizeof path ? fopen(path, "re") : NULL;
}

static bool read_numbers(const char *root, const char *directory, const char *name,
                         char text[NUMBERS_BYTES]) {
    FILE *file = open_below(root, directory, name);
    if (file == NULL)
        return false;
    bool found = fgets(text, NUMBERS_BYTES, file) != NULL;
    fclose(file);
    return found;
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
static bool parse_mount(const char *line, bool want_v2, struct hierarchy *hierarchy) {
    char type[32], options[512];
    const char *dash = strstr(line, " - ");
    if (dash == NULL || sscanf(dash, " - %31s %*s %511s", type, options) != 2)
        return false;
    bool matches = want_v2 ? strcmp(type, "cgroup2") == 0
                           : strcmp(type, "cgroup") == 0 && has_word(options, "cpu");
    hierarchy->is_v2 = want_v2;
    return matches &&
           sscanf(line, "%*s %*s %*s %4095s %4095s", hierarchy->top, hierarchy->mount) == 2;
}

static bool find_hierarchy(const char *root, bool want_v2, struct hierarchy *hierarchy) {
    FILE *file = open_below(root, "proc/self", "mountinfo");
    if (file == NULL)
        return false;
    char *line = NULL;
    size_t bytes = 0;
    bool found = false;
    while (!found && getline(&line, &bytes, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        found = parse_mount(line, want_v2, hierarchy);
    }
    free(line);
    fclose(file);
    return found;
}

/* One line of /proc/self/cgroup, "ID:controllers:path"; those of version 2 have no controllers.
 * Gives the path, or NULL for another hierarchy. */
static const char *parse_own_path(char *line, bool want_v2) {
    char *controllers = strchr(line, ':');
    char *path = controllers != NULL ? strchr(controllers + 1, ':') : NULL;
    if (path == NULL)
        return NULL;
    *path++ = '\0';
    controllers++;
    bool found = want_v2 ? controllers[0] == '\0' : has_word(controllers, "cpu");
    return found ? path : NULL;
}

/* The process's own directory in a hierarchy. */
static bool find_own_path(const char *root, bool want_v2, char own[PATH_MAX]) {
    FILE *file = open_below(root, "proc/self", "cgroup");
    if (file == NULL)
        return false;
    char *line = NULL;
    size_t bytes = 0;
    const char *path = NULL;
    while (path == NULL && getline(&line, &bytes, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        path = parse_own_path(line, want_v2);
    }
    if (path != NULL)
        snprintf(own, PATH_MAX, "%s", path);
    free(line);
    fclose(file);
    return path != NULL;
}

/* The part of `own` below what is mounted: a container sees its own directory as the mount itself.
 * A path outside of its cgroup namespace, which begins with "/..", cannot be seen. */
static const char *below_top(const char *own, const char *top) {
    size_t length = strlen(top);
    if (strncmp(own, "/..", 3) == 0 || strcmp(own, "/") == 0)
        return "";
    if (strcmp(top, "/") == 0)
        return own;
    if (strncmp(own, top, length) == 0 && (own[length] == '/' || own[length] == '\0'))
        return own + length;
    return "";
}

/* From the process's own directory up to the mount. */
static int walk(const char *root, const struct hierarchy *hierarchy, const char *own,
                int (*visit)(const struct cgroup_quota *quota, void *context), void *context) {
    char directory[2 * PATH_MAX];
    size_t mount = strlen(hierarchy->mount);
    snprintf(directory, sizeof directory, "%s%s", hierarchy->mount, below_top(own, hierarchy->top));
    for (;;) {
        double cpus = hierarchy->is_v2 ? quota_v2(root, directory) : quota_v1(root, directory);
        struct cgroup_quota quota = {.root = root, .directory = directory, .cpus = cpus};
        int ended = isnan(cpus) ? 0 : visit(&quota, context);
        char *last = strrchr(directory, '/');
        if (ended != 0 || last == NULL || strlen(directory) <= mount)
            return ended;
        *last = '\0';
    }
}

int cgroup_each_quota(const char *root,
                      int (*visit)(const struct cgroup_quota *quota, void *context),
                      void *context) {
    int ended = 0;
    for (int version = 1; version <= 2 && ended == 0; version++) {
        struct hierarchy hierarchy;
        char own[PATH_MAX];
        if (find_hierarchy(root, version == 2, &hierarchy) &&
            find_own_path(root, version == 2, own))
            ended = walk(root, &hierarchy, own, visit, context);
    }
    return ended;
}

static int keep_tightest(const struct cgroup_quota *quota, void *context) {
    double *tightest = context;
    *tightest = fmin(*tightest, quota->cpus); /* fmin passes over NAN */
    return 0;
}

double cgroup_quota_cpus(const char *root) {
    double tightest = NAN;
    cgroup_each_quota(root, keep_tightest, &tightest);
    return tightest;
}
