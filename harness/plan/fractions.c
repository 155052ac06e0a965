/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `-p`: the list of parallel fractions. */
#include "plan/list.h"
#include "plan/number.h"
#include "plan/plan.h"

#include <math.h>
#include <string.h>

static int fractions_refuse(struct list_slice item, struct fault *fault) {
    return fault_set(fault, FAULT_USAGE, 0,
                     "-p, --fraction: '%.*s' is not a parallel fraction from 0 to 1, nor a range "
                     "FIRST:LAST:STEP of them (as in 0.5,0.9 or 0:1:0.1)",
                     LIST_SHOW(item));
}

static int fractions_add(struct plan_fractions *fractions, double value, struct fault *fault) {
    size_t at = 0;
    while (at < fractions->count && fractions->value[at] < value)
        at++;
    if (at < fractions->count && fractions->value[at] == value)
        return 0;
    if (fractions->count == PLAN_FRACTIONS_MAX)
        return fault_set(fault, FAULT_USAGE, 0,
                         "-p, --fraction: the list has more than %d fractions; take a larger step",
                         PLAN_FRACTIONS_MAX);
    memmove(fractions->value + at + 1, fractions->value + at,
            (fractions->count - at) * sizeof fractions->value[0]);
    fractions->value[at] = value;
    fractions->count++;
    return 0;
}

static int fractions_parse_value(struct list_slice text, double *ret_value) {
    double value = NAN;
    if (number_parse_real(text.text, text.length, &value) != NUMBER_OK || value < 0 || value > 1)
        return -1;
    *ret_value = value + 0.0; /* -0 becomes 0 */
    return 0;
}

/* The steps of a range are rounded to 12 decimals, so that 0:1:0.1 holds the same 0.3 as the text
 * "0.3". */
static double fraction_of_step(double first, double step, unsigned index) {
    return round((first + step * index) * 1e12) / 1e12;
}

static int fractions_add_range(struct plan_fractions *fractions, struct list_slice item,
                               struct list_slice first, struct list_slice rest,
                               struct fault *fault) {
    double low = 0, high = 0, step = 0;
    struct list_slice last = rest, step_text;
    if (!list_cut(&last, ':', &step_text) || fractions_parse_value(first, &low) != 0 ||
        fractions_parse_value(last, &high) != 0 || fractions_parse_value(step_text, &step) != 0)
        return fractions_refuse(item, fault);
    if (low > high || step < 1e-12)
        return fault_set(
            fault, FAULT_USAGE, 0,
            "-p, --fraction: the range '%.*s' is empty: FIRST:LAST:STEP needs FIRST <= "
            "LAST and a STEP above 0",
            LIST_SHOW(item));
    int rc = 0;
    for (unsigned i = 0; rc == 0 && fraction_of_step(low, step, i) <= high; i++)
        rc = fractions_add(fractions, fraction_of_step(low, step, i), fault);
    return rc;
}

static int fractions_add_item(struct plan_fractions *fractions, struct list_slice item,
                              struct fault *fault) {
    double value = 0;
    struct list_slice first = item, rest;
    if (list_cut(&first, ':', &rest))
        return fractions_add_range(fractions, item, first, rest, fault);
    if (fractions_parse_value(item, &value) != 0)
        return fractions_refuse(item, fault);
    return fractions_add(fractions, value, fault);
}

int plan_parse_fractions(const char *text, struct plan_fractions *ret_fractions,
                         struct fault *fault) {
    struct plan_fractions fractions = {.count = 0};
    struct list_slice item;
    int rc = 0;
    while (rc == 0 && list_next_item(&text, &item))
        rc = fractions_add_item(&fractions, item, fault);
    if (rc == 0)
        *ret_fractions = fractions;
    return rc;
}
