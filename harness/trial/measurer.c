/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/measurer.h"
#include "place/place.h"
#include "program/program.h"
#include "team/clock.h"
#include "team/sanitizer.h"
#include "team/team.h"
#include "trial/gbench.h"
#include "trial/plugin.h"
#include "trial/script.h"
#include "trial/shelf.h"
#include "trial/trial.h"
#include "wire/area.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct measurer {
    struct shelf shelf;
    struct area *area;         /* that of the shelf, to write in, while a program is measured */
    struct worker_span *spans; /* of the sample in hand */
    struct place *place;
    struct team_script script;
    struct team *team;
    struct trial *trial;
    struct program *program; /* in place of the team and its trial; NULL: a workload is measured */
};

static const char *text_or_null(const char *text) {
    return text[0] == '\0' ? NULL : text;
}

static bool is_scripted(const struct area_setup *setup) {
    return strcmp(setup->series.engine, "scripted") == 0;
}

static int open_place(struct measurer *measurer, struct fault *fault) {
    const struct area_setup *setup = &measurer->shelf.area->setup;
    struct place_spec spec = {
        .synthetic = text_or_null(setup->synthetic),
        .xml_path = text_or_null(setup->xml_path),
        .cpus = text_or_null(setup->cpus),
        .kinds = text_or_null(setup->kinds),
    };
    int status = place_policy_parse(setup->series.place, &spec.policy, fault);
    return status != 0 ? status : place_load(&spec, &measurer->place, fault);
}

/* ThreadSanitizer and valgrind run threads in turn: a spinning one must give way. */
static bool must_yield(const struct area_setup *setup) {
    return sanitizer_is_of_threads() || setup->oversubscribed_from < setup->workers;
}

static int open_team(struct measurer *measurer, struct fault *fault) {
    const struct area_setup *setup = &measurer->shelf.area->setup;
    struct team_spec spec = {
        .engine = setup->series.engine,
        .params = setup->series.params,
        .place = measurer->place,
        .workers = setup->workers,
        .idle = strcmp(setup->series.idle, "spin") == 0 ? TEAM_IDLE_SPIN : TEAM_IDLE_BLOCK,
        .yields = must_yield(setup),
        .script = &measurer->script,
    };
    if (is_scripted(setup)) {
        int status = script_read(setup->script_path, &measurer->script, fault);
        if (status != 0)
            return status;
        measurer->script.seed = setup->script_seed;
        measurer->script.start_ns = setup->script_start_ns;
    }
    return team_create(&spec, &measurer->team, fault);
}

static double no_time(void *context) {
    (void)context;
    return 0;
}

static int find_workload(const struct area_setup *setup, const struct workload **ret_workload,
                         struct fault *fault) {
    struct fault own = {.code = FAULT_NONE};
    *ret_workload = NULL;
    if (setup->plugin_path[0] != '\0') {
        int status = plugin_open(setup->plugin_path, ret_workload, &own);
        return status == 0 ? 0 : fault_set(fault, own.code, 0, "its library %.400s", own.text);
    }
    *ret_workload = workload_find(setup->series.workload);
    return *ret_workload != NULL ? 0
                                 : fault_set(fault, FAULT_USAGE, 0, "there is no workload '%s'",
                                             setup->series.workload);
}

/* A program's code runs elsewhere: none of it can reach the area. */
static int open_program(struct measurer *measurer, struct fault *fault) {
    int status = shelf_unlock(&measurer->shelf, &measurer->area, fault);
    return status != 0 ? status
                       : program_open(measurer->area, measurer->place, &measurer->program, fault);
}

/* For the sentence about a crash: where tasks are made it may be one of their stacks. */
static int note_stacks(const struct measurer *measurer, struct fault *fault) {
    const uint32_t stack_kib = (uint32_t)(trial_stack_bytes(measurer->trial) / 1024);
    return shelf_put(&measurer->shelf, offsetof(struct area, stack_kib), &stack_kib,
                     sizeof stack_kib, fault);
}

static int set_up(struct measurer *measurer, struct fault *fault) {
    const struct area_setup *setup = &measurer->shelf.area->setup;
    const struct workload *workload = NULL;
    int status = open_place(measurer, fault);
    if (status == 0 && setup->program.argument_count > 0)
        return open_program(measurer, fault);
    if (status == 0)
        status = open_team(measurer, fault);
    if (status == 0)
        status = find_workload(setup, &workload, fault);
    if (status != 0)
        return status;

    const struct trial_spec spec = {
        .workload = workload,
        .team = measurer->team,
        .place = measurer->place,
        .params = setup->series.params,
        .workers = setup->workers,
        .tasks_least = setup->tasks_least,
        .tasks_most = setup->tasks_most,
        .yields = must_yield(setup),
        .own_pus = setup->oversubscribed_from < setup->workers ? setup->oversubscribed_from
                                                               : setup->workers,
        .runs = !is_scripted(setup),
        .script_unit_s = measurer->script.unit_s,
        .script_fork_join_s = measurer->script.fork_s + measurer->script.join_s,
        .origin_ns = setup->origin_ns,
    };
    /* The library's first run sets it up, which takes milliseconds: not between a warm pass and t0.
     */
    struct gbench_result first;
    int status_of_first = gbench_run_once("first", no_time, NULL, &first, fault);
    if (status_of_first != 0)
        return status_of_first;
    measurer->spans = calloc(setup->workers, sizeof *measurer->spans);
    if (measurer->spans == NULL)
        return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot keep the spans of %u workers",
                         setup->workers);
    /* A process that a workload starts stays its child, and is seen, even where it puts itself in
     * the background. */
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    status = trial_open(&spec, &measurer->trial, fault);
    return status != 0 ? status : note_stacks(measurer, fault);
}

