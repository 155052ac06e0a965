/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_json_state.h"

#include "record/replace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *run_state_name(enum run_state state) {
    switch (state) {
    case RUN_RUNNING:
        return "running";
    case RUN_COMPLETE:
        return "complete";
    case RUN_INTERRUPTED:
        return "interrupted";
    }
    return "";
}

void run_json_put(json_t *object, const char *key, json_t *value) {
    json_object_set_new(object, key, value == NULL ? json_null() : value);
}

static void put(json_t *object, const char *key, json_t *value) {
    run_json_put(object, key, value);
}

/* JSON is UTF-8, an argv need not be. */
static json_t *text_with_marks(const char *text) {
    char *copy = strdup(text);
    for (char *at = copy; at != NULL && *at != '\0'; at++)
        if ((unsigned char)*at >= 0x80)
            *at = '?';
    json_t *value = copy == NULL ? NULL : json_string(copy);
    free(copy);
    return value;
}

json_t *run_json_text(const char *value) {
    if (value == NULL || value[0] == '\0')
        return NULL;
    json_t *string = json_string(value);
    return string != NULL ? string : text_with_marks(value);
}

static json_t *text(const char *value) {
    return run_json_text(value);
}

json_t *run_json_texts(const char *const *values, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, values[i][0] == '\0' ? json_string("") : text(values[i]));
    return array;
}

static json_t *count(uint64_t value) {
    return json_integer((json_int_t)value);
}

static json_t *count_or_none(uint64_t value) {
    return value == 0 ? NULL : count(value);
}

/* As a string: readers that hold numbers as doubles would spoil a seed above 2^53. */
static json_t *seed_text(uint64_t seed) {
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRIu64, seed);
    return json_string(digits);
}

