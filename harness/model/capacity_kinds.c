/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "model/capacity_kinds.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Far beyond any machine; a typing error otherwise. */
static const double CORES_MOST = 1e6, SPEED_MOST = 100;

/* A number in (0, most] at *at, which is moved behind it; NAN where there is none. */
static double take_number(const char **at, double most) {
    char *end;
    if (!(**at >= '0' && **at <= '9') && **at != '.')
        return NAN;
    double value = strtod(*at, &end);
    *at = end;
    return value > 0 && value <= most ? value : NAN;
}

static int refuse(const char *option, const char *text, const char *why, struct fault *fault) {
    return fault_set(
        fault, FAULT_USAGE, 0,
        "%s %s: %s; give each kind of core as COUNT or COUNT@SPEED, the fastest first, "
        "such as 6,8@0.6",
        option, text, why);
}

/* What is wrong with the kind that was read last, or NULL. */
static const char *find_flaw(const struct capacity_kinds *kinds, bool is_last) {
    const struct capacity_kind *kind = &kinds->kinds[kinds->count - 1];
    if (isnan(kind->count) || kind->count != floor(kind->count))
        return "a count is not a whole number from 1 on";
    if (isnan(kind->speed) && !is_last)
        return "only the last kind may lack its speed";
    if (kinds->count == 1 && kind->speed != 1)
        return "the first kind's speed is 1, for the others are relative to it";
    if (kinds->count > 1 && kind->speed > kind[-1].speed)
        return "a kind is faster than the one before";
    return NULL;
}

int capacity_kinds_parse(const char *option, const char *text, struct capacity_kinds *ret_kinds,
                         struct fault *fault) {
    struct capacity_kinds kinds = {.count = 0};
    const char *at = text;
    for (bool is_last = false; !is_last;) {
        if (kinds.count == CAPACITY_KINDS_MAX)
            return refuse(option, text, "more than 8 kinds", fault);
        struct capacity_kind *kind = &kinds.kinds[kinds.count++];
        kind->count = take_number(&at, CORES_MOST);
        kind->speed = kinds.count == 1 ? 1 : NAN;
        if (*at == '@') {
            at++;
            kind->speed = take_number(&at, SPEED_MOST);
            if (isnan(kind->speed))
                return refuse(option, text, "a speed is not a number above 0", fault);
        }
        is_last = *at == '\0';
        const char *flaw = !is_last && *at != ',' ? "it is not a list" : find_flaw(&kinds, is_last);
        if (flaw != NULL)
            return refuse(option, text, flaw, fault);
        at++;
    }
    *ret_kinds = kinds;
    return 0;
}

bool capacity_kinds_are_open(const struct capacity_kinds *kinds) {
    return kinds->count > 0 && isnan(kinds->kinds[kinds->count - 1].speed);
}

double capacity_kinds_dynamic(const struct capacity_kinds *kinds, double n) {
    double capacity = 0;
    for (size_t i = 0; i < kinds->count && n > 0; i++) {
        double cores = fmin(n, kinds->kinds[i].count);
        capacity += cores * kinds->kinds[i].speed;
        n -= cores;
    }
    return capacity;
}

double capacity_kinds_last(const struct capacity_kinds *kinds, double n) {
    double before = 0;
    for (size_t i = 0; i + 1 < kinds->count; i++)
        before += kinds->kinds[i].count;
    return fmax(0, fmin(n - before, kinds->kinds[kinds->count - 1].count));
}

double capacity_kinds_static(const struct capacity_kinds *kinds, double n) {
    double cores = 0, speed = NAN;
    for (size_t i = 0; i < kinds->count && n > cores; i++) {
        cores += kinds->kinds[i].count;
        speed = kinds->kinds[i].speed;
    }
    return fmin(n, cores) * speed;
}

void capacity_kinds_apply(const struct capacity_kinds *kinds, struct measured_group *group) {
    for (size_t i = 0; i < group->count; i++)
        group->rows[i].capacity = capacity_kinds_dynamic(kinds, group->rows[i].n);
}