static int describe(const struct shelf *shelf, struct fault *fault) {
    const struct workload *workload = NULL;
    struct workload_card card;
    int status = plugin_open(shelf->area->setup.plugin_path, &workload, fault);
    if (status != 0)
        return status;
    workload_describe(workload, &card);
    return shelf_put(shelf, offsetof(struct area, card), &card, sizeof card, fault);
}

static int calibrate(const struct measurer *measurer, struct fault *fault) {
    struct area_calibration found;
    int status = measurer->program != NULL ? program_calibrate(measurer->program, &found, fault)
                                           : trial_calibrate(measurer->trial, &found, fault);
    return status != 0 ? status
                       : shelf_put(&measurer->shelf, offsetof(struct area, calibration), &found,
                                   sizeof found, fault);
}

/* Ends with the first broken sample: what broke it may break, or disturb, all that follow. */
static int measure(const struct measurer *measurer, uint32_t step_count, struct fault *fault) {
    const struct shelf *shelf = &measurer->shelf;
    bool is_broken = false;
    int status = shelf_put_taken(shelf, 1, fault);
    trial_know(measurer->trial, &shelf->area->calibration);
    for (uint32_t i = 0; i < step_count && status == 0 && !is_broken; i++) {
        struct area_step step = shelf->area->steps[i];
        status = trial_take(measurer->trial, &step, measurer->spans, fault);
        if (status == 0)
            status = shelf_put_step(shelf, i, &step, measurer->spans, fault);
        if (status == 0)
            status = shelf_put_taken(shelf, i + 2, fault);
        is_broken = step.sample.validity == SAMPLE_BROKEN;
    }
    return status;
}

/* A run that goes wrong harms no other. */
static int measure_program(const struct measurer *measurer, uint32_t step_count,
                           struct fault *fault) {
    struct area *area = measurer->area;
    int status = 0;
    for (uint32_t i = 0; i < step_count && status == 0; i++) {
        atomic_store_explicit(&area->taken, i + 1, memory_order_release);
        status = program_take(measurer->program, &area->steps[i], area_watches(area) + i, fault);
    }
    if (status == 0)
        atomic_store_explicit(&area->taken, step_count + 1, memory_order_release);
    return status;
}

static int64_t now_ns(const struct measurer *measurer) {
    return measurer->team != NULL ? team_now_ns(measurer->team) : clock_now_ns();
}

static void serve(struct measurer *measurer, const struct area_request *request,
                  struct area_reply *reply) {
    int64_t begin_ns = now_ns(measurer);
    switch (request->kind) {
    case AREA_SET_UP:
        reply->status = set_up(measurer, &reply->fault);
        break;
    case AREA_CALIBRATE:
        reply->status = calibrate(measurer, &reply->fault);
        break;
    case AREA_DESCRIBE:
        reply->status = describe(&measurer->shelf, &reply->fault);
        break;
    case AREA_MEASURE:
        reply->status = measurer->program != NULL
                            ? measure_program(measurer, request->step_count, &reply->fault)
                            : measure(measurer, request->step_count, &reply->fault);
        break;
    }
    /* Nobody spins while the conductor writes, or while another workload is measured. */
    if (measurer->team != NULL)
        team_muster(measurer->team, 1);
    reply->now_ns = now_ns(measurer);
    /* A set-up brings another clock, the scripted engine's. */
    reply->elapsed_ns = request->kind == AREA_SET_UP ? 0 : reply->now_ns - begin_ns;
}

static bool has_child(void) {
    siginfo_t child;
    return waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) == 0;
}

int measurer_main(int socket_file, int area_file) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* never outlive the conductor, whatever ended it */
    struct measurer measurer = {.team = NULL};
    struct area_request request;
    ssize_t asked = 0, answered = sizeof(struct area_reply);
    if (shelf_open(shelf_move_file(area_file), &measurer.shelf) != 0)
        return EXIT_FAILURE;
    socket_file = shelf_move_file(socket_file);
    while (answered == (ssize_t)sizeof(struct area_reply) &&
           (asked = recv(socket_file, &request, sizeof request, 0)) == (ssize_t)sizeof request) {
        struct area_reply reply = {0};
        serve(&measurer, &request, &reply);
        answered = send(socket_file, &reply, sizeof reply, MSG_NOSIGNAL);
    }
    program_close(measurer.program);
    trial_close(measurer.trial);
    team_free(measurer.team);
    script_release(&measurer.script);
    place_free(measurer.place);
    free(measurer.spans);
    if (asked < 0 || answered < 0)
        return AREA_END_CUT_OFF;
    return has_child() ? AREA_END_LEFT_CHILD : EXIT_SUCCESS;
}
