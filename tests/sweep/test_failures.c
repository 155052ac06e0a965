/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A workload that goes wrong costs its own round and no other's: what was measured is kept, the
 * point is named, and after three rounds in a row it is given up. On the real engine, one core. */
#include "conductor.h"

#include <dirent.h>

/* The faulty one fails in each sample of p = 0.5; p = 0 and 1 are anchors beside it. */
static void open_beside_honest(struct conductor *conductor, const char *const *names,
                               size_t count) {
    conductor_open(conductor, "threads");
    conductor_measure(conductor, "threads", names, count);
    conductor->spec.fractions = (struct plan_fractions){.count = 1, .value = {0.5}};
    conductor->spec.min_time_s = 5e-4;
}

static void check_honest(const struct sweep_result *result, size_t rounds) {
    CHECK_INT(conductor_count(result, "honest", SAMPLE_VALID), 3 * rounds);
    CHECK_INT(conductor_count(result, "honest", SAMPLE_BROKEN), 0);
}

static const struct sample *broken_of_round(const struct sweep_result *result, uint32_t round,
                                            const char *workload) {
    for (size_t i = 0; i < result->sample_count; i++) {
        const struct sample *sample = &result->samples[i];
        if (sample->round == round && sample->validity == SAMPLE_BROKEN &&
            strcmp(sample->series.workload, workload) == 0)
            return sample;
    }
    return NULL;
}

/* Every third sample of p = 0.5 that a process takes ends it: rounds 2, 5 and 8. The rows before it
 * in those rounds are whole, its own row says what happened, those after it are not there. */
