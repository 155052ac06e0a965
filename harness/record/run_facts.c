/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_facts.h"
#include "record/run_json.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where a fact stands. */
struct fact_place {
    const char *name, *object, *key; /* object NULL: of the document itself */
    bool is_of_machine;
};

/* What moves a time or a speed-up, the machine first. A kernel counts as the machine: times across
 * two of them are asked for by name. */
static const struct fact_place PLACES[] = {
    {"CPU", "machine", "cpu", true},
    {"packages", "machine", "packages", true},
    {"NUMA nodes", "machine", "numa_nodes", true},
    {"cores", "machine", "cores", true},
    {"PUs", "machine", "pus", true},
    {"kinds of cores", "machine", "cpukinds", true},
    {"caches", "machine", "caches", true},
    {"hypervisor", "machine", "hypervisor", true},
    {"kernel", "machine", "kernel", true},
    {"governor", "machine", "governor", true},
    {"boost", "machine", "boost", true},
    {"SMT", "machine", "smt", true},
    {"PUs allowed", "machine", "allowed", false},
    {"cpuset", "machine", "cpuset", false},
    {"CPU quota", "machine", "quota_cpus", true},
    {"mitigations", "machine", "mitigations", false},
    {"clock source", "machine", "clock_source", false},
    {"timer tick, s", "machine", "tick_period_s", false},
    {"isolated PUs", "machine", "isolated", false},
    {"tickless PUs", "machine", "tickless", false},
    {"idle driver", "machine", "idle_driver", false},
    {"huge pages", "machine", "huge_pages", false},
    {"address layout", "machine", "address_layout", false},
    {"NUMA balancing", "machine", "numa_balancing", false},
    {"memory, bytes", "machine", "memory_total_bytes", false},
    {"version", NULL, "version", false},
    {"compiler", "build", "compiler", false},
    {"flags", "build", "flags", false},
    {"place", "plan", "place", false},
    {"engine", "plan", "engine", false},
    {"scaling", "plan", "scaling", false},
    {"idle workers", "plan", "idle", false},
    {"kinds used", "plan", "kind", false},
    {"parameters", "plan", "params", false},
    {"least sample, s", "plan", "min_time_s", false},
    {"oversubscribed", "plan", "oversubscribe", false},
    {"margin", "plan", "margin", false},
    {"command", "plan", "command", false},
};
_Static_assert(sizeof PLACES / sizeof PLACES[0] <= RUN_FACTS_MAX, "room for all facts");

static void write_value(const json_t *value, char text[RUN_FACT_BYTES]) {
    text[0] = '\0';
    if (value == NULL || json_is_null(value))
        return;
    if (json_is_string(value)) {
        snprintf(text, RUN_FACT_BYTES, "%s", json_string_value(value));
        return;
    }
    char *dump = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(6));
    if (dump != NULL)
        snprintf(text, RUN_FACT_BYTES, "%s", dump);
    free(dump);
}

static void collect(const json_t *root, struct run_facts *facts) {
    const char *state = json_string_value(json_object_get(root, "state"));
    facts->is_interrupted = state == NULL || strcmp(state, run_state_name(RUN_COMPLETE)) != 0;
    facts->count = sizeof PLACES / sizeof PLACES[0];
    for (size_t i = 0; i < facts->count; i++) {
        const json_t *object =
            PLACES[i].object == NULL ? root : json_object_get(root, PLACES[i].object);
        facts->facts[i].name = PLACES[i].name;
        facts->facts[i].is_of_machine = PLACES[i].is_of_machine;
        write_value(json_object_get(object, PLACES[i].key), facts->facts[i].value);
    }
}

int run_facts_read(const char *directory, struct run_facts *ret_facts, struct fault *fault) {
    char path[PATH_MAX];
    struct run_facts facts = {.count = 0};
    int used = snprintf(path, sizeof path, "%s/run.json", directory), status = 0;
    if (used < 0 || (size_t)used >= sizeof path)
        return fault_set(fault, FAULT_INPUT, ENAMETOOLONG, "cannot read %s/run.json", directory);
    FILE *file = fopen(path, "re");
    if (file == NULL && errno != ENOENT)
        return fault_set(fault, FAULT_INPUT, errno, "cannot read %s", path);
    if (file != NULL) {
        json_error_t error;
        json_t *root = json_loadf(file, 0, &error);
        fclose(file);
        json_int_t schema = json_integer_value(json_object_get(root, "schema"));
        if (root == NULL)
            status = fault_set(fault, FAULT_INPUT, 0, "%s:%d: %s", path, error.line, error.text);
        else if (schema < RUN_SCHEMA_OLDEST || schema > RUN_SCHEMA)
            status =
                fault_set(fault, FAULT_INPUT, 0,
                          "%s: its schema is not one of those that this version reads, %d to %d",
                          path, RUN_SCHEMA_OLDEST, RUN_SCHEMA);
        else
            collect(root, &facts);
        json_decref(root);
    }
    if (status == 0)
        *ret_facts = facts;
    return status;
}

bool run_facts_same_machine(const struct run_facts *a, const struct run_facts *b) {
    for (size_t i = 0; i < a->count && i < b->count; i++)
        if (a->facts[i].is_of_machine && strcmp(a->facts[i].value, b->facts[i].value) != 0)
            return false;
    return a->count > 0 && b->count > 0;
}
