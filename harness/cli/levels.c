/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/levels.h"

#include <stdio.h>
#include <string.h>

int levels_add(struct levels *levels, const char *option, struct list_slice item,
               struct fault *fault) {
    char *word = levels->word[levels->count];
    if (item.length == 0)
        return fault_set(fault, FAULT_USAGE, 0, "%s: a value of the list is empty", option);
    if (levels->count == LEVELS_MAX)
        return fault_set(fault, FAULT_USAGE, 0, "%s: more than %d values", option, LEVELS_MAX);
    if (item.length >= sizeof levels->word[0])
        return fault_set(fault, FAULT_USAGE, 0, "%s: '%.*s…' is longer than %zu characters", option,
                         LIST_SHOW(item), sizeof levels->word[0] - 1);
    snprintf(word, sizeof levels->word[0], "%.*s", (int)item.length, item.text);
    for (size_t i = 0; i < levels->count; i++)
        if (strcmp(levels->word[i], word) == 0)
            return fault_set(fault, FAULT_USAGE, 0, "%s: '%s' was given twice", option, word);
    levels->count++;
    return 0;
}

int levels_read(struct levels *levels, const char *option, const char *text, struct fault *fault) {
    struct list_slice item;
    int status = 0;
    levels->count = 0;
    while (status == 0 && list_next_item(&text, &item))
        status = levels_add(levels, option, item, fault);
    return status;
}
