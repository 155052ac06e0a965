/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* google-benchmark's JSON. n is the number of threads where it varies, else an argument: one whose
 * name counts cores, "BM_x/threads:4", or the last one, "BM_x/4".
 *
 * With threads, each runs the whole body: n copies, and the figure is their iterations a second.
 * What real_time then is differs by release: to 1.8.5 (July 2024) it is a thread's time over all
 * threads' iterations and over n, from 1.9.0 (August 2024) without "over n": pull request 1836,
 * "Ensure reported Time is walltime by removing spurious scaling by threads". A file tells them
 * apart itself: by library_version, which 1.8.4 is the first to write; and a thread cannot use more
 * CPU time than has passed, so that cpu_time above real_time shows that one was divided.
 * items_per_second is not read: by default it is per second of CPU time.
 *
 * Where the body divides its work among the threads, that is for --scaling strong to say; the
 * figure is then the mean thread's time for an iteration. */
#include "import/format.h"
#include "import/gbench_name.h"

#include <math.h>
#include <string.h>

/* CPU time that is beyond the clocks' own error: at n = 2 busy threads show 2. */
static const double CPU_SHARE_MOST = 1.25;

struct gbench {
    const json_t *runs;
    bool is_ours;      /* repetition = round, and names of trial/benchmark_json.h */
    bool has_threads;  /* it varies in the file */
    bool is_divided;   /* real_time is over n */
    bool by_medians;   /* the file has aggregates only */
    bool is_of_copies; /* of threads: throughput of n copies */
};

static const char *text_of(const json_t *run, const char *key) {
    const char *text = json_string_value(json_object_get(run, key));
    return text == NULL ? "" : text;
}

static double number_of(const json_t *run, const char *key) {
    return json_number_value(json_object_get(run, key));
}

static double threads_of(const json_t *run) {
    double threads = number_of(run, "threads");
    return threads >= 1 ? threads : 1;
}

static bool matches(const json_t *root) {
    const json_t *run = json_array_get(json_object_get(root, "benchmarks"), 0);
    return json_object_get(run, "name") != NULL && json_object_get(run, "time_unit") != NULL;
}

static bool is_iteration(const json_t *run) {
    const char *type = text_of(run, "run_type");
    return type[0] == '\0' || strcmp(type, "iteration") == 0;
}

/* By SkipWithError or SkipWithMessage: there is no time. */
static bool is_skipped(const json_t *run) {
    return json_is_true(json_object_get(run, "error_occurred")) ||
           json_is_true(json_object_get(run, "skipped"));
}

static bool is_wanted(const struct gbench *gbench, const json_t *run) {
    if (is_skipped(run))
        return false;
    return gbench->by_medians ? strcmp(text_of(run, "aggregate_name"), "median") == 0
                              : is_iteration(run);
}

/* Whether its threads are what varies: the name then says how many, also of one. */
static bool is_threaded(const struct gbench *gbench, const json_t *run) {
    return gbench->has_threads && strstr(text_of(run, "name"), "/threads:") != NULL;
}

/* Whether the run shows that its real time was divided by its threads. */
static bool shows_division(const json_t *run) {
    const char *name = text_of(run, "name");
    return threads_of(run) > 1 && strstr(name, "/process_time") == NULL &&
           strstr(name, "/manual_time") == NULL &&
           number_of(run, "cpu_time") > CPU_SHARE_MOST * number_of(run, "real_time");
}

/* Whether the release divided, by its name: "v1.8.4", "v1.8.3-73-gbc946b91", Bazel's "1.8.5".
 * Without any it is an older one. "v0.0.0" is what 1.8.4 calls itself when it is built from its
 * archive (issue 1792). What is neither that nor 1.8 tells nothing more: a library that is built
 * within another project may take that one's version for its own. */
static bool is_dividing(const char *version) {
    static const char *const releases[] = {"1.8.", "0.0.0"};
    if (version == NULL)
        return true;
    version += version[0] == 'v';
    for (size_t i = 0; i < sizeof releases / sizeof releases[0]; i++)
        if (strncmp(version, releases[i], strlen(releases[i])) == 0)
            return true;
    return false;
}

