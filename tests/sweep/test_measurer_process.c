/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A measuring process: asked, set up wrongly, crashed, hung, interrupted. */
#include "conductor.h"
#include "sweep/measurer_process.h"

#include <dirent.h>
#include <signal.h>

enum { STEPS = 4, SPANS = 8 };

/* Longer than anything here takes; a test that reaches it has failed. */
static const double PATIENCE_S = 60;

static struct area_setup make_setup(const struct conductor *conductor, const char *workload) {
    struct area_setup setup = conductor->spec.base;
    setup.series = conductor->series[0];
    snprintf(setup.series.workload, sizeof setup.series.workload, "%s", workload);
    return setup;
}

static int start(const struct area_setup *setup, struct interrupt *interrupt,
                 struct measurer_process **ret_process, struct fault *fault) {
    *ret_process = NULL;
    *fault = (struct fault){0};
    return measurer_process_start(setup, STEPS, SPANS, PATIENCE_S, interrupt, ret_process, fault);
}

/* Two samples at n = 1 with a serial and a parallel part. */
static void write_steps(struct area *area) {
    for (size_t i = 0; i < 2; i++)
        area->steps[i] = (struct area_step){
            .serial_units = 100,
            .parallel_units = 300,
            .first_span = i,
            .sample = {.id = i + 1, .p = 0.75, .n = 1, .units = 400},
        };
    atomic_store(&area->taken, 0);
}

static int measure(struct measurer_process *process, double time_limit_s,
                   struct interrupt *interrupt, struct area_reply *ret_reply, struct fault *fault) {
    *fault = (struct fault){0};
    write_steps(measurer_process_area(process));
    return measurer_process_ask(process, &(struct area_request){AREA_MEASURE, 2}, time_limit_s,
                                interrupt, ret_reply, fault);
}

static void test_answers(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process;
    struct area_reply reply;
    struct fault fault;
    conductor_open(&conductor, "scripted");
    struct area_setup setup = make_setup(&conductor, "honest");
    setup.script_start_ns = 5000000000;
    setup.origin_ns = 4000000000;
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(measurer_process_is_alive(process));
    CHECK_INT(measurer_process_ask(process, &(struct area_request){.kind = AREA_CALIBRATE},
                                   PATIENCE_S, interrupt, &reply, &fault),
              0);
    const struct area *area = measurer_process_area(process);
    CHECK_NEAR(area->calibration.unit_s, 1e-6, 0);
    CHECK_INT(reply.now_ns, 5000000000);
    CHECK_INT(reply.elapsed_ns, 0);

    CHECK_INT(measure(process, PATIENCE_S, interrupt, &reply, &fault), 0);
    CHECK_INT(area->taken, 3);
    CHECK_NEAR(area->steps[0].sample.start_s, 1, 0); /* after the origin */
    CHECK_NEAR(area->steps[1].sample.time_s, 400e-6, 1e-15);
    CHECK(reply.elapsed_ns >= 2 * 400000);
    CHECK_INT(reply.now_ns, 5000000000 + reply.elapsed_ns);
    measurer_process_stop(process);
    conductor_close(&conductor);
}

static void test_real_engine(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process;
    struct area_reply reply;
    struct fault fault;
    conductor_open(&conductor, "threads");
    const struct area_setup setup = make_setup(&conductor, "honest");
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    CHECK_INT(measure(process, PATIENCE_S, interrupt, &reply, &fault), 0);
    const struct sample *sample = &measurer_process_area(process)->steps[0].sample;
    CHECK_INT(sample->digest, 400 * 399 / 2);
    CHECK(sample->time_s > 0 && sample->validity != SAMPLE_BROKEN);
    CHECK_INT(area_spans(measurer_process_area(process))[1].sample, 2);
    measurer_process_stop(process);
    measurer_process_stop(NULL);
    CHECK(!measurer_process_is_alive(NULL));
    conductor_close(&conductor);
}

