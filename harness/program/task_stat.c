/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/task_stat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fields are numbered from 1 in proc(5): the state is the third, the PU the 39th. */
enum { FIELD_STATE = 3, FIELD_PU = 39 };

/* The field that is `fields` further on; NULL: there is none. */
static const char *skip_fields(const char *at, int fields) {
    for (int i = 0; i < fields && at != NULL; i++) {
        at = strchr(at, ' ');
        at = at == NULL ? NULL : at + 1;
    }
    return at;
}

bool task_stat_parse(const char *line, struct task_stat *ret_stat) {
    /* A name may hold ')' and blanks, but nothing after it does. */
    const char *open = strchr(line, '('), *close = strrchr(line, ')');
    struct task_stat stat = {.pu = -1};
    if (open == NULL || close == NULL || close < open || close[1] != ' ' || close[2] == '\0')
        return false;
    snprintf(stat.name, sizeof stat.name, "%.*s", (int)(close - open - 1), open + 1);

    const char *state = close + 2, *parent = skip_fields(state, 1);
    const char *group = parent == NULL ? NULL : skip_fields(parent, 1);
    const char *pu = skip_fields(state, FIELD_PU - FIELD_STATE);
    if (group == NULL || pu == NULL)
        return false;
    stat.state = *state;
    stat.parent = (pid_t)strtol(parent, NULL, 10);
    stat.group = (pid_t)strtol(group, NULL, 10);
    stat.pu = (int)strtol(pu, NULL, 10);
    *ret_stat = stat;
    return true;
}
