/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/alarms.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>

int alarms_open(struct alarms *ret_alarms, size_t room, struct fault *fault) {
    struct alarm_entry *heap = calloc(room + 1, sizeof *heap);
    if (heap == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot keep the times of %zu tasks", room);
    *ret_alarms = (struct alarms){.heap = heap, .room = room};
    return 0;
}

void alarms_close(struct alarms *alarms) {
    free(alarms->heap);
    alarms->heap = NULL;
}

void alarms_put(struct alarms *alarms, int64_t at_ns, struct task *task) {
    assert(alarms->count < alarms->room);
    size_t i = ++alarms->count;
    for (; i > 1 && alarms->heap[i / 2].at_ns > at_ns; i /= 2)
        alarms->heap[i] = alarms->heap[i / 2];
    alarms->heap[i] = (struct alarm_entry){at_ns, task};
}

int64_t alarms_earliest_ns(const struct alarms *alarms) {
    return alarms->count == 0 ? INT64_MAX : alarms->heap[1].at_ns;
}

struct task *alarms_take(struct alarms *alarms, int64_t now_ns) {
    if (alarms->count == 0 || alarms->heap[1].at_ns > now_ns)
        return NULL;
    struct task *task = alarms->heap[1].task;
    const struct alarm_entry last = alarms->heap[alarms->count--];
    size_t i = 1;
    for (size_t child; (child = 2 * i) <= alarms->count; i = child) {
        if (child < alarms->count && alarms->heap[child + 1].at_ns < alarms->heap[child].at_ns)
            child++;
        if (alarms->heap[child].at_ns >= last.at_ns)
            break;
        alarms->heap[i] = alarms->heap[child];
    }
    alarms->heap[i] = last;
    return task;
}
