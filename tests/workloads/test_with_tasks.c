/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What every workload with tasks of its own owes the harness: the same digest on each number of
 * workers, more than cores too, and of tasks, more than units too; a check that accepts it and
 * nothing beside it. And of `race`, what is wrong with it. */
#include "crew_runs.h"
#include "workload.h"
#include "workload_table.h"

#include <inttypes.h>

enum { WORKERS_MOST = 3, TASKS_MORE = 7, TURNS = 2, WHY_BYTES = 256 };

/* An open workload, and the sample in hand. */
struct stage {
    const struct workload *workload;
    void *shared;
    unsigned tasks_most;
    struct workload_setting setting;
    uint64_t params[WORKLOAD_PARAMS_MAX];
    struct workload_sample sample;
    uint64_t digest;
};

static const struct workload *find_workload(const char *name) {
    for (size_t i = 0; workload_table[i] != NULL; i++)
        if (strcmp(workload_table[i]->name, name) == 0)
            return workload_table[i];
    fprintf(stderr, "there is no workload %s\n", name);
    exit(1);
}

static unsigned larger(unsigned a, unsigned b) {
    return a > b ? a : b;
}

static void stage_open(struct stage *stage) {
    char why[WHY_BYTES] = "";
    stage->tasks_most = larger(stage->workload->tasks, TASKS_MORE);
    stage->setting = (struct workload_setting){.workers = WORKERS_MOST,
                                               .params = stage->params,
                                               .tasks = stage->tasks_most,
                                               .calls = &crew_tasks};
    stage->shared = NULL;
    CHECK_INT(stage->workload->open(&stage->setting, &stage->shared, why, sizeof why), 0);
    CHECK_STRING(why, "");
}

/* With its parameters as they are, but for a tenth of the long counts: of its own calls a sanitizer
 * makes some ten times as much. */
static void stage_usual(struct stage *stage, const char *name) {
    *stage = (struct stage){.workload = find_workload(name)};
    const struct workload_param *params = stage->workload->params;
    for (int i = 0; params != NULL && params[i].name != NULL; i++)
        stage->params[i] = params[i].initial >= 100000 ? params[i].initial / 10 : params[i].initial;
    stage_open(stage);
}

/* With the least of each parameter: one unit, or no room, or no work. */
static void stage_least(struct stage *stage, const char *name) {
    *stage = (struct stage){.workload = find_workload(name)};
    const struct workload_param *params = stage->workload->params;
    for (int i = 0; params != NULL && params[i].name != NULL; i++)
        stage->params[i] = params[i].least;
    stage_open(stage);
}

static void prepare(struct stage *stage, unsigned n, unsigned t) {
    stage->sample = (struct workload_sample){
        .workers = n, .tasks = t, .parallel_units = stage->workload->whole_units(&stage->setting)};
    for (unsigned i = 0; i < n && stage->workload->prepare != NULL; i++) {
        struct workload_sample own = stage->sample;
        own.worker = i;
        stage->workload->prepare(stage->shared, &own);
    }
}

static void run_sample(struct workload_task *self, void *argument) {
    struct stage *stage = argument;
    stage->digest = stage->workload->run_tasks(self, stage->shared, &stage->sample);
}

static void run_on(struct stage *stage, struct crew *crew) {
    struct fault fault = {0};
    CHECK_INT(crew_try(crew, stage->sample.workers, run_sample, stage, &fault), 0);
    CHECK_STRING(fault.text, "");
}

static struct crew *crew_for(const struct stage *stage, unsigned n) {
    return crew_new(n, stage->tasks_most + WORKLOAD_TASKS_BESIDE, 0);
}

/* One sample, on a crew of its own. */
static uint64_t digest_at(struct stage *stage, unsigned n, unsigned t) {
    struct crew *crew = crew_for(stage, n);
    prepare(stage, n, t);
    run_on(stage, crew);
    crew_free(crew);
    return stage->digest;
}

static bool accepts(const struct stage *stage, uint64_t units, uint64_t digest) {
    char why[WHY_BYTES] = "";
    struct workload_sample sample = stage->sample;
    sample.parallel_units = units;
    bool accepted = stage->workload->check(stage->shared, &sample, digest, why, sizeof why) == 0;
    CHECK_REPORT(accepted == (why[0] == '\0'), "%s: %s with the message \"%s\"",
                 stage->workload->name, accepted ? "accepted" : "refused", why);
    return accepted;
}

