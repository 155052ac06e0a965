/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/decimal.h"
#include "record/run_json.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

static void copy_text(char *field, size_t bytes, const json_t *value) {
    const char *text = json_string_value(value);
    snprintf(field, bytes, "%s", text == NULL ? "" : text);
}

static unsigned count_of(const json_t *value) {
    json_int_t count = json_integer_value(value);
    return count > 0 && count <= UINT_MAX ? (unsigned)count : 0;
}

static bool read_state(const json_t *value, enum run_state *ret_state) {
    static const enum run_state states[] = {RUN_RUNNING, RUN_COMPLETE, RUN_INTERRUPTED};
    const char *name = json_string_value(value);
    for (size_t i = 0; name != NULL && i < sizeof states / sizeof states[0]; i++) {
        if (strcmp(name, run_state_name(states[i])) == 0) {
            *ret_state = states[i];
            return true;
        }
    }
    return false;
}

static bool read_workloads(const json_t *array, struct run_brief *brief) {
    size_t index;
    json_t *workload;
    if (!json_is_array(array) || json_array_size(array) > RUN_WORKLOADS_MAX)
        return false;
    json_array_foreach(array, index, workload) {
        const json_t *name = json_object_get(workload, "name");
        if (!json_is_string(name) || json_string_length(name) >= WIRE_NAME_BYTES)
            return false;
        copy_text(brief->workloads[index], WIRE_NAME_BYTES, name);
    }
    brief->workload_count = json_array_size(array);
    return true;
}

/* What nobody can do without; gives the key that is missing or spoilt, or NULL. */
static const char *read_needed(const json_t *root, struct run_brief *brief) {
    const char *seed = json_string_value(json_object_get(root, "seed"));
    const json_t *margin = json_object_get(json_object_get(root, "plan"), "margin");
    if (!read_state(json_object_get(root, "state"), &brief->state))
        return "state";
    if (seed == NULL || !decimal_read_unsigned(seed, UINT64_MAX, &brief->seed))
        return "seed";
    if (!json_is_number(margin))
        return "plan.margin";
    brief->margin = json_number_value(margin);
    if (!read_workloads(json_object_get(root, "workloads"), brief))
        return "workloads";
    return NULL;
}

static void read_rest(const json_t *root, struct run_brief *brief) {
    const json_t *machine = json_object_get(root, "machine");
    copy_text(brief->version, sizeof brief->version, json_object_get(root, "version"));
    copy_text(brief->start_utc, sizeof brief->start_utc, json_object_get(root, "start_utc"));
    copy_text(brief->end_utc, sizeof brief->end_utc, json_object_get(root, "end_utc"));
    copy_text(brief->cpu_model, sizeof brief->cpu_model, json_object_get(machine, "cpu"));
    copy_text(brief->machine_words, sizeof brief->machine_words, json_object_get(machine, "words"));
    brief->cores = count_of(json_object_get(machine, "cores"));
    brief->pus = count_of(json_object_get(machine, "pus"));
    brief->plan_pus = count_of(json_object_get(json_object_get(root, "plan"), "pus"));
}

static int read_root(const char *path, const json_t *root, struct run_brief *ret_brief,
                     struct fault *fault) {
    struct run_brief brief = {.state = RUN_RUNNING};
    const json_t *schema = json_object_get(root, "schema");
    if (!json_is_integer(schema) || json_integer_value(schema) < RUN_SCHEMA_OLDEST ||
        json_integer_value(schema) > RUN_SCHEMA)
        return fault_set(fault, FAULT_INPUT, 0,
                         "%s: its schema is not one of those that this version reads, %d to %d",
                         path, RUN_SCHEMA_OLDEST, RUN_SCHEMA);
    const char *spoilt = read_needed(root, &brief);
    if (spoilt != NULL)
        return fault_set(fault, FAULT_INPUT, 0,
                         "%s: the key \"%s\" is missing or is not what it should be", path, spoilt);
    read_rest(root, &brief);
    *ret_brief = brief;
    return 0;
}

int run_json_read(const char *directory, struct run_brief *ret_brief, struct fault *fault) {
    char path[PATH_MAX];
    int used = snprintf(path, sizeof path, "%s/run.json", directory);
    if (used < 0 || (size_t)used >= sizeof path)
        return fault_set(fault, FAULT_INPUT, ENAMETOOLONG, "cannot read %s/run.json", directory);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return fault_set(fault, FAULT_INPUT, errno, "cannot read %s; is it a run directory?", path);
    json_error_t error;
    json_t *root = json_loadf(file, 0, &error);
    fclose(file);
    if (root == NULL)
        return fault_set(fault, FAULT_INPUT, 0, "%s:%d: %s", path, error.line, error.text);
    int code = read_root(path, root, ret_brief, fault);
    json_decref(root);
    return code;
}