/* The threads of this process's only child that are on a core or want one. */
static unsigned child_threads_running(void) {
    char path[64], text[64] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *children = fopen(path, "r");
    CHECK(children != NULL && fgets(text, sizeof text, children) != NULL);
    if (children != NULL)
        fclose(children);
    snprintf(path, sizeof path, "/proc/%ld/task", strtol(text, NULL, 10));
    DIR *tasks = opendir(path);
    unsigned running = 0;
    for (struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;) {
        char stat_path[400], line[400] = "";
        snprintf(stat_path, sizeof stat_path, "%s/%s/stat", path, task->d_name);
        FILE *file = task->d_name[0] == '.' ? NULL : fopen(stat_path, "r");
        if (file == NULL)
            continue;
        const char *name_end = fgets(line, sizeof line, file) == NULL ? NULL : strrchr(line, ')');
        running += name_end != NULL && name_end[2] == 'R';
        fclose(file);
    }
    if (tasks != NULL)
        closedir(tasks);
    return running;
}

/* Whether they come to rest, within 2 s. */
static bool child_rests(void) {
    for (int turn = 0; turn < 200; turn++) {
        if (child_threads_running() == 0)
            return true;
        usleep(10000);
    }
    return false;
}

/* Between two requests nobody spins: another workload may be measured on the same cores. */
static void test_rests_between_requests(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process;
    struct area_reply reply;
    struct fault fault;
    conductor_open(&conductor, "threads");
    struct area_setup setup = make_setup(&conductor, "honest");
    setup.workers = 3;
    setup.oversubscribed_from = 1; /* so that it runs on one PU too */
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    CHECK(child_rests());
    CHECK_INT(measurer_process_ask(process, &(struct area_request){.kind = AREA_CALIBRATE},
                                   PATIENCE_S, interrupt, &reply, &fault),
              0);
    CHECK(child_rests());
    CHECK_INT(measure(process, PATIENCE_S, interrupt, &reply, &fault), 0);
    CHECK(child_rests());
    measurer_process_stop(process);
    conductor_close(&conductor);
}

/* What a workload prints must not mix with the tables on stdout. */
static void test_prints(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process;
    struct fault fault;
    conductor_open(&conductor, "threads");
    const struct area_setup setup = make_setup(&conductor, "prints");
    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    FILE *file = tmpfile();
    CHECK(kept >= 0 && file != NULL && dup2(fileno(file), STDOUT_FILENO) == STDOUT_FILENO);
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    measurer_process_stop(process);
    CHECK_INT(dup2(kept, STDOUT_FILENO), STDOUT_FILENO);
    close(kept);
    CHECK_INT(lseek(fileno(file), 0, SEEK_END), 0);
    fclose(file);
    conductor_close(&conductor);
}

static void refused(const struct area_setup *setup, struct interrupt *interrupt,
                    enum fault_code code, const char *says) {
    struct measurer_process *process;
    struct fault fault;
    CHECK_INT(start(setup, interrupt, &process, &fault), -(int)code);
    CHECK_INT(fault.code, code);
    CHECK_HOLDS(fault.text, says);
    CHECK(process == NULL);
    CHECK_INT(waitpid(-1, NULL, WNOHANG), -1); /* it is gone */
}

