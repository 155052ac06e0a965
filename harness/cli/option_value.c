/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/option_value.h"

#include "cli/units.h"
#include "plan/list.h"
#include "plan/number.h"
#include "wire/params.h"

#include <stdio.h>
#include <string.h>

enum { OPTION_RANGE_BYTES = 96 };

static void format_real(const struct option_spec *spec, double value, char *text, size_t bytes) {
    struct units_time unit = units_choose_time(value);
    if (spec->kind == OPTION_PERCENT)
        snprintf(text, bytes, "%g%%", value * 100);
    else
        snprintf(text, bytes, "%g%s", value / unit.seconds, unit.name);
}

void option_describe_range(const struct option_spec *spec, char *text, size_t bytes) {
    char least[32], most[32];
    switch (spec->kind) {
    case OPTION_FLAG:
    case OPTION_TEXT:
    case OPTION_LIST:
        snprintf(text, bytes, "%s", "");
        break;
    case OPTION_WORD:
        snprintf(text, bytes, "%s", spec->words);
        break;
    case OPTION_COUNT:
        snprintf(text, bytes, "%llu to %llu", (unsigned long long)spec->least,
                 (unsigned long long)spec->most);
        break;
    case OPTION_TIME:
    case OPTION_PERCENT:
        format_real(spec, spec->least_real, least, sizeof least);
        format_real(spec, spec->most_real, most, sizeof most);
        snprintf(text, bytes, "%s to %s", least, most);
        break;
    }
}

const char *option_default(const struct option_spec *spec) {
    const char *text = spec->initial != NULL ? spec->initial : spec->default_note;
    return text != NULL ? text : "";
}

int option_refuse(const struct option_spec *spec, const char *value, struct fault *fault) {
    char range[OPTION_RANGE_BYTES];
    const char *kind = "";
    option_describe_range(spec, range, sizeof range);
    switch (spec->kind) {
    case OPTION_FLAG:
    case OPTION_TEXT:
    case OPTION_LIST:
        return fault_set(fault, FAULT_USAGE, 0, "--%s: the value is empty; it takes %s", spec->name,
                         spec->argument != NULL ? spec->argument : "none");
    case OPTION_WORD:
        return fault_set(fault, FAULT_USAGE, 0, "--%s: '%.*s' is not one of %s", spec->name,
                         OPTION_SHOWN_BYTES, value, range);
    case OPTION_COUNT:
        kind = "a whole number";
        break;
    case OPTION_TIME:
        kind = "a time with a unit (ns, us, ms, s, m, h)";
        break;
    case OPTION_PERCENT:
        kind = "a percentage";
        break;
    }
    return fault_set(fault, FAULT_USAGE, 0, "--%s: '%.*s' is not %s from %s", spec->name,
                     OPTION_SHOWN_BYTES, value, kind, range);
}

static bool store_real(const struct option_spec *spec, const char *value, double *ret_field) {
    double real = 0;
    int rc = spec->kind == OPTION_TIME ? units_parse_time(value, &real)
                                       : units_parse_percent(value, &real);
    /* Negated, so that no NAN can pass. */
    if (rc != 0 || !(real >= spec->least_real && real <= spec->most_real))
        return false;
    *ret_field = real;
    return true;
}

static bool store_count(const struct option_spec *spec, const char *value, uint64_t *ret_field) {
    uint64_t count = 0;
    if (number_parse_count(value, strlen(value), &count) != NUMBER_OK || count < spec->least ||
        count > spec->most)
        return false;
    *ret_field = count;
    return true;
}

static bool store_in_list(const char *value, struct option_list *list) {
    if (value[0] == '\0' || list->count == OPTION_LIST_MAX)
        return false;
    list->value[list->count++] = value;
    return true;
}

bool option_store(const struct option_spec *spec, const char *value, struct options *options) {
    void *field = (char *)options + spec->field;
    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return true;
    case OPTION_TEXT:
        *(const char **)field = value;
        return value[0] != '\0';
    case OPTION_LIST:
        return store_in_list(value, field);
    case OPTION_WORD:
        *(const char **)field = value;
        return params_is_word(spec->words, value);
    case OPTION_COUNT:
        return store_count(spec, value, field);
    case OPTION_TIME:
    case OPTION_PERCENT:
        return store_real(spec, value, field);
    }
    return false;
}
