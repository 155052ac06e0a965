/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The engine `threads` on the real cores: who runs, in which order, and who sleeps. Asserts order
 * and counts, no times. Runs with one PU too, by sharing it. */
#include "check.h"
#include "place/place.h"
#include "team/team.h"

#include <dirent.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { WORKERS = 5 };

struct tally {
    _Atomic unsigned serial, calls[WORKERS], finished, calls_before_finish;
    _Atomic int pu[WORKERS];
};

static void count_serial(void *context) {
    atomic_fetch_add(&((struct tally *)context)->serial, 1);
}

static void count_share(void *context, unsigned worker) {
    struct tally *tally = context;
    atomic_fetch_add(&tally->calls[worker], 1);
    atomic_store(&tally->pu[worker], place_where_self());
}

static void count_finish(void *context) {
    struct tally *tally = context;
    for (unsigned i = 0; i < WORKERS; i++)
        tally->calls_before_finish += tally->calls[i];
    usleep(100); /* later than t2 by more than the clock's step */
    atomic_fetch_add(&tally->finished, 1);
}

/* How many threads of this process are asleep, in state S. */
static unsigned sleeping_threads(void) {
    DIR *tasks = opendir("/proc/self/task");
    unsigned asleep = 0;
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        char path[300], text[256], state = '?';
        snprintf(path, sizeof path, "/proc/self/task/%s/stat", task->d_name);
        FILE *file = fopen(path, "r");
        if (file == NULL)
            continue;
        if (fgets(text, sizeof text, file) != NULL && strrchr(text, ')') != NULL)
            state = strrchr(text, ')')[2];
        fclose(file);
        asleep += state == 'S';
    }
    closedir(tasks);
    return asleep;
}

/* A worker that has been told to sleep may still be on its way there: up to 2 s. */
static unsigned sleeping_threads_soon(unsigned wanted) {
    unsigned asleep = 0;
    for (int turn = 0; turn < 200 && (asleep = sleeping_threads()) != wanted; turn++)
        usleep(10000);
    return asleep;
}

static void check_clocks(const struct team_times *times, const struct team_span *spans,
                         unsigned n) {
    CHECK(times->t0_ns <= times->t1_ns);
    for (unsigned i = 0; i < n; i++) {
        CHECK(times->t1_ns <= spans[i].begin_ns);
        CHECK(spans[i].begin_ns <= spans[i].end_ns);
        CHECK(spans[i].end_ns <= times->t2_ns);
    }
}

static void test_every_worker_once(struct team *team, const struct place *place) {
    static const unsigned musters[] = {1, 2, 5, 3, 1, 4, 5, 5, 2, 1};
    struct team_times times;
    struct team_span spans[WORKERS];
    for (unsigned turn = 0; turn < 10 * 40; turn++) {
        unsigned n = musters[turn % 10];
        struct tally tally = {0};
        bool finishes = turn / 10 % 2 == 0;
        struct team_job job = {.serial = count_serial,
                               .share = count_share,
                               .finish = finishes ? count_finish : NULL,
                               .context = &tally};
        team_muster(team, n);
        team_each(team, count_share, &tally);
        team_run(team, &job, &times, spans);
        CHECK_INT(tally.serial, 1);
        CHECK_INT(tally.finished, finishes);
        CHECK_INT(tally.calls_before_finish, finishes ? 2 * n : 0); /* with those of team_each */
        CHECK(finishes ? times.t2_ns + 100000 <= times.t3_ns : times.t2_ns == times.t3_ns);
        for (unsigned i = 0; i < WORKERS; i++)
            CHECK_INT(tally.calls[i], i < n ? 2 : 0);
        for (unsigned i = 0; i < n; i++) {
            CHECK_INT(tally.pu[i], place_slot(place, i % place_pu_count(place)).pu);
            CHECK_INT(spans[i].pu_seen, tally.pu[i]);
        }
        check_clocks(&times, spans, n);
    }
}

/* `others` sleep that are no workers: a sanitizer's own. */
static void test_unused_workers_sleep(struct team *team, unsigned others) {
    team_muster(team, 2);
    CHECK_INT(sleeping_threads_soon(others + WORKERS - 2), others + WORKERS - 2);
    team_muster(team, 1);
    CHECK_INT(sleeping_threads_soon(others + WORKERS - 1), others + WORKERS - 1);
}

static void test_idle_spin(const struct place *place, unsigned others) {
    struct team_spec spec = {.engine = "threads",
                             .place = place,
                             .workers = WORKERS,
                             .idle = TEAM_IDLE_SPIN,
                             .yields = true};
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    struct tally tally = {0};
    struct team_job job = {.share = count_share, .context = &tally};
    struct team_times times;
    struct team_span spans[WORKERS];
    for (int turn = 0; turn < 20; turn++) {
        team_muster(team, 2);
        team_run(team, &job, &times, spans);
    }
    CHECK_INT(tally.calls[0], 20);
    CHECK_INT(tally.calls[1], 20);
    CHECK_INT(tally.calls[2], 0);
    CHECK_INT(sleeping_threads(), others);
    team_free(team);
}

static void test_unknown_engine(const struct place *place) {
    struct team_spec spec = {.engine = "steam", .place = place, .workers = 1};
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(team_create(&spec, &team, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "steam");
    CHECK(team == NULL);
}

int main(void) {
    struct place *place = NULL;
    struct team *team = NULL;
    struct fault fault = {0};
    CHECK_INT(place_load(&(struct place_spec){.policy = PLACE_SPREAD}, &place, &fault), 0);
    /* More workers than PUs on most machines that run tests: they give way while they wait. */
    struct team_spec spec = {
        .engine = "threads", .place = place, .workers = WORKERS, .yields = true};
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    CHECK_STRING(fault.text, "");
    team_free(team);
    unsigned others = sleeping_threads(); /* a sanitizer starts its own with the first thread */
    CHECK_INT(team_create(&spec, &team, &fault), 0);
    test_every_worker_once(team, place);
    test_unused_workers_sleep(team, others);
    team_free(team);
    test_idle_spin(place, others);
    test_unknown_engine(place);
    place_free(place);
    return check_done();
}