static void test_set_up_wrongly(struct interrupt *interrupt) {
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    struct area_setup setup = make_setup(&conductor, "nobody");
    refused(&setup, interrupt, FAULT_USAGE, "there is no workload 'nobody'");
    setup = make_setup(&conductor, "honest");
    snprintf(setup.series.place, sizeof setup.series.place, "sprayed");
    refused(&setup, interrupt, FAULT_USAGE, "sprayed");
    setup = make_setup(&conductor, "honest");
    snprintf(setup.series.engine, sizeof setup.series.engine, "steam");
    refused(&setup, interrupt, FAULT_USAGE, "steam");
    setup = make_setup(&conductor, "honest");
    snprintf(setup.script_path, sizeof setup.script_path, "nowhere.json");
    refused(&setup, interrupt, FAULT_INPUT, "nowhere.json");
    setup = make_setup(&conductor, "refuses");
    snprintf(setup.series.engine, sizeof setup.series.engine, "threads");
    setup.synthetic[0] = '\0';
    refused(&setup, interrupt, FAULT_WORKLOAD, "the punched cards are damp");
    snprintf(setup.synthetic, sizeof setup.synthetic, "core:4 pu:1");
    refused(&setup, interrupt, FAULT_UNMEASURABLE, "not the machine that this runs on");
    conductor_close(&conductor);
}

/* A batch ends with its first broken sample: what follows might be spoilt. */
static void test_ends_when_broken(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process;
    struct area_reply reply;
    struct fault fault;
    conductor_open(&conductor, "threads");
    const struct area_setup setup = make_setup(&conductor, "lies");
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    CHECK_INT(measure(process, PATIENCE_S, interrupt, &reply, &fault), 0);
    const struct area *area = measurer_process_area(process);
    CHECK_INT(area->taken, 2); /* of two steps, one */
    CHECK_INT(area->steps[0].sample.validity, SAMPLE_BROKEN);
    CHECK_HOLDS(area->steps[0].sample.cause, "wrong result");
    CHECK(area->steps[0].sample.time_s > 0);
    CHECK_NEAR(area->steps[1].sample.time_s, 0, 0);
    measurer_process_stop(process);
    conductor_close(&conductor);
}

/* It dies at the first step: what killed it is told, and that the step was begun. */
static void dies(const char *workload, struct interrupt *interrupt, const char *says) {
    struct conductor conductor;
    struct measurer_process *process;
    struct area_reply reply;
    struct fault fault;
    conductor_open(&conductor, "threads");
    const struct area_setup setup = make_setup(&conductor, workload);
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    CHECK_INT(measure(process, PATIENCE_S, interrupt, &reply, &fault), -FAULT_WORKLOAD);
    CHECK_STRING(fault.text, says);
    CHECK_INT(measurer_process_area(process)->taken, 1);
    CHECK(!measurer_process_is_alive(process));
    measurer_process_stop(process);
    conductor_close(&conductor);
}

/* In its set-up and in its teardown. */
static void test_dies_elsewhere(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process;
    struct fault fault;
    conductor_open(&conductor, "threads");
    struct area_setup setup = make_setup(&conductor, "aborts-opening");
    CHECK_INT(start(&setup, interrupt, &process, &fault), -FAULT_WORKLOAD);
    CHECK_STRING(fault.text, "crashed in its set-up: SIGABRT");

    setup = make_setup(&conductor, "aborts-closing");
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    CHECK_INT(measurer_process_end(process, &fault), -FAULT_WORKLOAD);
    CHECK_STRING(fault.text, "crashed in its teardown: SIGABRT");
    CHECK(!measurer_process_is_alive(process));
    CHECK_INT(measurer_process_end(process, NULL), 0); /* once */
    measurer_process_stop(process);

    setup = make_setup(&conductor, "honest");
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    CHECK_INT(measurer_process_end(process, &fault), 0);
    CHECK_INT(measurer_process_end(NULL, &fault), 0);
    measurer_process_stop(process);
    conductor_close(&conductor);
}

/* Killed at its time limit, and not before. */
static void test_hangs(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process;
    struct area_reply reply;
    struct fault fault;
    conductor_open(&conductor, "threads");
    const struct area_setup setup = make_setup(&conductor, "hangs");
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    double begin_s = conductor_now_s();
    CHECK_INT(measure(process, 0.3, interrupt, &reply, &fault), -FAULT_TIME_LIMIT);
    double lasted_s = conductor_now_s() - begin_s;
    CHECK_STRING(fault.text, "gave no answer within 0.3 s");
    CHECK(lasted_s >= 0.3 && lasted_s < PATIENCE_S / 2);
    CHECK(!measurer_process_is_alive(process));
    measurer_process_stop(process);
    conductor_close(&conductor);
}

