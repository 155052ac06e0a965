/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/program.h"
#include "place/place.h"
#include "program/adopted.h"
#include "program/command_line.h"
#include "program/ending.h"
#include "program/hook.h"
#include "program/launch.h"
#include "program/look.h"
#include "program/others.h"
#include "program/streams.h"
#include "program/template.h"
#include "program/words.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct program {
    struct area *area;
    const struct place *place;
    struct launch *launch;
    struct look *look;
    struct place_throttle *throttle; /* NULL: no quota to be stopped by */
    double slowest_s;                /* of the runs yet; 0: none */
    unsigned *pus;                   /* room for all in use */
};

/* What one run needs that is not the program's for good. */
struct run {
    bool is_serial; /* the best serial program runs, in place of the parallel one */
    struct template_values values;
    char path[AREA_TEXT_BYTES];
    char **arguments, **variables;
    struct place_mask *mask;
    struct streams streams;
    double time_limit_s;
    double others_share; /* of its cores' time that others used; 0: none to speak of */
    bool oversubscribed; /* nobody can tell others then */
};

int program_open(struct area *area, const struct place *place, struct program **ret_program,
                 struct fault *fault) {
    struct program *program = calloc(1, sizeof *program);
    if (program == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot measure a program");
    program->area = area;
    program->place = place;
    program->pus = calloc(place_pu_count(place), sizeof *program->pus);
    adopted_begin();
    int status = program->pus != NULL
                     ? launch_open(&program->launch, fault)
                     : fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot measure a program");
    if (status == 0)
        status = look_open(NULL, &program->look, fault);
    if (status == 0)
        status = place_throttle_open(NULL, &program->throttle, fault);
    if (status == 0)
        status = place_bind_self_outside(place, area->setup.workers, fault);
    if (status != 0) {
        program_close(program);
        return status;
    }
    *ret_program = program;
    return 0;
}

void program_close(struct program *program) {
    if (program == NULL)
        return;
    place_throttle_close(program->throttle);
    look_close(program->look);
    launch_close(program->launch);
    adopted_end();
    free(program->pus);
    free(program);
}

static void run_release(struct run *run) {
    streams_close(&run->streams);
    place_mask_free(run->mask);
    free(run->arguments);
    free(run->variables);
}

/* What is run: a command of one text, which is looked up here, or words whose program was found
 * before. */
static int run_find_words(const struct area_program *wanted, struct run *run, struct fault *fault) {
    if (!run->is_serial) {
        snprintf(run->path, sizeof run->path, "%s", wanted->path);
        run->arguments = words_expand(wanted->words, wanted->argument_count, &run->values);
        return run->arguments != NULL
                   ? 0
                   : fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the words of a program");
    }
    const struct command_line serial = {"--serial", wanted->serial, run->values};
    return command_line_find(&serial, run->path, sizeof run->path, &run->arguments, fault);
}

static int run_prepare(struct program *program, const struct template_values *values,
                       struct run *run, struct fault *fault) {
    const struct area_program *wanted = &program->area->setup.program;
    const char *variables = words_after(wanted->words, wanted->argument_count);
    *run = (struct run){
        .is_serial = run->is_serial,
        .values = *values,
        .variables = words_environment(variables, wanted->variable_count, values),
        .streams = STREAMS_NONE,
        .time_limit_s = area_run_limit_s(wanted, program->slowest_s),
        .oversubscribed = run->oversubscribed,
    };
    if (run->variables == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "no memory for the words of a program");
    int status = run_find_words(wanted, run, fault);
    if (status != 0)
        return status;
    status = place_mask_make(program->place, values->n, &run->mask, fault);
    return status != 0 ? status : place_bind_self_outside(program->place, values->n, fault);
}

static int run_hook(struct program *program, const struct run *run, const char *option,
                    const char *command, struct fault *fault) {
    const struct hook hook = {
        .option = option,
        .command = command,
        .values = run->values,
        .variables = run->variables,
        .mask = run->mask,
        .inherits_output = program->area->setup.program.inherits_output,
        .time_limit_s = area_hook_limit_s(run->time_limit_s),
        .ret_group = &program->area->program,
    };
    return hook_run(&hook, fault);
}

/* On PUs that are the run's too, what this thread did there is no other's. */
static double own_s(const struct program *program, size_t pu_count, double before_s) {
    const int here = place_where_self();
    for (size_t i = 0; i < pu_count; i++)
        if ((int)program->pus[i] == here)
            return launch_cpu_s() - before_s;
    return 0;
}

/* Runs it, kills what it left behind, and tells what others used of its cores meanwhile. */
static int run_beside_others(struct program *program, struct run *run,
                             const struct launch_spec *spec, struct launch_end *ret_end,
                             struct fault *fault) {
    const size_t most = place_pu_count(program->place);
    const size_t count =
        run->oversubscribed ? 0 : others_pus(program->place, run->values.n, program->pus, most);
    struct others_reading before = {0}, after = {0};
    const double cpu_s = launch_cpu_s();
    int status = others_read(&before, fault);
    if (status == 0)
        status = launch_run(program->launch, spec, ret_end, fault);
    if (status == 0)
        status = others_read(&after, fault);
    const double measurer_s = own_s(program, count, cpu_s), left_s = adopted_kill();
    if (status == 0 && count > 0)
        run->others_share = others_share(&before, &after, program->pus, count,
                                         ret_end->user_s + ret_end->system_s + left_s + measurer_s);
    others_close(&before);
    others_close(&after);
    return status;
}

/* The run itself, between its hooks. */
static int run_launch(struct program *program, struct run *run, struct launch_end *ret_end,
                      struct fault *fault) {
    const struct area_program *wanted = &program->area->setup.program;
    int status = streams_open(wanted, &run->streams, fault);
    if (status != 0)
        return status;
    const struct launch_spec spec = {
        .path = run->path,
        .arguments = run->arguments,
        .variables = run->variables,
        .mask = run->mask,
        .input = run->streams.input,
        .output = run->streams.output,
        .error = run->streams.error,
        .drain = run->streams.drain,
        .time_limit_s = run->time_limit_s,
        .ret_group = &program->area->program,
        .look = program->look,
    };
    look_begin(program->look, run->mask);
    status = run_beside_others(program, run, &spec, ret_end, fault);
    if (status == 0)
        program->slowest_s =
            fmax(program->slowest_s, (double)(ret_end->end_ns - ret_end->start_ns) * 1e-9);
    return status;
}

static int run_take(struct program *program, const struct template_values *values, struct run *run,
                    struct launch_end *ret_end, struct fault *fault) {
    const struct area_program *wanted = &program->area->setup.program;
    int status = run_prepare(program, values, run, fault);
    if (status == 0)
        status = run_hook(program, run, "--prepare", wanted->prepare, fault);
    if (status == 0)
        status = run_launch(program, run, ret_end, fault);
    if (status == 0)
        status = run_hook(program, run, "--conclude", wanted->conclude, fault);
    adopted_kill(); /* a hook's, too, and also after a fault */
    return status;
}

static int warm_up(struct program *program, unsigned n, bool is_serial, double *ret_time_s,
                   struct fault *fault) {
    const struct area_program *wanted = &program->area->setup.program;
    const struct template_values values = {n, wanted->warm_up_p};
    struct run run = {.is_serial = is_serial, .oversubscribed = true}; /* of others nobody asks */
    struct launch_end end;
    char cause[ENDING_BYTES];
    int status = run_take(program, &values, &run, &end, fault);
    if (status == 0 && !ending_describe(&end, run.time_limit_s, cause) &&
        (end.timed_out || !wanted->ignores_failure))
        status = fault_set(fault, end.timed_out ? FAULT_TIME_LIMIT : FAULT_WORKLOAD, 0,
                           "%s'%.200s' %s at n = %u%s", is_serial ? "--serial " : "",
                           is_serial ? wanted->serial : wanted->words, cause, n,
                           wanted->inherits_output || end.timed_out
                               ? ""
                               : "; --output inherit shows what it says");
    run_release(&run);
    if (status == 0)
        *ret_time_s = (double)(end.end_ns - end.start_ns) * 1e-9;
    return status;
}

int program_calibrate(struct program *program, struct area_calibration *ret_calibration,
                      struct fault *fault) {
    const struct area_setup *setup = &program->area->setup;
    struct area_calibration found = {0};
    double time_s = 0;
    found.has_best = setup->program.serial[0] != '\0';
    int status = warm_up(program, 1, false, &found.unit_s, fault);
    for (uint32_t i = 1; i < setup->program.warmups && status == 0; i++)
        status = warm_up(program, 1, false, &found.unit_s, fault);
    if (status == 0 && setup->workers > 1)
        status = warm_up(program, setup->workers, false, &time_s, fault);
    if (status == 0 && found.has_best)
        status = warm_up(program, 1, true, &time_s, fault);
    if (status != 0)
        return status;
    found.slowest_s = program->slowest_s;
    *ret_calibration = found;
    return 0;
}

/* docs/definitions.md, "Validity". */
static void sample_judge(const struct run *run, const struct launch_end *end, const char *stray,
                         uint64_t throttled, struct sample *sample) {
    char cause[ENDING_BYTES];
    sample->validity = SAMPLE_BROKEN;
    if (!ending_describe(end, run->time_limit_s, cause)) {
        snprintf(sample->cause, sizeof sample->cause, "%s", cause);
    } else if (stray != NULL) {
        snprintf(sample->cause, sizeof sample->cause, "thread '%s' left its cores", stray);
    } else if (throttled > 0) {
        sample->validity = SAMPLE_DISTURBED;
        snprintf(sample->cause, sizeof sample->cause, "throttled by the CPU quota");
    } else if (run->others_share > 0) {
        sample->validity = SAMPLE_DISTURBED;
        snprintf(sample->cause, sizeof sample->cause, "others used %.0f %% of its cores",
                 100 * run->others_share);
    } else {
        sample->validity = SAMPLE_VALID;
        sample->cause[0] = '\0';
    }
}

static void sample_fill(const struct program *program, const struct run *run,
                        const struct launch_end *end, uint64_t throttled, struct sample *sample,
                        struct watch *ret_watch) {
    const struct look_sum seen = look_end(program->look, ret_watch);
    sample->start_s = (double)(end->start_ns - program->area->setup.origin_ns) * 1e-9;
    sample->time_s = (double)(end->end_ns - end->start_ns) * 1e-9;
    sample->serial_s = sample->parallel_s = NAN;
    sample->fork_s = sample->imbalance_s = sample->join_s = sample->cpu_s = NAN;
    sample->user_s = end->user_s;
    sample->system_s = end->system_s;
    sample->looks = seen.looks;
    sample->looks_one = seen.looks_one;
    sample->looks_runnable = seen.runnable;
    sample->watch_s = end->watch_s;
    sample_judge(run, end, seen.stray, throttled, sample);
    if (sample->validity != SAMPLE_BROKEN && !run->is_serial)
        return;
    /* Threads are those of the program that was asked for, in runs that are whole. */
    memset(ret_watch, 0, sizeof *ret_watch);
    sample->looks = sample->looks_one = sample->looks_runnable = NAN;
}

int program_take(struct program *program, struct area_step *step, struct watch *ret_watch,
                 struct fault *fault) {
    struct sample *sample = &step->sample;
    const struct template_values values = {sample->n, sample->p};
    struct run run = {.is_serial = sample->role == SAMPLE_BEST,
                      .oversubscribed = sample->oversubscribed};
    struct launch_end end;
    memset(ret_watch, 0, sizeof *ret_watch);
    uint64_t throttled = place_throttle_count(program->throttle);
    int status = run_take(program, &values, &run, &end, fault);
    throttled = place_throttle_count(program->throttle) - throttled;
    if (status == 0)
        sample_fill(program, &run, &end, throttled, sample, ret_watch);
    run_release(&run);
    return status;
}
