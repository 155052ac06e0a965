/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/script.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>

static int read_times(const char *path, const json_t *list, struct team_script *script,
                      struct fault *fault) {
    if (!json_is_array(list))
        return fault_set(fault, FAULT_INPUT, 0,
                         "the script %s: times is no list of [p, n, seconds]", path);
    size_t count = json_array_size(list);
    struct team_script_time *times = calloc(count + 1, sizeof *times);
    if (times == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot read %s", path);
    script->times = times;
    for (size_t i = 0; i < count; i++) {
        double p, time_s;
        int n;
        json_error_t error;
        if (json_unpack_ex(json_array_get(list, i), &error, JSON_STRICT, "[F,i,F]", &p, &n,
                           &time_s) != 0 ||
            n < 1 || !(time_s > 0))
            return fault_set(fault, FAULT_INPUT, 0,
                             "%s: times[%zu] is not [p, n, seconds] with n >= 1 and seconds > 0",
                             path, i);
        times[i] = (struct team_script_time){p, (unsigned)n, time_s};
    }
    script->time_count = count;
    return 0;
}

int script_read(const char *path, struct team_script *ret_script, struct fault *fault) {
    *ret_script = (struct team_script){.unit_s = 2e-8};
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        return fault_set(fault, FAULT_INPUT, 0, "cannot read the script %s: %s (line %d)", path,
                         error.text, error.line);

    json_t *times = NULL;
    int status = 0;
    if (json_unpack_ex(root, &error, JSON_STRICT, "{s?F,s?F,s?F,s?F,s?F,s?o}", "unit_s",
                       &ret_script->unit_s, "fork_s", &ret_script->fork_s, "join_s",
                       &ret_script->join_s, "growth", &ret_script->growth, "jitter",
                       &ret_script->jitter, "times", &times) != 0)
        status = fault_set(fault, FAULT_INPUT, 0, "the script %s: %s", path, error.text);
    else if (!(ret_script->unit_s > 0) || !(ret_script->fork_s >= 0) ||
             !(ret_script->join_s >= 0) || !(ret_script->jitter >= 0))
        status =
            fault_set(fault, FAULT_INPUT, 0,
                      "the script %s: unit_s must be above 0, and no other time below it", path);
    else if (times != NULL)
        status = read_times(path, times, ret_script, fault);
    json_decref(root);
    return status;
}

void script_release(struct team_script *script) {
    free(script->times);
    script->times = NULL;
    script->time_count = 0;
}
