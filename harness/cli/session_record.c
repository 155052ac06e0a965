/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/session_record.h"
#include "cli/version.h"
#include "explain/precision.h"
#include "explain/rules.h"
#include "record/run_dir.h"
#include "trial/benchmark_json.h"
#include "trial/gbench.h"
#include "trial/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* This process's command line, as the kernel keeps it. */
struct command_line {
    char text[4096];
    const char *argv[256];
    size_t argc;
};

static void command_line_read(struct command_line *line) {
    line->argc = 0;
    int file = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t bytes = file < 0 ? 0 : read(file, line->text, sizeof line->text - 1);
    if (file >= 0)
        close(file);
    if (bytes <= 0)
        return;
    line->text[bytes] = '\0';
    for (char *word = line->text; word < line->text + bytes && line->argc < 256;
         word += strlen(word) + 1)
        line->argv[line->argc++] = word;
}

static struct run_workload workload_info(const struct session *session,
                                         const struct lane_report *lane, struct run_work *works) {
    const struct workload_card *workload = session_card(session, lane->series.workload);
    const struct plugin_origin *origin = session_origin(session, lane->series.workload);
    for (size_t i = 0; i < lane->blocks.count; i++)
        works[i] = (struct run_work){lane->blocks.works[i].p,
                                     lane->blocks.works[i].p_work,
                                     lane->blocks.works[i].serial_units,
                                     lane->blocks.works[i].parallel_units,
                                     lane->blocks.works[i].each,
                                     lane->blocks.roles[i],
                                     lane->blocks.works[i].tasks};
    return (struct run_workload){
        .series = &lane->series,
        .name = workload->name,
        .summary = workload->summary,
        .stresses = workload->stresses,
        .source = origin->given,
        .compile_command = origin->command,
        .operation = workload->unit.operation,
        .operations = workload->unit.operations,
        .bytes = workload->unit.bytes,
        .unit_s = lane->calibration.unit_s,
        .serial_unit_s = lane->calibration.serial_unit_s,
        .fork_join_s = lane->calibration.fork_join_s,
        .fault_cost_s = lane->calibration.fault_cost_s,
        .sentinel_units = lane->calibration.sentinel_units,
        .has_counters = lane->calibration.has_counters,
        .tasks = workload->tasks,
        .unit_wait_s = lane->calibration.unit_wait_s,
        .sample_s = lane->length.sample_s,
        .sample_reason = lane->length.reason,
        .tick_bias = lane->length.tick_bias,
        .works = works,
        .work_count = lane->blocks.count,
        .failures = lane->failures,
        .fault = lane->fault.code == FAULT_NONE ? NULL : lane->fault.text,
    };
}

/* A program's words, and what was asked for beside them. */
struct command_words {
    const char *words[AREA_WORDS_BYTES];
    struct run_command command;
};

static void command_fill(const struct session *session, struct command_words *command) {
    const struct area_program *program = &session->spec.base.program;
    const struct options *options = session->options;
    const char *word = program->words;
    uint32_t count = program->argument_count + program->variable_count;
    for (uint32_t i = 0; i < count; i++, word += strlen(word) + 1)
        command->words[i] = word;
    command->command = (struct run_command){
        .argv = command->words,
        .argc = program->argument_count,
        .path = program->path,
        .variables = command->words + program->argument_count,
        .variable_count = program->variable_count,
        .serial = program->serial,
        .setup = options->setup,
        .prepare = program->prepare,
        .conclude = program->conclude,
        .cleanup = options->cleanup,
        .input = program->input,
        .output = options->output,
        .warmups = program->warmups,
        .time_limit_s = program->time_limit_s,
        .ignores_failure = program->ignores_failure,
    };
}

static struct run_plan plan_info(const struct session *session, const struct run_command *command) {
    const struct sweep_spec *spec = &session->spec;
    return (struct run_plan){
        .fractions = spec->fractions.value,
        .fraction_count = spec->fractions.count,
        .cores = spec->cores.value,
        .core_count = spec->cores.count,
        .tasks = spec->tasks.value,
        .task_count = spec->tasks.count,
        .place = session->options->place,
        .engine = session->options->engine,
        .scaling = session->options->scaling,
        .idle = session->options->idle,
        .kinds = session->options->kinds,
        .params = session->options->params.value,
        .param_count = session->options->params.count,
        .margin = session->options->margin,
        .precision = spec->judge == NULL ? NAN : session->stop.precision,
        .budget_s = spec->budget_s,
        .rounds = spec->rounds,
        .min_time_s = spec->min_time_s,
        .oversubscribe = session->options->oversubscribe,
        .pus = spec->pus,
        .command = command,
    };
}

static struct run_hardware hardware_info(const struct session *session) {
    const struct place_facts *facts = &session->facts;
    return (struct run_hardware){
        .words = session->machine_line,
        .cpu_model = facts->cpu_model,
        .packages = facts->packages,
        .numa_nodes = facts->numa_nodes,
        .cores = facts->cores,
        .pus = facts->pus,
        .l1d_bytes = facts->l1d_bytes,
        .l2_bytes = facts->l2_bytes,
        .l3_bytes = facts->l3_bytes,
        .kinds = facts->kinds,
        .allowed = facts->allowed,
    };
}

/* As many as the report has. */
static size_t fill_findings(const struct session *session, struct run_finding *findings) {
    const struct doctor_report *report = &session->surroundings.report;
    for (size_t i = 0; i < report->count; i++)
        findings[i] = (struct run_finding){.id = report->findings[i].check->id,
                                           .level = doctor_level_name(report->findings[i].level),
                                           .found = report->findings[i].found};
    return report->count;
}

