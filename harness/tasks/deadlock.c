/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A deadlock's sentence: how many tasks wait, and for what, those that wait for the same together.
 */
#include "tasks/crew_state.h"

#include <stdio.h>
#include <string.h>

enum { NAMED_MAX = 4 };

struct same_waits {
    struct task_wait wait;
    size_t count;
};

size_t deadlock_count_living(const struct crew *crew) {
    uint64_t living = 0;
    for (unsigned i = 0; i < crew->worker_count; i++)
        living += crew->workers[i].spawned - crew->workers[i].ended;
    return (size_t)(living - crew->abandoned);
}

static bool is_same(const struct task_wait *a, const struct task_wait *b) {
    return strcmp(a->what, b->what) == 0 && a->name == b->name;
}

/* Into `found`, the first NAMED_MAX kinds of waits; gives the number of tasks that wait. */
static size_t gather(const struct crew *crew, struct same_waits *found, size_t *ret_kinds) {
    size_t parked = 0, kinds = 0;
    for (size_t i = 0; i < crew->store.fresh; i++) {
        const struct task *task = &crew->tasks[i];
        if (task->state != TASK_PARKED)
            continue;
        size_t k = 0;
        while (k < kinds && !is_same(&found[k].wait, &task->wait))
            k++;
        parked++;
        if (k == NAMED_MAX)
            continue;
        if (k == kinds)
            found[kinds++] = (struct same_waits){.wait = task->wait};
        found[k].count++;
    }
    *ret_kinds = kinds;
    return parked;
}

/* Gives the length of what it wrote. */
static size_t name_one(const struct same_waits *same, const char *lead, char *text, size_t bytes) {
    char what[160];
    bool has_name = same->wait.name != NULL;
    snprintf(what, sizeof what, "%s%s%.40s%s",
             same->count == 1 ? same->wait.what : same->wait.what_many, has_name ? " '" : "",
             has_name ? same->wait.name : "", has_name ? "'" : "");
    int length = same->count == 1
                     ? snprintf(text, bytes, "%sa task %s", lead, what)
                     : snprintf(text, bytes, "%s%zu tasks %s", lead, same->count, what);
    return length < 0 || (size_t)length >= bytes ? bytes - 1 : (size_t)length;
}

void deadlock_name(struct crew *crew) {
    struct same_waits found[NAMED_MAX];
    char named[400] = "";
    size_t kinds, length = 0, told = 0, parked = gather(crew, found, &kinds);
    for (size_t k = 0; k < kinds; k++) {
        length += name_one(&found[k], k == 0 ? "" : ", ", named + length, sizeof named - length);
        told += found[k].count;
    }
    if (told < parked)
        snprintf(named + length, sizeof named - length, ", %zu more wait for others",
                 parked - told);
    fault_set(&crew->fault, FAULT_WORKLOAD, 0, "deadlock: %s; nothing can wake %s", named,
              parked == 1 ? "it" : "them");
}