static struct gbench look_at(const struct import_job *job, const json_t *root) {
    const json_t *context = json_object_get(root, "context");
    struct gbench gbench = {
        .runs = json_object_get(root, "benchmarks"),
        .is_ours = json_object_get(context, "amdahl_version") != NULL,
        .is_divided = is_dividing(json_string_value(json_object_get(context, "library_version"))),
        .by_medians = true,
        .is_of_copies = job->scaling == NULL || strcmp(job->scaling, "throughput") == 0,
    };
    size_t index;
    json_t *run;
    json_array_foreach(gbench.runs, index, run) {
        if (is_skipped(run))
            continue;
        gbench.by_medians = gbench.by_medians && !is_iteration(run);
        gbench.has_threads = gbench.has_threads || threads_of(run) > 1;
        gbench.is_divided = gbench.is_divided || shows_division(run);
    }
    return gbench;
}

static double unit_of(const char *name) {
    static const struct {
        const char *name;
        double unit;
    } units[] = {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(name, units[i].name) == 0)
            return units[i].unit;
    return NAN;
}

/* The real time in seconds; of a thread, where it is of threads. FAULT_INPUT. */
static int read_time(struct import_job *job, const struct gbench *gbench, const json_t *run,
                     double *ret_time_s) {
    double time_s = number_of(run, "real_time") * unit_of(text_of(run, "time_unit"));
    if (!isfinite(time_s) || time_s <= 0)
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s: \"%.100s\": real_time is %g and time_unit \"%.10s\": expected a time "
                         "above 0 in ns, us, ms or s",
                         job->path, text_of(run, "name"), number_of(run, "real_time"),
                         text_of(run, "time_unit"));
    *ret_time_s =
        is_threaded(gbench, run) && gbench->is_divided ? time_s * threads_of(run) : time_s;
    return 0;
}

static struct measured_row row_of(const struct gbench *gbench, const json_t *run, double n,
                                  double time_s) {
    bool is_rate = is_threaded(gbench, run) && gbench->is_of_copies;
    struct measured_row row = gather_plain_row(n, is_rate ? n / time_s : time_s);
    json_int_t repetition = json_integer_value(json_object_get(run, "repetition_index"));
    if (gbench->is_ours && repetition >= 0 && repetition < (json_int_t)MEASURED_NO_ROUND)
        row.round = (uint32_t)repetition;
    return row;
}

static void describe(const struct gbench *gbench, const json_t *run, const struct gbench_name *name,
                     struct measured_group *group) {
    if (is_threaded(gbench, run) && gbench->is_of_copies) {
        group->quantity = MEASURED_THROUGHPUT;
        group->scaling = MEASURED_COPIES;
    }
    if (!gbench->is_ours)
        return;
    group->scaling = name->scaling;
    group->scaling_is_known = true;
    group->units_are_lost = strstr(name->series, "/exec/") == NULL;
    group->p = name->p;
    group->tasks = name->tasks;
    snprintf(group->series.workload, sizeof group->series.workload, "%.*s",
             (int)strcspn(name->series, "/"), name->series);
}

static int gather_run(struct import_job *job, const struct gbench *gbench, const json_t *run) {
    const char *full = text_of(run, "run_name");
    struct gbench_name name;
    gbench_name_read(full[0] == '\0' ? text_of(run, "name") : full,
                     is_threaded(gbench, run) ? threads_of(run) : NAN, gbench->is_ours, &name);
    if (isnan(name.n))
        return 0;
    double time_s = NAN;
    size_t group;
    bool is_new = false;
    int status = read_time(job, gbench, run, &time_s);
    if (status == 0)
        status =
            gather_group(&job->gather, name.key, strlen(name.key), &group, &is_new, job->fault);
    if (status != 0)
        return status;
    if (is_new) {
        gather_name(&job->gather, group, name.key);
        describe(gbench, run, &name, &job->gather.groups[group].group);
    }
    struct measured_row row = row_of(gbench, run, name.n, time_s);
    return gather_row(&job->gather, group, &row, job->fault);
}

static int read_runs(struct import_job *job, const json_t *root) {
    struct gbench gbench = look_at(job, root);
    size_t index;
    json_t *run;
    int status = 0;
    json_array_foreach(gbench.runs, index, run) {
        if (status == 0 && is_wanted(&gbench, run))
            status = gather_run(job, &gbench, run);
    }
    if (status == 0 && job->gather.count == 0)
        status =
            fault_set(job->fault, FAULT_INPUT, 0,
                      "%s: no benchmark ran with threads, ->ThreadRange(1, 8), or with an "
                      "argument that could be a count of cores, ->ArgName(\"threads\")->Arg(4)",
                      job->path);
    return status;
}

const struct json_format json_gbench = {"google-benchmark JSON", matches, read_runs};