static void test_crash_is_salvaged(void) {
    static const char *const names[] = {"aborts-third", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 60;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(conductor.status, 0); /* what a workload does wrong is no fault of the sweep */
    CHECK_INT(result->rounds, 60);
    check_honest(result, 60);
    const struct lane_report *lane = &result->lanes[0];
    /* Six epochs of ten rounds: in each, the third, sixth and ninth round is lost. */
    CHECK_INT(lane->failures, 18);
    CHECK(!lane->abandoned);
    CHECK_INT(lane->epochs, 6 + 18);
    CHECK_INT(result->lanes[1].epochs, 6);
    CHECK_INT(result->epochs, 6);
    CHECK_HOLDS(lane->fault.text, "'aborts-third' at p = 0.5, n = 1 (round 2): crashed: SIGABRT");
    CHECK_INT(conductor_count(result, "aborts-third", SAMPLE_BROKEN), 18);
    for (uint32_t round = 0; round < 60; round++) {
        const struct sample *broken = broken_of_round(result, round, "aborts-third");
        CHECK((broken != NULL) == (round % 10 % 3 == 2));
        if (broken == NULL)
            continue;
        CHECK_STRING(broken->cause, "crashed: SIGABRT");
        CHECK_NEAR(broken->p, 0.5, 0);
        CHECK(isnan(broken->time_s) && isnan(broken->start_s) && !broken->has_digest);
        for (uint32_t position = 0; position < broken->position; position++) {
            CHECK_INT(broken[-1 - (int)position].validity == SAMPLE_BROKEN, false);
            CHECK_INT(broken[-1 - (int)position].round, round);
        }
        CHECK(broken + 1 == result->samples + result->sample_count || broken[1].position == 0);
    }
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

static void check_abandoned(const struct conductor *conductor, const char *says) {
    const struct lane_report *lane = &conductor->result.lanes[0];
    CHECK_INT(conductor->status, 0);
    CHECK_INT(lane->failures, LANE_FAILURES_MAX);
    CHECK(lane->abandoned);
    CHECK_HOLDS(lane->fault.text, says);
}

static void test_crash_every_round(void) {
    static const char *const names[] = {"aborts", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 12;
    conductor_run(&conductor);
    check_abandoned(&conductor, "'aborts' at p = 0.5, n = 1 (round 0): crashed: SIGABRT");
    CHECK_INT(conductor_count(&conductor.result, "aborts", SAMPLE_BROKEN), 3);
    CHECK_INT(conductor.result.rounds, 12);
    check_honest(&conductor.result, 12);
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* Alone, there is nothing left to measure: by rounds or by budget, the sweep ends. */
static void test_crash_alone(void) {
    static const char *const names[] = {"exits"};
    for (int turn = 0; turn < 2; turn++) {
        struct conductor conductor;
        open_beside_honest(&conductor, names, 1);
        conductor.spec.rounds = turn == 0 ? 100 : 0;
        conductor_run(&conductor);
        check_abandoned(&conductor, "ended the measuring process, with status 3");
        CHECK_INT(conductor.result.rounds, 3);
        conductor_close(&conductor);
    }
}

/* For the set-up and calibration too, which a busy machine must be able to finish in it. */
static const double TIME_LIMIT_S = 2;

static void test_hang(void) {
    static const char *const names[] = {"hangs", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 1;
    conductor.spec.time_limit_s = TIME_LIMIT_S;
    double begin_s = conductor_now_s();
    conductor_run(&conductor);
    double lasted_s = conductor_now_s() - begin_s;
    const struct lane_report *lane = &conductor.result.lanes[0];
    CHECK(lasted_s >= TIME_LIMIT_S && lasted_s < 30);
    CHECK_INT(lane->failures, 1);
    CHECK(!lane->abandoned);
    CHECK_INT(lane->fault.code, FAULT_WORKLOAD);
    CHECK_HOLDS(lane->fault.text, "'hangs' at p = 0.5, n = 1 (round 0): gave no answer within 2 s");
    CHECK_STRING(broken_of_round(&conductor.result, 0, "hangs")->cause,
                 "gave no answer within 2 s");
    check_honest(&conductor.result, 1);
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* Hangs add up, however many good rounds lie between: their time is on no budget. Rounds 2, 5 and 8
 * of the first epoch hang. */
static void test_hangs_now_and_then(void) {
    static const char *const names[] = {"hangs-third", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 60;
    conductor.spec.time_limit_s = TIME_LIMIT_S;
    conductor_run(&conductor);
    check_abandoned(&conductor, "(round 2): gave no answer within 2 s");
    CHECK(broken_of_round(&conductor.result, 8, "hangs-third") != NULL);
    check_honest(&conductor.result, 60);
    conductor_close(&conductor);
}

/* Its row keeps its figures; its process is not used again, and the rest of the round is lost. */
static void test_wrong_result(void) {
    static const char *const names[] = {"lies-third", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 60;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    const struct lane_report *lane = &result->lanes[0];
    CHECK_INT(conductor.status, 0);
    CHECK_INT(lane->failures, 18);
    CHECK(!lane->abandoned);
    CHECK_INT(lane->epochs, 6 + 18);
    CHECK_HOLDS(lane->fault.text, "'lies-third' at p = 0.5, n = 1 (round 2): wrong result");
    CHECK_INT(conductor_count(result, "lies-third", SAMPLE_BROKEN), 18);
    for (uint32_t round = 2; round < 60; round += round % 10 == 8 ? 4 : 3) {
        const struct sample *broken = broken_of_round(result, round, "lies-third");
        CHECK(broken != NULL && broken->time_s > 0);
        CHECK(broken + 1 == result->samples + result->sample_count || broken[1].position == 0);
    }
    check_honest(result, 60);
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* Ends in the first round, at p = 0.5, with `cause`; the other workload does not notice. */
static void test_broken(const char *workload, const char *cause) {
    const char *const names[] = {workload, "honest"};
    struct conductor conductor;
    char says[160];
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 6;
    conductor_run(&conductor);
    snprintf(says, sizeof says, "'%s' at p = 0.5, n = 1 (round 0): %s", workload, cause);
    check_abandoned(&conductor, says);
    CHECK_INT(conductor_count(&conductor.result, workload, SAMPLE_BROKEN), LANE_FAILURES_MAX);
    for (uint32_t round = 0; round < LANE_FAILURES_MAX; round++) {
        const struct sample *broken = broken_of_round(&conductor.result, round, workload);
        CHECK(broken != NULL);
        if (broken != NULL)
            CHECK_STRING(broken->cause, cause);
    }
    check_honest(&conductor.result, 6);
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* Processes named "stray-<this one's number>" that are not dead. */
static unsigned count_strays(void) {
    DIR *processes = opendir("/proc");
    unsigned count = 0;
    char name[32];
    snprintf(name, sizeof name, "(stray-%d) ", (int)getpid());
    for (struct dirent *entry; processes != NULL && (entry = readdir(processes)) != NULL;) {
        char path[300], line[128] = "";
        snprintf(path, sizeof path, "/proc/%s/stat", entry->d_name);
        FILE *file = strspn(entry->d_name, "0123456789") == 0 ? NULL : fopen(path, "r");
        const char *at =
            file == NULL || fgets(line, sizeof line, file) == NULL ? NULL : strstr(line, name);
        count += at != NULL && at[strlen(name)] != 'Z' && at[strlen(name)] != 'X';
        if (file != NULL)
            fclose(file);
    }
    if (processes != NULL)
        closedir(processes);
    return count;
}

/* One with helpers, which ends them and leaves another: in its samples nobody can tell which is
 * which, when it has closed everybody can. */
static void test_leaves(const char *name, uint64_t failures) {
    const char *const names[] = {name, "honest"};
    char says[80];
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 6;
    conductor_run(&conductor);
    const struct lane_report *lane = &conductor.result.lanes[0];
    snprintf(says, sizeof says, "'%s': left a process of its own behind", name);
    CHECK_INT(lane->failures, failures);
    CHECK_STRING(lane->fault.text, says);
    CHECK(!lane->abandoned);
    CHECK_INT(conductor_count(&conductor.result, name, SAMPLE_BROKEN), 0);
    check_honest(&conductor.result, 6);
    conductor_close(&conductor);
}

/* What it started in a session of its own has gone, too. */
static void test_daemons(void) {
    test_leaves("leaves-closing", 6); /* one an epoch */
    test_leaves("leaks", 6);
    test_broken("daemon", "left a process of its own");
    test_broken("daemon-aborts", "crashed: SIGABRT");
    for (int turn = 0; turn < 100 && count_strays() > 0; turn++)
        usleep(10000); /* a killed one takes a moment */
    CHECK_INT(count_strays(), 0);
}

/* The conductor takes its own word for which sample it is: all samples are there once, and none of
 * another workload's is replaced. */
static void test_poses(void) {
    static const char *const names[] = {"poses", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 6;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    CHECK_INT(result->lanes[0].failures, 0);
    CHECK_INT(conductor_count(result, "poses", SAMPLE_VALID), 3 * 6);
    for (size_t i = 0; i < result->sample_count; i++) {
        CHECK_INT(result->samples[i].id, i + 1);
        CHECK_INT(result->samples[i].n, 1);
        CHECK(result->samples[i].round < 6 && result->samples[i].epoch < 6);
        CHECK(result->samples[i].p != 0.123);
    }
    check_honest(result, 6);
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* What a measurer says of a sample that it had measured and that cannot be: that row is broken. */
static void test_raves(void) {
    static const char *const names[] = {"raves", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 6;
    conductor_run(&conductor);
    const struct sweep_result *result = &conductor.result;
    const struct lane_report *lane = &result->lanes[0];
    uint64_t rounds_broken = 0;
    /* Where its p = 0.5 comes first, its own answer is written over what it forged. */
    for (uint32_t round = 0; round < 6; round++) {
        const struct sample *broken = broken_of_round(result, round, "raves");
        if (broken == NULL)
            continue;
        rounds_broken++; /* be it a sentinel that comes first */
        CHECK_STRING(broken->cause, "nonsense in the records of the measuring process");
        CHECK_INT(broken->position, 0);
        CHECK(isnan(broken->time_s));
    }
    CHECK_INT(rounds_broken, lane->failures);
    CHECK(lane->failures > 0); /* by the seed */
    CHECK_HOLDS(lane->fault.text, "nonsense in the records");
    check_honest(result, 6);
    conductor_check_files(&conductor);
    conductor_close(&conductor);
}

/* Its rows are whole: it is told, and costs nothing but itself. */
static void test_teardown(void) {
    static const char *const names[] = {"aborts-closing", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 6;
    conductor_run(&conductor);
    const struct lane_report *lane = &conductor.result.lanes[0];
    CHECK_INT(lane->failures, 6); /* one an epoch */
    CHECK(!lane->abandoned);
    CHECK_STRING(lane->fault.text, "'aborts-closing': crashed in its teardown: SIGABRT");
    CHECK_INT(conductor_count(&conductor.result, "aborts-closing", SAMPLE_VALID), 3 * 6);
    CHECK_INT(conductor_count(&conductor.result, "aborts-closing", SAMPLE_BROKEN), 0);
    check_honest(&conductor.result, 6);
    conductor_close(&conductor);
}

static void test_cannot_be_set_up(void) {
    static const char *const names[] = {"refuses", "honest"};
    struct conductor conductor;
    open_beside_honest(&conductor, names, 2);
    conductor.spec.rounds = 2;
    conductor_run(&conductor);
    const struct lane_report *lane = &conductor.result.lanes[0];
    CHECK_INT(conductor.status, 0);
    CHECK(lane->abandoned);
    CHECK_INT(lane->failures, 1);
    CHECK_STRING(lane->fault.text, "'refuses' cannot start: the punched cards are damp");
    CHECK_INT(conductor_count(&conductor.result, "refuses", SAMPLE_VALID), 0);
    check_honest(&conductor.result, 2);
    conductor_close(&conductor);
}

/* A fraction that the units are too coarse for is refused with its figure, before any round. */
static void test_cannot_be_planned(void) {
    struct conductor conductor;
    conductor_open(&conductor, "scripted");
    conductor.spec.fractions = (struct plan_fractions){.count = 1, .value = {0.9999999}};
    conductor.spec.rounds = 2;
    conductor_run(&conductor);
    const struct lane_report *lane = &conductor.result.lanes[0];
    CHECK(lane->abandoned);
    CHECK_HOLDS(lane->fault.text, "'honest': p = 0.9999999 cannot be made");
    CHECK_INT(conductor.result.sample_count, 0);
    conductor_close(&conductor);
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    test_crash_is_salvaged();
    test_crash_every_round();
    test_crash_alone();
    test_hang();
    test_hangs_now_and_then();
    test_wrong_result();
    test_broken("exits-well", "ended the measuring process, with status 0");
    test_broken("closes", "closed the files of the measuring process");
    test_daemons();
    test_poses();
    test_raves();
    test_teardown();
    test_cannot_be_set_up();
    test_cannot_be_planned();
    return check_done();
}