static void check_sample(const struct stage *stage, uint64_t expected) {
    uint64_t units = stage->sample.parallel_units, digest = stage->digest;
    CHECK_REPORT(
        digest == expected, "%s at n = %u, t = %u: %" PRIu64 ", but %" PRIu64 " at n = 1, t = 1",
        stage->workload->name, stage->sample.workers, stage->sample.tasks, digest, expected);
    CHECK(accepts(stage, units, digest));
    CHECK(!accepts(stage, units, digest + 1));
    CHECK(!accepts(stage, units, digest - 1));
    CHECK(!accepts(stage, units + 1, digest));
}

static void check_answers(struct stage *stage) {
    const unsigned tasks[] = {1, 2, TASKS_MORE, stage->workload->tasks};
    const uint64_t expected = digest_at(stage, 1, 1);
    for (unsigned n = 1; n <= WORKERS_MOST; n++) {
        struct crew *crew = crew_for(stage, n);
        for (size_t i = 0; i < TURNS * sizeof tasks / sizeof *tasks; i++) {
            prepare(stage, n, tasks[i / TURNS]);
            run_on(stage, crew);
            check_sample(stage, expected);
        }
        crew_free(crew);
    }
    stage->workload->close(stage->shared);
}

static bool is_wrong_on_purpose(const struct workload *workload) {
    return strcmp(workload->name, "race") == 0;
}

static void check_all(void) {
    unsigned tried = 0;
    for (size_t i = 0; workload_table[i] != NULL; i++) {
        const struct workload *workload = workload_table[i];
        /* One that starts a server has a test of its own. */
        if (workload->run_tasks == NULL || workload->has_helpers || is_wrong_on_purpose(workload))
            continue;
        struct stage stage;
        stage_usual(&stage, workload->name);
        check_answers(&stage);
        stage_least(&stage, workload->name);
        check_answers(&stage);
        tried++;
    }
    CHECK(tried >= 8);
}

/* The sum that everyone can look up: 0² + 1² + … + 999². */
static void check_squares(void) {
    static const unsigned tasks[] = {1, 2, TASKS_MORE, 1000};
    struct stage stage;
    stage_usual(&stage, "squares");
    for (unsigned n = 1; n <= WORKERS_MOST; n++)
        for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
            CHECK_INT(digest_at(&stage, n, tasks[i]), 332833500);
    stage.workload->close(stage.shared);
}

/* The counters come to as many as were asked for. */
static void check_counters(void) {
    static const char *const names[] = {"counter-mutex", "counter-atomic", "counter-channel"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct stage stage;
        stage_usual(&stage, names[i]);
        CHECK_INT(digest_at(&stage, 2, TASKS_MORE), stage.params[0]);
        stage.workload->close(stage.shared);
    }
}

/* Right digest or not: each job is to be done once. */
static void check_pool(void) {
    char why[WHY_BYTES] = "";
    struct stage stage;
    stage_usual(&stage, "pool");
    const uint64_t digest = digest_at(&stage, 2, TASKS_MORE);
    prepare(&stage, 2, TASKS_MORE);
    CHECK_INT(stage.workload->check(stage.shared, &stage.sample, digest, why, sizeof why), -1);
    CHECK_HOLDS(why, "job 0 was done 0 times");
    struct crew *crew = crew_for(&stage, 2);
    run_on(&stage, crew);
    CHECK_INT(stage.workload->check(stage.shared, &stage.sample, digest, why, sizeof why), 0);
    run_on(&stage, crew);
    CHECK_INT(stage.workload->check(stage.shared, &stage.sample, digest, why, sizeof why), -1);
    CHECK_HOLDS(why, "job 0 was done 2 times");
    crew_free(crew);
    stage.workload->close(stage.shared);
}

static double time_at_ms(struct stage *stage, unsigned t) {
    struct crew *crew = crew_for(stage, 1);
    prepare(stage, 1, t);
    int64_t begin_ns = crew_clock_ns();
    run_on(stage, crew);
    int64_t end_ns = crew_clock_ns();
    crew_free(crew);
    return (double)(end_ns - begin_ns) / 1e6;
}