static json_t *utc(time_t when) {
    struct tm parts;
    char iso[32];
    if (when == 0 || gmtime_r(&when, &parts) == NULL ||
        strftime(iso, sizeof iso, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        return NULL;
    return json_string(iso);
}

static json_t *build_object(const struct run_program *program) {
    json_t *object = json_object();
    put(object, "compiler", text(program->compiler));
    put(object, "flags", text(program->flags));
    put(object, "hwloc", text(program->hwloc_version));
    put(object, "google_benchmark", text(program->benchmark_version));
    return object;
}

static json_t *plan_object(const struct run_plan *plan) {
    json_t *object = json_object(), *fractions = json_array(), *cores = json_array();
    json_t *params = json_array(), *tasks = plan->task_count > 0 ? json_array() : NULL;
    for (size_t i = 0; i < plan->param_count; i++)
        json_array_append_new(params, text(plan->params[i]));
    for (size_t i = 0; i < plan->fraction_count; i++)
        json_array_append_new(fractions, json_real(plan->fractions[i]));
    for (size_t i = 0; i < plan->core_count; i++)
        json_array_append_new(cores, count(plan->cores[i]));
    for (size_t i = 0; i < plan->task_count; i++)
        json_array_append_new(tasks, count(plan->tasks[i]));
    put(object, "fractions", fractions);
    put(object, "cores", cores);
    put(object, "tasks", tasks);
    put(object, "place", text(plan->place));
    put(object, "engine", text(plan->engine));
    put(object, "scaling", text(plan->scaling));
    put(object, "idle", text(plan->idle));
    put(object, "kind", text(plan->kinds));
    put(object, "params", params);
    put(object, "margin", json_real(plan->margin));
    put(object, "precision", json_real(plan->precision));
    put(object, "budget_s", json_real(plan->budget_s));
    put(object, "rounds", count_or_none(plan->rounds));
    put(object, "min_time_s", plan->min_time_s > 0 ? json_real(plan->min_time_s) : NULL);
    put(object, "oversubscribe", json_boolean(plan->oversubscribe));
    put(object, "pus", count_or_none(plan->pus));
    put(object, "command", run_json_command(plan->command));
    return object;
}

static json_t *mitigations_object(const struct machine *machine) {
    json_t *object = json_object();
    for (size_t i = 0; i < machine->mitigation_count; i++)
        put(object, machine->mitigations[i].name, text(machine->mitigations[i].state));
    return object;
}

static void put_kernel(json_t *object, const struct machine *machine) {
    put(object, "kernel", text(machine->kernel));
    put(object, "governor", text(machine->governor));
    put(object, "boost", text(machine->boost));
    put(object, "smt", text(machine->smt));
    put(object, "mitigations", mitigations_object(machine));
    put(object, "cpuset", text(machine->cpuset));
    put(object, "quota_cpus", json_real(machine->quota_cpus));
    put(object, "hypervisor", text(machine->hypervisor));
    put(object, "clock_source", text(machine->clock_source));
    put(object, "tick_period_s", json_real(machine->tick_period_s));
    put(object, "isolated", text(machine->settings.isolated));
    put(object, "tickless", text(machine->settings.tickless));
    put(object, "idle_driver", text(machine->settings.idle_driver));
    put(object, "huge_pages", text(machine->settings.huge_pages));
    put(object, "address_layout", text(machine->settings.address_layout));
    put(object, "numa_balancing", text(machine->settings.numa_balancing));
    put(object, "memory_total_bytes", count_or_none(machine->memory_total_bytes));
    put(object, "memory_available_bytes", count_or_none(machine->memory_available_bytes));
}

static json_t *machine_object(const struct run_hardware *hardware, const struct machine *machine) {
    json_t *object = json_object(), *caches = json_object();
    put(caches, "l1d_bytes", count_or_none(hardware->l1d_bytes));
    put(caches, "l2_bytes", count_or_none(hardware->l2_bytes));
    put(caches, "l3_bytes", count_or_none(hardware->l3_bytes));
    put(object, "words", text(hardware->words));
    put(object, "cpu", text(hardware->cpu_model));
    put(object, "packages", count_or_none(hardware->packages));
    put(object, "numa_nodes", count_or_none(hardware->numa_nodes));
    put(object, "cores", count_or_none(hardware->cores));
    put(object, "pus", count_or_none(hardware->pus));
    put(object, "caches", caches);
    put(object, "cpukinds", hardware->kinds > 0 ? count((uint64_t)hardware->kinds) : NULL);
    put(object, "allowed", text(hardware->allowed));
    if (machine != NULL)
        put_kernel(object, machine);
    return object;
}

/* NULL where nobody looked. */
static json_t *findings_array(const struct run_info *info) {
    json_t *array = info->finding_count > 0 ? json_array() : NULL;
    for (size_t i = 0; i < info->finding_count; i++) {
        json_t *object = json_object();
        put(object, "id", text(info->findings[i].id));
        put(object, "level", text(info->findings[i].level));
        put(object, "found", text(info->findings[i].found));
        json_array_append_new(array, object);
    }
    return array;
}

/* NULL where nobody judged. */
static json_t *rules_array(const struct run_info *info) {
    json_t *array = info->rule_count > 0 ? json_array() : NULL;
    for (size_t i = 0; i < info->rule_count; i++) {
        json_t *object = json_object();
        put(object, "number", count(info->rules[i].number));
        put(object, "rule", text(info->rules[i].rule));
        put(object, "outcome", text(info->rules[i].outcome));
        put(object, "reason", text(info->rules[i].reason));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *work_object(const struct run_work *work) {
    json_t *object = json_object();
    put(object, "p", json_real(work->p));
    put(object, "p_work", json_real(work->p_work));
    put(object, "serial_units", count(work->serial_units));
    put(object, "parallel_units", count(work->parallel_units));
    put(object, "each", json_boolean(work->each));
    put(object, "role", json_string(work->role == SAMPLE_ANCHOR ? "anchor" : "asked"));
    put(object, "tasks", count_or_none(work->tasks));
    return object;
}

static json_t *workload_object(const struct run_workload *workload) {
    json_t *object = json_object(), *unit = json_object(), *works = json_array();
    put(unit, "operations", json_real(workload->operations));
    put(unit, "operation", text(workload->operation));
    put(unit, "bytes", json_real(workload->bytes));
    put(unit, "time_s", json_real(workload->unit_s));
    put(unit, "serial_time_s",
        workload->serial_unit_s > 0 ? json_real(workload->serial_unit_s) : NULL);
    for (size_t i = 0; i < workload->work_count; i++)
        json_array_append_new(works, work_object(&workload->works[i]));
    put(object, "name", text(workload->name));
    put(object, "params", text(workload->series->params));
    put(object, "engine", text(workload->series->engine));
    put(object, "scaling", text(workload->series->scaling));
    put(object, "place", text(workload->series->place));
    put(object, "idle", text(workload->series->idle));
    put(object, "summary", text(workload->summary));
    put(object, "stresses", text(workload->stresses));
    put(object, "source", text(workload->source));
    put(object, "compile_command", text(workload->compile_command));
    put(object, "unit", unit);
    put(object, "fork_join_s", json_real(workload->fork_join_s));
    put(object, "fault_cost_s",
        workload->fault_cost_s > 0 ? json_real(workload->fault_cost_s) : NULL);
    put(object, "sentinel_units", count_or_none(workload->sentinel_units));
    put(object, "has_counters", json_boolean(workload->has_counters));
    put(object, "tasks", count_or_none(workload->tasks));
    put(object, "unit_wait_s", workload->unit_wait_s > 0 ? json_real(workload->unit_wait_s) : NULL);
    put(object, "sample_s", json_real(workload->sample_s));
    put(object, "sample_reason", text(workload->sample_reason));
    put(object, "tick_bias", json_real(workload->tick_bias));
    put(object, "works", works);
    put(object, "failures", count(workload->failures));
    put(object, "fault", text(workload->fault));
    return object;
}

static json_t *run_object(const struct run_info *info) {
    json_t *object = json_object(), *workloads = json_array();
    for (size_t i = 0; i < info->workload_count; i++)
        json_array_append_new(workloads, workload_object(&info->workloads[i]));
    put(object, "schema", json_integer(RUN_SCHEMA));
    put(object, "version", text(info->program.version));
    put(object, "state", json_string(run_state_name(info->state)));
    put(object, "build", build_object(&info->program));
    put(object, "command", run_json_texts(info->argv, info->argc));
    put(object, "seed", seed_text(info->seed));
    put(object, "start_utc", utc(info->start_utc));
    put(object, "end_utc", utc(info->end_utc));
    put(object, "rounds", count_or_none(info->rounds));
    put(object, "warmup_rounds", json_integer((json_int_t)info->warmup_rounds));
    put(object, "ended_by", text(info->ended_by));
    put(object, "precision_reached", json_real(info->precision_reached));
    put(object, "epochs", count_or_none(info->epochs));
    put(object, "measuring_s", json_real(info->measuring_s));
    put(object, "samples_s", json_real(info->samples_s));
    put(object, "speedup_samples_s", json_real(info->speedup_samples_s));
    put(object, "plan", plan_object(&info->plan));
    put(object, "machine", machine_object(&info->hardware, info->machine));
    put(object, "doctor", findings_array(info));
    put(object, "rules", rules_array(info));
    put(object, "workloads", workloads);
    return object;
}

int run_json_write(const char *directory, const struct run_info *info, struct fault *fault) {
    json_t *object = run_object(info);
    char *document = json_dumps(object, JSON_INDENT(2)), *line = NULL;
    int bytes = document == NULL ? -1 : asprintf(&line, "%s\n", document), code;
    if (bytes < 0) {
        line = NULL;
        code =
            fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot hold %s/run.json in memory", directory);
    } else {
        code = replace_file(directory, "run.json", line, (size_t)bytes, fault);
    }
    free(line);
    free(document);
    json_decref(object);
    return code;
}
