/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Sweeps of a foreign program: its rows, what was seen of its threads, runs that go wrong, and that
 * nothing of it is left. */
#include "conductor.h"
#include "record/table.h"
#include "record/watch_row.h"
#include "sweep/measurer_process.h"

#include <fcntl.h>
#include <signal.h>

static char *subject;

/* The command of `path` with its words after it, up to NULL. */
static void wants(struct area_program *program, const char *path, const char *const *words) {
    size_t used = 0;
    snprintf(program->path, sizeof program->path, "%s", path);
    for (; *words != NULL; words++, program->argument_count++)
        used +=
            1 + (size_t)snprintf(program->words + used, sizeof program->words - used, "%s", *words);
}

static void open_program(struct conductor *conductor, const char *path, const char *const *words) {
    static const char *const names[] = {"prog"};
    conductor_open(conductor, "exec");
    conductor_measure(conductor, "exec", names, 1);
    conductor->series[0].idle[0] = '\0';
    conductor->spec.fractions.count = 0;
    conductor->spec.cores = (struct plan_cores){.count = 3, .value = {1, 2, 4}};
    conductor->spec.base.workers = 4;
    conductor->spec.min_time_s = 0;
    wants(&conductor->spec.base.program, path, words);
}

static void check_watches(const struct conductor *conductor) {
    const struct sweep_result *result = &conductor->result;
    void *rows = NULL;
    size_t count = 0, next = 0;
    struct fault fault = {0};
    CHECK(result->watches != NULL);
    CHECK_INT(table_read(&table_runnable, conductor->run_path, &rows, &count, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    const struct runnable_row *runnable = rows, none = {0};
    for (size_t i = 0; i < result->sample_count; i++) {
        double looks = 0;
        for (uint32_t k = 0; k <= WATCH_RUNNABLE_MAX; k++) {
            looks += result->watches[i].looks[k];
            if (result->watches[i].looks[k] == 0)
                continue;
            const struct runnable_row *row = next < count ? &runnable[next] : &none;
            next++;
            CHECK_INT(row->sample, result->samples[i].id);
            CHECK_INT(row->n, result->samples[i].n);
            CHECK_INT(row->runnable, k);
            CHECK_INT(row->looks, result->watches[i].looks[k]);
        }
        if (result->samples[i].validity != SAMPLE_BROKEN)
            CHECK_NEAR(result->samples[i].looks, looks, 0);
    }
    CHECK_INT(next, count);
    free(rows);

    CHECK_INT(table_read(&table_threads, conductor->run_path, &rows, &count, NULL, &fault), 0);
    next = 0;
    for (size_t i = 0; i < result->sample_count; i++)
        next += result->watches[i].thread_count;
    CHECK_INT(count, next);
    free(rows);
}

/* As conductor_check_files, but a program has no workers. */
static void check_files(const struct conductor *conductor) {
    struct sample *samples = NULL;
    struct worker_span *spans = NULL;
    size_t count = 0, span_count = 0;
    struct fault fault = {0};
    CHECK_INT(run_dir_read_samples(conductor->run_path, &samples, &count, NULL, &fault), 0);
    CHECK_INT(run_dir_read_spans(conductor->run_path, &spans, &span_count, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(span_count, 0);
    CHECK_INT(count, conductor->result.sample_count);
    for (size_t i = 0; i < count && i < conductor->result.sample_count; i++) {
        CHECK_INT(samples[i].id, conductor->result.samples[i].id);
        CHECK_NEAR(samples[i].user_s, conductor->result.samples[i].user_s, 0);
        CHECK_STRING(samples[i].cause, conductor->result.samples[i].cause);
    }
    free(samples);
    free(spans);
    check_watches(conductor);
}

static void test_rows(void) {
    struct conductor conductor;
    open_program(&conductor, subject, (const char *const[]){"prog", "burn", "{n}", "25", NULL});
    conductor.spec.rounds = 7;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    const struct lane_report *lane = &result->lanes[0];
    double looks = 0;
    size_t at[5] = {0};
    CHECK_INT(conductor.status, 0);
    CHECK_STRING(lane->fault.text, "");
    CHECK_INT(result->rounds, 7);
    CHECK_INT(lane->blocks.count, 1);
    CHECK_NEAR(lane->length.sample_s, lane->calibration.unit_s, 0);
    CHECK_STRING(lane->length.reason, "the program's own");
    CHECK(lane->calibration.slowest_s >= 0.025);
    for (size_t i = 0; i < result->sample_count; i++) {
        const struct sample *sample = &result->samples[i];
        CHECK(sample->validity != SAMPLE_BROKEN); /* others may disturb it */
        CHECK(isnan(sample->p) && isnan(sample->p_work) && isnan(sample->bytes));
        CHECK_STRING(sample->p_basis, "");
        CHECK_INT(sample->role, SAMPLE_ASKED);
        CHECK_INT(sample->units, 1);
        CHECK(sample->start_s > 0 && sample->time_s >= 0.025 && isnan(sample->serial_s));
        CHECK(sample->user_s + sample->system_s >= 0.025 * sample->n);
        CHECK(sample->watch_s >= 0);
        looks += sample->looks;
        at[sample->n]++;
    }
    CHECK(looks > 0);
    CHECK(at[1] >= 7 && at[2] == 7 && at[4] == 7);
    CHECK(result->samples_s <= result->measuring_s);
    check_files(&conductor);
    conductor_close(&conductor);
}

/* It is told p, and nobody anchors it. */
static void test_told_p(void) {
    struct conductor conductor;
    open_program(&conductor, "/bin/sh",
                 (const char *const[]){"sh", "-c", "test {p} = 0.5 -o {p} = 0.9", NULL});
    conductor.spec.fractions = (struct plan_fractions){.count = 2, .value = {0.5, 0.9}};
    conductor.spec.rounds = 2;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    size_t at_half = 0;
    CHECK_STRING(result->lanes[0].fault.text, "");
    CHECK_INT(result->lanes[0].blocks.count, 2);
    for (size_t i = 0; i < result->sample_count; i++) {
        const struct sample *sample = &result->samples[i];
        CHECK(sample->validity != SAMPLE_BROKEN);
        CHECK(sample->p == 0.5 || sample->p == 0.9);
        CHECK_NEAR(sample->p_work, sample->p, 0);
        CHECK_STRING(sample->p_basis, "stated");
        at_half += sample->p == 0.5;
    }
    CHECK(at_half >= 6 && result->sample_count - at_half >= 6);
    check_files(&conductor);
    conductor_close(&conductor);
}

/* A run at n = 2 goes wrong, the others of the round do not. */
static void check_wrong_at_two(const struct conductor *conductor, size_t rounds,
                               const char *cause) {
    const struct sweep_result *result = &conductor->result;
    size_t broken = 0, at_four = 0;
    CHECK_INT(conductor->status, 0);
    for (size_t i = 0; i < result->sample_count; i++) {
        const struct sample *sample = &result->samples[i];
        CHECK_INT(sample->validity == SAMPLE_BROKEN, sample->n == 2);
        if (sample->n == 2)
            CHECK_STRING(sample->cause, cause);
        broken += sample->n == 2;
        at_four += sample->n == 4;
    }
    CHECK_INT(broken, rounds);
    CHECK_INT(at_four, rounds);
    check_files(conductor);
}

static void test_fails(bool ignored) {
    struct conductor conductor;
    open_program(&conductor, "/bin/sh", (const char *const[]){"sh", "-c", "test {n} -ne 2", NULL});
    conductor.spec.rounds = 5;
    conductor.spec.base.program.ignores_failure = ignored;
    conductor_run(&conductor);
    const struct lane_report *lane = &conductor.result.lanes[0];
    CHECK_INT(lane->failures, ignored ? 0 : LANE_FAILURES_MAX);
    CHECK_INT(lane->abandoned, !ignored);
    if (ignored)
        CHECK_STRING(lane->fault.text, "");
    else
        CHECK_HOLDS(lane->fault.text, "'prog' at n = 2 (round 0): ended with status 1");
    check_wrong_at_two(&conductor, ignored ? 5 : LANE_FAILURES_MAX, "ended with status 1");
    conductor_close(&conductor);
}

/* Each block of a round is a batch of its own here, and each has a run that fails. */
static void test_round_goes_on(void) {
    struct conductor conductor;
    open_program(&conductor, "/bin/sh",
                 (const char *const[]){"sh", "-c", "sleep 0.6; test {n} -ne 2", NULL});
    conductor.spec.fractions = (struct plan_fractions){.count = 2, .value = {0.5, 0.9}};
    conductor.spec.cores = (struct plan_cores){.count = 2, .value = {1, 2}};
    conductor.spec.rounds = 2;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(result->lanes[0].failures, 2);
    CHECK(!result->lanes[0].abandoned);
    for (uint32_t round = 0; round < 2; round++) {
        CHECK(conductor_find(result, "prog", round, 0.5, 2, 0) < result->sample_count);
        CHECK(conductor_find(result, "prog", round, 0.9, 2, 0) < result->sample_count);
    }
    CHECK_INT(conductor_count(result, "prog", SAMPLE_BROKEN), 4);
    check_files(&conductor);
    conductor_close(&conductor);
}

static void test_hangs(void) {
    struct conductor conductor;
    open_program(&conductor, "/bin/sh",
                 (const char *const[]){"sh", "-c", "test {n} -ne 2 || exec sleep 60", NULL});
    conductor.spec.rounds = 1;
    conductor.spec.base.program.time_limit_s = 2;
    conductor_run(&conductor);
    CHECK_HOLDS(conductor.result.lanes[0].fault.text, "n = 2 (round 0): did not end within 2 s");
    CHECK_INT(conductor.result.lanes[0].epochs, 1); /* the measurer is well */
    check_wrong_at_two(&conductor, 1, "did not end within 2 s");
    conductor_close(&conductor);
}

/* At the very first run, before anything is planned. */
static void test_fails_first(void) {
    struct conductor conductor;
    open_program(&conductor, "/bin/sh", (const char *const[]){"sh", "-c", "exit 5", NULL});
    conductor_run(&conductor);
    CHECK(conductor.result.lanes[0].abandoned);
    CHECK_HOLDS(conductor.result.lanes[0].fault.text, "'prog': 'sh' ended with status 5 at n = 1");
    CHECK_INT(conductor.result.sample_count, 0);
    conductor_close(&conductor);
}

/* The point of a hook that fails is named, and its row is kept. */
static void test_hook_fails(void) {
    struct conductor conductor;
    open_program(&conductor, "/bin/true", (const char *const[]){"true", NULL});
    snprintf(conductor.spec.base.program.conclude, AREA_TEXT_BYTES, "sh -c 'test {n} -ne 2'");
    conductor.spec.rounds = 1;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_HOLDS(result->lanes[0].fault.text, "'prog' at n = 2 (round 0): --conclude 'sh -c");
    CHECK_INT(conductor_count(result, "prog", SAMPLE_BROKEN), 1);
    check_files(&conductor);
    conductor_close(&conductor);
}

static bool has_ended(pid_t process) {
    char path[32], line[64] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
    int file = open(path, O_RDONLY);
    if (file < 0)
        return true;
    ssize_t got = read(file, line, sizeof line - 1);
    close(file);
    return got <= 0 || strstr(line, ") Z") != NULL; /* nobody has asked for it yet */
}

static bool ends_soon(pid_t process) {
    for (int turn = 0; turn < 1000; turn++) {
        if (has_ended(process))
            return true;
        usleep(10000);
    }
    return false;
}

/* A measurer that is killed takes along the program and what it started. */
static void test_killed(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process = NULL;
    struct area_reply reply;
    struct fault fault = {0};
    int pids[2] = {0, 0};
    open_program(&conductor, "/bin/sh",
                 (const char *const[]){
                     "sh", "-c", "sleep 60 & echo $$ $! >pids.new; mv pids.new pids; wait", NULL});
    struct area_setup setup = conductor.spec.base;
    setup.series = conductor.series[0];
    CHECK_INT(measurer_process_start(&setup, 1, 0, 60, interrupt, &process, &fault), 0);
    struct area *area = measurer_process_area(process);
    area->steps[0] = (struct area_step){.sample = {.id = 1, .p = NAN, .n = 1}};
    CHECK_INT(measurer_process_ask(process, &(struct area_request){AREA_MEASURE, 1}, 3, interrupt,
                                   &reply, &fault),
              -FAULT_TIME_LIMIT);
    CHECK_INT(atomic_load(&area->program), 0);
    measurer_process_stop(process);
    FILE *file = fopen("pids", "r");
    CHECK(file != NULL && fscanf(file, "%d %d", &pids[0], &pids[1]) == 2);
    if (file != NULL)
        fclose(file);
    unlink("pids");
    CHECK(pids[0] > 0 && ends_soon(pids[0]));
    CHECK(pids[1] > 0 && ends_soon(pids[1]));
    conductor_close(&conductor);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    if (argc != 2 || (subject = realpath(argv[1], NULL)) == NULL)
        return 2;
    struct interrupt interrupt;
    test_rows();
    test_told_p();
    test_fails(false);
    test_fails(true);
    test_round_goes_on();
    test_hangs();
    test_fails_first();
    test_hook_fails();
    CHECK_INT(interrupt_open(&interrupt, NULL), 0);
    test_killed(&interrupt);
    interrupt_close(&interrupt);
    free(subject);
    return check_done();
}
