/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "golden_print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A list in the order of joining that has more runs than this is printed as a set instead. */
enum { RUNS_MAX = 20, COLUMNS = 5, CELL_BYTES = 4096, GROUPS_MAX = 8192 };

static const char *const column_names[COLUMNS] = {"package", "NUMA", "cache", "kind", "core"};

static int group_of(struct place_slot slot, int column) {
    const int groups[COLUMNS] = {slot.package, slot.numa, slot.cache, slot.kind, slot.core};
    return groups[column];
}

/* The length of the run at the head of `pus`, and its step: "3-9" and "3-15/4" in text. Two are no
 * run, unless they are neighbours. */
static size_t run_length(const int *pus, size_t count, int *ret_step) {
    size_t length = 1;
    *ret_step = count > 1 ? pus[1] - pus[0] : 0;
    while (length < count && pus[length] - pus[length - 1] == *ret_step && *ret_step > 0)
        length++;
    return length > 2 || *ret_step == 1 ? length : 1;
}

static size_t print_runs(const int *pus, size_t count, FILE *stream) {
    size_t runs = 0;
    for (size_t i = 0; i < count; runs++) {
        int step = 0;
        size_t length = run_length(pus + i, count - i, &step);
        fprintf(stream, "%s%d", runs == 0 ? "" : ",", pus[i]);
        if (length > 1)
            fprintf(stream, "-%d", pus[i + length - 1]);
        if (length > 1 && step > 1)
            fprintf(stream, "/%d", step);
        i += length;
    }
    return runs;
}

static int compare_int(const void *left, const void *right) {
    const int *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static void print_pus(const struct place *place, size_t from, size_t to, FILE *stream) {
    int *pus = calloc(to - from, sizeof *pus);
    char *text = NULL;
    size_t bytes = 0;
    FILE *in_order = open_memstream(&text, &bytes);
    if (pus == NULL || in_order == NULL)
        abort();
    for (size_t i = from; i < to; i++)
        pus[i - from] = place_slot(place, i).pu;
    size_t runs = print_runs(pus, to - from, in_order);
    fclose(in_order);
    if (runs <= RUNS_MAX) {
        fputs(text, stream);
    } else {
        qsort(pus, to - from, sizeof *pus, compare_int);
        fputs("as a set: ", stream);
        print_runs(pus, to - from, stream);
    }
    free(text);
    free(pus);
}

/* How many groups of a column there are among the PUs in use, by index; used[group] is the count
 * among the first n, -1 for a group without PUs. */
static int count_groups(const struct place *place, int column, size_t n, int used[GROUPS_MAX]) {
    int groups = 0;
    for (int i = 0; i < GROUPS_MAX; i++)
        used[i] = -1;
    for (size_t i = 0; i < place_pu_count(place); i++) {
        int group = group_of(place_slot(place, i), column);
        if (group < 0)
            continue;
        groups += used[group] < 0;
        used[group] = (used[group] < 0 ? 0 : used[group]) + (i < n);
    }
    return groups;
}

/* "2x8,1": eight groups with two each, then one with one. */
static void print_counts(const struct place *place, int column, size_t n, char text[CELL_BYTES]) {
    static int used[GROUPS_MAX];
    count_groups(place, column, n, used);
    size_t length = 0;
    text[0] = '\0';
    for (int i = 0; i < GROUPS_MAX && length + 32 < CELL_BYTES;) {
        int value = used[i], times = 0;
        for (; i < GROUPS_MAX && (used[i] == value || used[i] < 0); i++)
            times += used[i] >= 0;
        if (value < 0)
            continue;
        length += (size_t)snprintf(text + length, CELL_BYTES - length, "%s%d",
                                   length == 0 ? "" : ",", value);
        if (times > 1)
            length += (size_t)snprintf(text + length, CELL_BYTES - length, "x%d", times);
    }
}

/* How many cores the first n PUs are on; where no cores are known, each PU is one. */
static size_t count_cores(const struct place *place, size_t n) {
    static int used[GROUPS_MAX];
    size_t cores = 0;
    if (count_groups(place, COLUMNS - 1, n, used) == 0)
        return n;
    for (int i = 0; i < GROUPS_MAX; i++)
        cores += used[i] > 0;
    return cores;
}

/* A column in which all PUs are alike says nothing. */
static bool has_groups(const struct place *place, int column) {
    const int first = group_of(place_slot(place, 0), column);
    for (size_t i = 1; i < place_pu_count(place); i++)
        if (group_of(place_slot(place, i), column) != first)
            return true;
    return false;
}

static void print_row(const struct place *place, size_t before, size_t n, FILE *stream) {
    char text[CELL_BYTES];
    fprintf(stream, "  %4zu  cores %zu", n, count_cores(place, n));
    for (int column = 0; column < COLUMNS - 1; column++) {
        if (!has_groups(place, column))
            continue;
        print_counts(place, column, n, text);
        fprintf(stream, "  %s %s", column_names[column], text);
    }
    fputs("  + ", stream);
    print_pus(place, before, n, stream);
    fputc('\n', stream);
}

static bool is_row(const struct place *place, size_t n) {
    const struct place_edges edges = place_edges(place);
    return (n & (n - 1)) == 0 || n == edges.cache_cores || n == edges.numa_cores ||
           n == edges.package_cores || n == edges.auto_cores || n == edges.cores || n == edges.pus;
}

void golden_print_order(const struct place *place, FILE *stream) {
    const struct place_edges edges = place_edges(place);
    fprintf(stream, "%s: auto ends at %u; edges: cache %u, NUMA %u, package %u, cores %u, PUs %u\n",
            place_policy_name(place_policy_of(place)), edges.auto_cores, edges.cache_cores,
            edges.numa_cores, edges.package_cores, edges.cores, edges.pus);
    size_t before = 0;
    for (size_t n = 1; n <= place_pu_count(place); n++) {
        if (!is_row(place, n))
            continue;
        print_row(place, before, n, stream);
        before = n;
    }
}

void golden_print_machine(const struct place *place, FILE *stream) {
    char line[512];
    struct place_facts facts;
    place_describe(place, line, sizeof line);
    place_facts(place, &facts);
    fprintf(stream, "seen: %s\nPUs in use: %s\n", line, facts.allowed);
    if (!isnan(place_quota_cpus(place)))
        fprintf(stream, "quota: %g CPUs; capacity: %u\n", place_quota_cpus(place),
                place_capacity(place));
}

bool golden_same_order(const struct place *left, const struct place *right) {
    const struct place_edges a = place_edges(left), b = place_edges(right);
    bool same = place_pu_count(left) == place_pu_count(right) && memcmp(&a, &b, sizeof a) == 0;
    for (size_t i = 0; i < place_pu_count(left) && same; i++)
        same = place_slot(left, i).pu == place_slot(right, i).pu;
    return same;
}