/* One that does not end when it is told to is killed. */
static void test_clings(struct interrupt *interrupt) {
    struct conductor conductor;
    struct measurer_process *process;
    struct fault fault;
    conductor_open(&conductor, "threads");
    const struct area_setup setup = make_setup(&conductor, "clings");
    CHECK_INT(start(&setup, interrupt, &process, &fault), 0);
    double begin_s = conductor_now_s();
    CHECK_INT(measurer_process_end(process, &fault), -FAULT_TIME_LIMIT);
    CHECK_STRING(fault.text, "did not end within 5 s in its teardown");
    measurer_process_stop(process);
    CHECK(conductor_now_s() - begin_s < PATIENCE_S / 2);
    CHECK_INT(waitpid(-1, NULL, WNOHANG), -1);
    conductor_close(&conductor);
}

/* The first signal lets it answer, a second one ends it. */
static void test_signals(void) {
    struct conductor conductor;
    struct measurer_process *process;
    struct area_reply reply;
    struct fault fault;
    struct interrupt interrupt;
    sigset_t before, after;
    sigemptyset(&before);
    sigprocmask(SIG_SETMASK, &before, NULL);
    CHECK_INT(interrupt_open(&interrupt, &fault), 0);
    conductor_open(&conductor, "threads");
    struct area_setup setup = make_setup(&conductor, "honest");
    CHECK_INT(start(&setup, &interrupt, &process, &fault), 0);
    kill(getpid(), SIGTERM);
    CHECK_INT(measure(process, PATIENCE_S, &interrupt, &reply, &fault), 0);
    interrupt_read(&interrupt);
    CHECK_INT(interrupt.signal, SIGTERM);
    CHECK_INT(interrupt.count, 1);
    measurer_process_stop(process);

    setup = make_setup(&conductor, "hangs");
    CHECK_INT(start(&setup, &interrupt, &process, &fault), 0);
    kill(getpid(), SIGINT);
    CHECK_INT(measure(process, PATIENCE_S, &interrupt, &reply, &fault), -FAULT_SYSTEM);
    CHECK_STRING(fault.text, "interrupted");
    CHECK_INT(interrupt.signal, SIGTERM); /* the first one */
    CHECK_INT(interrupt.count, 2);
    CHECK(!measurer_process_is_alive(process));
    measurer_process_stop(process);
    kill(getpid(), SIGINT); /* one more must not end us when the mask falls */
    interrupt_close(&interrupt);
    interrupt_close(&interrupt);
    sigprocmask(SIG_SETMASK, NULL, &after);
    CHECK_INT(sigismember(&after, SIGTERM), 0);
    CHECK_INT(sigismember(&after, SIGINT), 0);
    conductor_close(&conductor);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    struct interrupt interrupt;
    CHECK_INT(interrupt_open(&interrupt, NULL), 0);
    test_answers(&interrupt);
    test_real_engine(&interrupt);
    test_rests_between_requests(&interrupt);
    test_prints(&interrupt);
    test_set_up_wrongly(&interrupt);
    test_ends_when_broken(&interrupt);
    dies("aborts", &interrupt, "crashed: SIGABRT");
    dies("terminates", &interrupt, "crashed: SIGTERM"); /* which only the conductor waits for */
    dies("exits", &interrupt, "ended the measuring process, with status 3");
    dies("exits-well", &interrupt, "ended the measuring process, with status 0");
    dies("closes", &interrupt, "closed the files of the measuring process");
    test_dies_elsewhere(&interrupt);
    test_hangs(&interrupt);
    test_clings(&interrupt);
    interrupt_close(&interrupt);
    test_signals();
    return check_done();
}
