/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A crew as the share of a team's phase: its workers are the team's, at every muster, and it makes
 * no thread of its own. */
#include "check.h"
#include "place/place.h"
#include "tasks/crew.h"
#include "team/sanitizer.h"
#include "team/team.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { WORKERS = 3, TASKS = 300 };

struct subject {
    struct crew *crew;
    struct workload_channel *channel;
    _Atomic uint64_t sum;
    atomic_int strangers;
    pthread_t threads[WORKERS];
};

static unsigned count_threads(void) {
    DIR *threads = opendir("/proc/self/task");
    unsigned count = 0;
    for (struct dirent *entry; (entry = readdir(threads)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(threads);
    return count;
}

static void work(void *context, unsigned worker) {
    struct subject *subject = context;
    subject->threads[worker] = pthread_self();
    crew_work(subject->crew, worker);
}

static void send_one(struct workload_task *self, void *argument) {
    struct subject *subject = argument;
    uint64_t one = 1;
    workload_send(self, subject->channel, &one);
    if (!pthread_equal(pthread_self(), subject->threads[workload_worker(self)]))
        atomic_fetch_add(&subject->strangers, 1);
}

static void gather(struct workload_task *self, void *argument) {
    struct subject *subject = argument;
    for (int i = 0; i < TASKS; i++)
        workload_spawn(self, NULL, send_one, subject);
    for (int i = 0; i < TASKS; i++) {
        uint64_t item = 0;
        workload_receive(self, subject->channel, &item);
        atomic_fetch_add(&subject->sum, item);
    }
}

static void check_run(struct team *team, struct subject *subject, unsigned n) {
    struct team_times times;
    struct team_span spans[WORKERS];
    struct team_job job = {.share = work, .context = subject};
    atomic_store(&subject->sum, 0);
    team_muster(team, n);
    crew_begin(subject->crew, n, gather, subject);
    team_run(team, &job, &times, spans);
    CHECK_INT(crew_end(subject->crew, NULL), 0);
    CHECK_INT(subject->sum, TASKS);
    CHECK_INT(subject->strangers, 0);
    for (unsigned i = 0; i < n; i++)
        CHECK(spans[i].begin_ns <= spans[i].end_ns && spans[i].end_ns <= times.t2_ns);
}

int main(void) {
    static const unsigned musters[] = {1, 3, 2, 3, 1};
    struct subject subject = {.channel = workload_channel_make(
                                  &crew_tasks, &(struct workload_channel_spec){.item_bytes = 8})};
    struct place *place = NULL;
    struct team *team = NULL;
    struct fault fault = {0};
    struct place_spec where = {.policy = PLACE_SPREAD};
    struct crew_spec crew = {.workers = WORKERS, .tasks = TASKS + 1, .yields = true};
    if (place_load(&where, &place, &fault) != 0 ||
        team_create(
            &(struct team_spec){
                .engine = "threads", .place = place, .workers = WORKERS, .yields = true},
            &team, &fault) != 0 ||
        crew_create(&crew, &subject.crew, &fault) != 0) {
        fprintf(stderr, "%s\n", fault.text);
        return 1;
    }
    unsigned threads = count_threads();
    for (size_t i = 0; i < sizeof musters / sizeof *musters; i++)
        check_run(team, &subject, musters[i]);
    CHECK_INT(count_threads(), threads);
    if (!sanitizer_is_of_threads())
        CHECK_INT(threads, WORKERS);
    crew_free(subject.crew);
    team_free(team);
    place_free(place);
    workload_channel_free(&crew_tasks, subject.channel);
    return check_done();
}
