/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "doctor/idle.h"

#include "record/cpu_list.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int idle_parse(const char *cpus, bool *ret_is_idle, unsigned *ret_cores, struct fault *fault) {
    static const char word[] = "idle";
    const size_t length = sizeof word - 1;
    unsigned long cores = 0;
    char *end = NULL;
    *ret_is_idle = cpus != NULL && strncmp(cpus, word, length) == 0;
    *ret_cores = 0;
    if (!*ret_is_idle || cpus[length] == '\0')
        return 0;
    errno = 0;
    if (cpus[length] == ':' && cpus[length + 1] >= '1' && cpus[length + 1] <= '9')
        cores = strtoul(cpus + length + 1, &end, 10);
    if (end == NULL || *end != '\0' || errno != 0 || cores > INT_MAX)
        return fault_set(fault, FAULT_USAGE, 0,
                         "-c %.80s: idle stands alone, or as idle:K with a number of cores from 1 "
                         "on; for a list give numbers such as 0,2-7",
                         cpus);
    *ret_cores = (unsigned)cores;
    return 0;
}

/* What one look cannot tell apart is equal. */
static double rank_of(double share) {
    return share < DOCTOR_QUIET_SHARE ? 0 : share;
}

static unsigned core_of(const struct doctor_look *look, unsigned pu) {
    const struct doctor_load *load = doctor_look_find(look, pu);
    return load != NULL ? load->core : pu;
}

/* Keeps all PUs of the quietest core of those not kept yet. false: there is none. */
static bool keep_next_core(const struct doctor_look *look, struct idle_pu *pus, size_t count) {
    const struct idle_pu *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (!pus[i].kept && !isnan(pus[i].share) &&
            (best == NULL || rank_of(pus[i].share) < rank_of(best->share)))
            best = &pus[i];
    if (best == NULL)
        return false;
    const unsigned core = core_of(look, best->pu);
    for (size_t i = 0; i < count; i++)
        pus[i].kept = pus[i].kept || core_of(look, pus[i].pu) == core;
    return true;
}

static void keep_quiet(struct idle_pu *pus, size_t count) {
    double least = INFINITY;
    for (size_t i = 0; i < count; i++)
        least = fmin(least, pus[i].share); /* passes over NAN */
    for (size_t i = 0; i < count; i++)
        pus[i].kept = rank_of(pus[i].share) <= rank_of(least);
}

int idle_choose(const struct doctor_look *look, unsigned cores, struct idle_pu *pus, size_t count,
                struct fault *fault) {
    bool is_known = false;
    for (size_t i = 0; i < count; i++) {
        pus[i].kept = false;
        pus[i].share = doctor_look_core_share(look, pus[i].pu);
        is_known = is_known || !isnan(pus[i].share);
    }
    if (!is_known)
        return fault_set(fault, FAULT_UNMEASURABLE, 0,
                         "-c idle: /proc/stat does not say what runs on the cores here; name them, "
                         "as in -c 0,2-7");
    if (cores == 0)
        keep_quiet(pus, count);
    for (unsigned kept = 0; kept < cores; kept++)
        if (!keep_next_core(look, pus, count))
            return fault_set(fault, FAULT_USAGE, 0,
                             "-c idle:%u: only %u cores may be used here; ask for that many at "
                             "most",
                             cores, kept);
    return 0;
}

static int compare_numbers(const void *left, const void *right) {
    const unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;
    return (a > b) - (a < b);
}

int idle_list(const struct idle_pu *pus, size_t count, char *text, size_t bytes,
              struct fault *fault) {
    unsigned *kept = calloc(count + 1, sizeof *kept);
    size_t kept_count = 0;
    if (kept == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the list of idle PUs");
    for (size_t i = 0; i < count; i++)
        if (pus[i].kept)
            kept[kept_count++] = pus[i].pu;
    qsort(kept, kept_count, sizeof *kept, compare_numbers);
    bool fits = cpu_list_format(kept, kept_count, text, bytes);
    free(kept);
    if (!fits)
        return fault_set(fault, FAULT_USAGE, 0,
                         "-c idle: the idle PUs make a list of more than %zu characters; ask for "
                         "fewer cores, as in idle:8",
                         bytes - 1);
    return 0;
}

/* The left-out PU with the lowest number from `from` on; NULL: none. */
static const struct idle_pu *next_left_out(const struct idle_pu *pus, size_t count, unsigned from) {
    const struct idle_pu *next = NULL;
    for (size_t i = 0; i < count; i++)
        if (!pus[i].kept && pus[i].pu >= from && (next == NULL || pus[i].pu < next->pu))
            next = &pus[i];
    return next;
}

/* A line has no room for more. */
enum { LEFT_OUT_MAX = 8 };

void idle_describe(const struct idle_pu *pus, size_t count, const char *list, char *text,
                   size_t bytes) {
    size_t left_out = 0, named = 0;
    for (size_t i = 0; i < count; i++)
        left_out += !pus[i].kept;
    size_t used = (size_t)snprintf(text, bytes, "PUs %s%s", list, left_out > 0 ? "; left out" : "");
    const struct idle_pu *pu = next_left_out(pus, count, 0);
    for (; pu != NULL && named < LEFT_OUT_MAX && used < bytes;
         pu = next_left_out(pus, count, pu->pu + 1), named++) {
        used += (size_t)snprintf(text + used, bytes - used, "%s %u", named > 0 ? "," : "", pu->pu);
        if (!isnan(pu->share) && used < bytes)
            used += (size_t)snprintf(text + used, bytes - used, " (%.0f %% busy)", 100 * pu->share);
    }
    if (left_out > named && used < bytes)
        snprintf(text + used, bytes - used, " and %zu more", left_out - named);
}
