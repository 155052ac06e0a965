/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/measurer.h"
#include "place/place.h"
#include "team/sanitizer.h"
#include "team/team.h"
#include "trial/gbench.h"
#include "trial/plugin.h"
#include "trial/script.h"
#include "trial/trial.h"
#include "wire/area.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

struct measurer {
    struct area *area;
    struct place *place;
    struct team_script script;
    struct team *team;
    struct trial *trial;
};

static const char *text_or_null(const char *text) {
    return text[0] == '\0' ? NULL : text;
}

static bool is_scripted(const struct area_setup *setup) {
    return strcmp(setup->series.engine, "scripted") == 0;
}

static int open_place(struct measurer *measurer, struct fault *fault) {
    const struct area_setup *setup = &measurer->area->setup;
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
    const struct area_setup *setup = &measurer->area->setup;
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

static int set_up(struct measurer *measurer, struct fault *fault) {
    const struct area_setup *setup = &measurer->area->setup;
    const struct workload *workload = NULL;
    int status = open_place(measurer, fault);
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
    return status_of_first != 0 ? status_of_first : trial_open(&spec, &measurer->trial, fault);
}

static int describe(struct area *area, struct fault *fault) {
    const struct workload *workload = NULL;
    int status = plugin_open(area->setup.plugin_path, &workload, fault);
    if (status == 0)
        workload_describe(workload, &area->card);
    return status;
}

static int measure(struct measurer *measurer, uint32_t step_count, struct fault *fault) {
    struct area *area = measurer->area;
    struct worker_span *spans = area_spans(area);
    for (uint32_t i = 0; i < step_count; i++) {
        atomic_store_explicit(&area->taken, i + 1, memory_order_release);
        struct area_step *step = &area->steps[i];
        int status = trial_take(measurer->trial, step, spans + step->first_span, fault);
        if (status != 0)
            return status;
    }
    atomic_store_explicit(&area->taken, step_count + 1, memory_order_release);
    return 0;
}

static void serve(struct measurer *measurer, const struct area_request *request,
                  struct area_reply *reply) {
    int64_t begin_ns = measurer->team == NULL ? 0 : team_now_ns(measurer->team);
    switch (request->kind) {
    case AREA_SET_UP:
        reply->status = set_up(measurer, &reply->fault);
        break;
    case AREA_CALIBRATE:
        reply->status =
            trial_calibrate(measurer->trial, &measurer->area->calibration, &reply->fault);
        break;
    case AREA_DESCRIBE:
        reply->status = describe(measurer->area, &reply->fault);
        break;
    case AREA_MEASURE:
        reply->status = measure(measurer, request->step_count, &reply->fault);
        break;
    }
    if (measurer->team != NULL) {
        /* Nobody spins while the conductor writes, or while another workload is measured. */
        team_muster(measurer->team, 1);
        reply->now_ns = team_now_ns(measurer->team);
        reply->elapsed_ns = reply->now_ns - begin_ns;
    }
}

static struct area *map_area(int file) {
    struct stat status;
    if (fstat(file, &status) != 0)
        return NULL;
    void *area = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    return area == MAP_FAILED ? NULL : area;
}

int measurer_main(int socket_file, int area_file) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* never outlive the conductor, whatever ended it */
    struct measurer measurer = {.area = map_area(area_file)};
    struct area_request request;
    if (measurer.area == NULL)
        return 1;
    while (recv(socket_file, &request, sizeof request, 0) == (ssize_t)sizeof request) {
        struct area_reply reply = {0};
        serve(&measurer, &request, &reply);
        if (send(socket_file, &reply, sizeof reply, MSG_NOSIGNAL) != (ssize_t)sizeof reply)
            break;
    }
    trial_close(measurer.trial);
    team_free(measurer.team);
    script_release(&measurer.script);
    place_free(measurer.place);
    return 0;
}