/* On one worker: one after the other they take the sum of 1, 2 and 3 ms, all at once no less than
 * the longest, and less than the sum, whatever else the machine does, in one of many tries. */
static void check_fanout(void) {
    enum { TRIES = 50 };
    struct stage stage;
    stage_usual(&stage, "fanout");
    double least_ms = 1e9;
    CHECK(time_at_ms(&stage, 1) >= 6);
    for (int i = 0; i < TRIES && least_ms >= 6; i++)
        least_ms = fmin(least_ms, time_at_ms(&stage, 3));
    CHECK(least_ms >= 3 && least_ms < 6);
    CHECK_INT(stage.workload->unit_wait_ns(&stage.setting), 2000000);
    stage.workload->close(stage.shared);
}

/* Of a run of spin's chain, the least of several, and of a workload whose sample has `steps` of
 * them. */
static double find_chain_step_ns(void) {
    enum { TRIES = 8, UNITS = 30000, UNIT_STEPS = 16 };
    const struct workload *spin = find_workload("spin");
    double least_ns = INFINITY;
    for (int i = 0; i < TRIES; i++) {
        int64_t begin_ns = crew_clock_ns();
        uint64_t digest = spin->run(NULL, 0, UNITS);
        least_ns = fmin(least_ns, (double)(crew_clock_ns() - begin_ns) / (UNITS * UNIT_STEPS));
        CHECK(digest != 0);
    }
    return least_ns;
}

static double find_step_ns(const char *name, const uint64_t *params, double steps) {
    enum { TRIES = 8 };
    struct stage stage = {.workload = find_workload(name)};
    double least_ns = INFINITY;
    for (int i = 0; stage.workload->params[i].name != NULL; i++)
        stage.params[i] = params[i];
    stage_open(&stage);
    for (int i = 0; i < TRIES; i++)
        least_ns = fmin(least_ns, time_at_ms(&stage, 1) * 1e6 / steps);
    stage.workload->close(stage.shared);
    return least_ns;
}

/* Their multiply-adds are as many as they say: a compiler that folds eight into one would make them
 * take an eighth. What disturbs them only makes them longer, and of spin one try of many is to go
 * undisturbed. */
static void check_steps(void) {
    static const struct {
        const char *name;
        uint64_t params[WORKLOAD_PARAMS_MAX];
        double steps;
    } cases[] = {
        {"pool", {4, 200000, 4, 0}, 4 * 200000.0},
        {"pipeline", {1, 4, 200000, 4}, 4 * 200000.0},
        {"squares", {4, 100000}, 2 * 4 * 100000.0},
    };
    const double chain_ns = find_chain_step_ns();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double step_ns = find_step_ns(cases[i].name, cases[i].params, cases[i].steps);
        CHECK_REPORT(step_ns > chain_ns / 2, "%s: %g ns a step, spin: %g ns", cases[i].name,
                     step_ns, chain_ns);
    }
}

/* One task is right on any worker; several are wrong on one worker already, and the check, whose
 * author knew no better, says nothing. ThreadSanitizer would say it of the several: there they are
 * left out. */
static void check_race(void) {
    struct stage stage;
    stage_usual(&stage, "race");
    const uint64_t asked = stage.params[0];
    CHECK_INT(digest_at(&stage, 1, 1), asked);
    CHECK_INT(digest_at(&stage, 2, 1), asked);
    if (!CREW_IS_SLOW)
        CHECK(digest_at(&stage, 1, TASKS_MORE) < asked);
    CHECK(accepts(&stage, asked, asked) && accepts(&stage, asked, asked - 1));
    CHECK_HOLDS(stage.workload->summary, "wrong on purpose");
    stage.workload->close(stage.shared);
}

/* For race_named.sh, under which the first report ends the process: two tasks on two workers, again
 * where one worker ran both, as when the other thread began late, on the same core. */
static int run_race(void) {
    enum { TRIES = 100 };
    struct stage stage;
    stage_usual(&stage, "race");
    for (int i = 0; i < TRIES; i++)
        digest_at(&stage, 2, 2);
    stage.workload->close(stage.shared);
    return check_done();
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "race") == 0)
        return run_race();
    check_all();
    check_squares();
    check_counters();
    check_pool();
    check_fanout();
    check_steps();
    check_race();
    return check_done();
}