/* All, or none where they were not judged yet. */
static size_t fill_rules(const struct session *session, struct run_rule *rules) {
    if (session->rules[0].number == 0)
        return 0;
    for (size_t i = 0; i < RULE_COUNT; i++)
        rules[i] = (struct run_rule){.number = session->rules[i].number,
                                     .rule = session->rules[i].name,
                                     .outcome = rules_outcome_name(session->rules[i].outcome),
                                     .reason = session->rules[i].reason};
    return RULE_COUNT;
}

static const char *end_word(enum sweep_end end) {
    static const char *const words[] = {[SWEEP_END_BUDGET] = "budget",
                                        [SWEEP_END_PRECISION] = "precision",
                                        [SWEEP_END_ROUNDS] = "rounds",
                                        [SWEEP_END_CUT] = NULL};
    return words[end];
}

int session_write_run_json(const struct session *session, enum run_state state,
                           struct fault *fault) {
    size_t lane_count = session->result.lane_count;
    struct run_workload *workloads = calloc(lane_count + 1, sizeof *workloads);
    struct run_work(*works)[PLAN_BLOCKS_MAX] = calloc(lane_count + 1, sizeof *works);
    const struct summary_row *worst = precision_worst(session->rows, session->row_count);
    struct run_finding findings[DOCTOR_CHECKS_MAX];
    struct run_rule rules[RULE_COUNT];
    struct command_words *command =
        session_is_of_program(session) ? calloc(1, sizeof *command) : NULL;
    struct command_line line;
    int status = 0;
    if (workloads == NULL || works == NULL || (session_is_of_program(session) && command == NULL)) {
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot write run.json");
        goto end;
    }
    command_line_read(&line);
    if (command != NULL)
        command_fill(session, command);
    for (size_t i = 0; i < lane_count; i++)
        workloads[i] = workload_info(session, &session->result.lanes[i], works[i]);
    const struct run_info info = {
        .state = state,
        .program = {.version = AMDAHL_VERSION,
                    .compiler = AMDAHL_COMPILER,
                    .flags = AMDAHL_FLAGS,
                    .hwloc_version = session->facts.hwloc_version,
                    .benchmark_version = gbench_version()},
        .argv = line.argv,
        .argc = line.argc,
        .seed = session->spec.seed,
        .plan = plan_info(session, command == NULL ? NULL : &command->command),
        .hardware = hardware_info(session),
        .machine = &session->machine,
        .findings = findings,
        .finding_count = fill_findings(session, findings),
        .rules = rules,
        .rule_count = fill_rules(session, rules),
        .workloads = workloads,
        .workload_count = lane_count,
        .start_utc = session->start_utc,
        .end_utc = session->end_utc,
        .rounds = session->result.rounds,
        .epochs = session->result.epochs,
        .ended_by = state == RUN_COMPLETE ? end_word(session->result.end) : NULL,
        .precision_reached = worst == NULL ? NAN : precision_of_row(worst),
        .warmup_rounds = session->result.warmup_rounds,
        .measuring_s = session->result.measuring_s,
        .samples_s = session->result.samples_s,
        .speedup_samples_s = session->result.speedup_samples_s,
    };
    status = run_json_write(session->path, &info, fault);
end:
    free(workloads);
    free(works);
    free(command);
    return status;
}

/* The rows of one place; gives their number. */
static size_t fill_placement(const struct session *session, const struct place *place,
                             struct placement_row *rows) {
    const struct plan_cores *cores = &session->spec.cores;
    size_t filled = 0;
    for (size_t i = 0; i < cores->count; i++) {
        for (unsigned worker = 0; worker < cores->value[i]; worker++) {
            struct place_slot slot = {-1, -1, -1, -1, -1, -1};
            if (place_policy_of(place) != PLACE_NONE)
                slot = place_slot(place, worker);
            struct placement_row *row = &rows[filled++];
            *row = (struct placement_row){.n = cores->value[i],
                                          .worker = worker,
                                          .pu = slot.pu,
                                          .core = slot.core,
                                          .cache = slot.cache,
                                          .numa = slot.numa,
                                          .package = slot.package,
                                          .kind = slot.kind};
            snprintf(row->place, sizeof row->place, "%s",
                     place_policy_name(place_policy_of(place)));
        }
    }
    return filled;
}

int session_write_placement(const struct session *session, struct fault *fault) {
    const struct plan_cores *cores = &session->spec.cores;
    size_t count = 0, filled = 0;
    for (size_t i = 0; i < cores->count; i++)
        count += cores->value[i];
    struct placement_row *rows = calloc(count * session->place_count, sizeof *rows);
    if (rows == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot write placement.csv");
    for (size_t i = 0; i < session->place_count; i++)
        filled += fill_placement(session, session->places[i], rows + filled);
    int status = run_dir_write_placement(session->path, rows, filled, fault);
    free(rows);
    return status;
}

int session_write_topology(const struct session *session, struct fault *fault) {
    char path[sizeof session->path + 32];
    snprintf(path, sizeof path, "%s/topology.xml", session->path);
    return place_export_xml(session->places[0], path, fault);
}

int session_write_benchmark_json(const struct session *session, struct fault *fault) {
    char path[sizeof session->path + 32], seed[32];
    snprintf(path, sizeof path, "%s/benchmark.json", session->path);
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)session->spec.seed);
    const char *const context[] = {"amdahl_version",      AMDAHL_VERSION, "amdahl_machine",
                                   session->machine_line, "amdahl_seed",  seed};
    return benchmark_json_write(path, session->result.samples, session->result.sample_count,
                                context, sizeof context / sizeof context[0] / 2, fault);
}
