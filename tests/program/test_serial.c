/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The best serial program beside a parallel one: which samples are its runs, and what becomes of
 * those that go wrong. The parallel program is `sh -c "echo parallel >>ran"`. */
#include "program/program.h"
#include "subject.h"

#include <unistd.h>

static struct place *place;

static struct program *open_with(struct area *area, const char *serial) {
    struct area_program *wanted = &area->setup.program;
    static const char words[] = "sh\0-c\0echo parallel >>ran\0";
    struct program *program = NULL;
    struct fault fault = {0};
    *area = (struct area){.setup = {.workers = 1}};
    memcpy(wanted->words, words, sizeof words);
    wanted->argument_count = 3;
    wanted->warmups = 1;
    wanted->warm_up_p = NAN;
    wanted->time_limit_s = PATIENCE_S;
    snprintf(wanted->path, sizeof wanted->path, "/bin/sh");
    snprintf(wanted->serial, sizeof wanted->serial, "%s", serial);
    CHECK_INT(program_open(area, place, &program, &fault), 0);
    CHECK_STRING(fault.text, "");
    return program;
}

static struct sample take(struct program *program, enum sample_role role, double p,
                          struct watch *ret_watch) {
    struct area_step step = {.sample = {.id = 1, .role = role, .p = p, .n = 1, .units = 1}};
    struct fault fault = {0};
    CHECK_INT(program_take(program, &step, ret_watch, &fault), 0);
    CHECK_STRING(fault.text, "");
    return step.sample;
}

/* What the runs and hooks since the last call have left. */
static void check_ran(const char *expected) {
    char text[256];
    FILE *file = fopen("ran", "r");
    size_t got = file == NULL ? 0 : fread(text, 1, sizeof text - 1, file);
    text[got] = '\0';
    if (file != NULL)
        fclose(file);
    unlink("ran");
    CHECK_STRING(text, expected);
}

static uint32_t total(const struct watch *watch) {
    uint32_t looks = 0;
    for (int i = 0; i <= WATCH_RUNNABLE_MAX; i++)
        looks += watch->looks[i];
    return looks;
}

/* With the same hooks; the other samples are still runs of the parallel one. */
static void test_role(void) {
    static struct area area;
    struct watch watch;
    struct program *program = open_with(&area, "sh -c 'echo serial {n} {p} >>ran'");
    snprintf(area.setup.program.prepare, AREA_TEXT_BYTES, "sh -c 'echo before {n} >>ran'");
    snprintf(area.setup.program.conclude, AREA_TEXT_BYTES, "sh -c 'echo after >>ran'");
    struct sample sample = take(program, SAMPLE_BEST, 0.5, &watch);
    CHECK_REPORT(sample.validity != SAMPLE_BROKEN, "%s", sample.cause);
    check_ran("before 1\nserial 1 0.5\nafter\n");
    CHECK(sample.time_s > 0 && sample.user_s >= 0 && sample.system_s >= 0);
    CHECK(isnan(sample.looks) && isnan(sample.looks_one) && isnan(sample.looks_runnable));
    CHECK_INT(total(&watch) + watch.thread_count, 0);
    sample = take(program, SAMPLE_ASKED, 0.5, &watch);
    CHECK_REPORT(sample.validity != SAMPLE_BROKEN, "%s", sample.cause);
    check_ran("before 1\nparallel\nafter\n");
    CHECK(!isnan(sample.looks));
    program_close(program);
}

static void check_broken(const char *serial, double limit_s, const char *cause) {
    static struct area area;
    struct watch watch;
    struct program *program = open_with(&area, serial);
    area.setup.program.time_limit_s = limit_s;
    struct sample sample = take(program, SAMPLE_BEST, NAN, &watch);
    CHECK_INT(sample.validity, SAMPLE_BROKEN);
    CHECK_STRING(sample.cause, cause);
    program_close(program);
}

static void test_broken(void) {
    check_broken("sh -c 'exit 3'", PATIENCE_S, "ended with status 3");
    check_broken("sleep 60", 0.2, "did not end within 0.2 s");
}

/* Where it cannot be run at all, no sample can be taken. */
static void check_no_sample(const char *serial, const char *says) {
    static struct area area;
    struct watch watch;
    struct area_step step = {.sample = {.role = SAMPLE_BEST, .p = NAN, .n = 1}};
    struct fault fault = {0};
    struct program *program = open_with(&area, serial);
    CHECK_INT(program_take(program, &step, &watch, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, says);
    program_close(program);
}

static void test_no_sample(void) {
    check_no_sample("no-such-program", "--serial: there is no program 'no-such-program'");
    check_no_sample("true; true", "--serial 'true; true': ';' is a shell's");
}

/* It runs once before all, too, is as slow as it is, and must end well. */
static void test_calibrate(void) {
    static struct area area;
    struct area_calibration found = {0};
    struct fault fault = {0};
    struct program *program = open_with(&area, "");
    CHECK_INT(program_calibrate(program, &found, &fault), 0);
    CHECK(!found.has_best);
    check_ran("parallel\n");
    program_close(program);

    program = open_with(&area, "sh -c 'echo serial >>ran; sleep 0.3'");
    CHECK_INT(program_calibrate(program, &found, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(found.has_best);
    CHECK(found.slowest_s >= 0.3);
    check_ran("parallel\nserial\n");
    program_close(program);

    program = open_with(&area, "sh -c 'exit 3'");
    CHECK_INT(program_calibrate(program, &found, &fault), -FAULT_WORKLOAD);
    CHECK_HOLDS(fault.text, "--serial 'sh -c 'exit 3'' ended with status 3 at n = 1; --output");
    check_ran("parallel\n");
    program_close(program);
}

int main(void) {
    subject_keep_files();
    place = subject_place();
    /* What is written goes to a directory of its own. */
    char directory[] = "serial-XXXXXX";
    CHECK(mkdtemp(directory) != NULL && chdir(directory) == 0);
    test_role();
    test_broken();
    test_no_sample();
    test_calibrate();
    CHECK_INT(chdir(".."), 0);
    CHECK_INT(rmdir(directory), 0);
    place_free(place);
    return check_done();
}
