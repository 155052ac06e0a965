/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "wire/series.h"

#include <stdio.h>
#include <string.h>

const char *series_level(const struct series *series, enum series_factor factor) {
    switch (factor) {
    case SERIES_PARAMS:
        return series->params;
    case SERIES_ENGINE:
        return series->engine;
    case SERIES_PLACE:
        return series->place;
    case SERIES_FACTORS:
        break;
    }
    return "";
}

const char *series_factor_name(enum series_factor factor) {
    static const char *const names[SERIES_FACTORS] = {
        [SERIES_PARAMS] = "params",
        [SERIES_ENGINE] = "engine",
        [SERIES_PLACE] = "place",
    };
    return names[factor];
}

bool series_is_same(const struct series *a, const struct series *b) {
    bool same = strcmp(a->workload, b->workload) == 0 && strcmp(a->scaling, b->scaling) == 0 &&
                strcmp(a->idle, b->idle) == 0;
    for (enum series_factor factor = 0; factor < SERIES_FACTORS; factor++)
        same = same && strcmp(series_level(a, factor), series_level(b, factor)) == 0;
    return same;
}

bool series_is_of_program(const struct series *series) {
    return strcmp(series->engine, "exec") == 0;
}

void series_describe(const struct series *series, char *text, size_t bytes) {
    const struct {
        const char *word, *usual, *after;
    } parts[] = {
        {series->engine, "threads", ""},         {series->params, "", ""},
        {series->scaling, "strong", " scaling"}, {series->place, "spread", ""},
        {series->idle, "block", " while idle"},
    };
    int used = snprintf(text, bytes, "%s", series->workload);
    bool opened = false, is_named = series->workload[0] != '\0';
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].word[0] == '\0' || strcmp(parts[i].word, parts[i].usual) == 0 ||
            strcmp(parts[i].word, "runtime") == 0 || (i == 0 && series_is_of_program(series)) ||
            used < 0 || (size_t)used >= bytes)
            continue;
        const char *before = opened ? ", " : is_named ? " (" : "";
        used += snprintf(text + used, bytes - (size_t)used, "%s%s%s", before, parts[i].word,
                         parts[i].after);
        opened = true;
    }
    if (opened && is_named && used > 0 && (size_t)used < bytes)
        snprintf(text + used, bytes - (size_t)used, ")");
}

void series_describe_tasks(const struct series *series, uint32_t tasks, char *text, size_t bytes) {
    series_describe(series, text, bytes);
    size_t used = strlen(text);
    if (tasks > 0)
        snprintf(text + used, bytes - used, "%s%u task%s", used > 0 ? ", " : "", tasks,
                 tasks == 1 ? "" : "s");
}
