/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What tasks cost, on one worker and on two, a sender and a receiver:
 *   meeting          an item over a channel that both meet at
 *   room-for-64      over one with room for 64; both on the worker that woke them, as a rule
 *   round-trip-half  an item there or back between two tasks
 *   crossing         an item from one worker to the other: two tasks that never park, and so stay
 *                    where they are, try until they can, with room for 64
 *   spawn            a task from its spawn to its end, in batches of 1000
 * beside a pthread's create and join; tasks_cost.go does the same with goroutines. Medians of RUNS.
 * On two workers also what the spawns came to between them: how many tasks of each 1000 were
 * stolen, in how many steals, and how often a sleeper was woken. And the memory that 10 000 parked
 * tasks take, each, and the threads of the process meanwhile. */
#include "bench.h"
#include "tasks/crew.h"
#include "team/clock.h"

#include <pthread.h>
#include <stdatomic.h>

enum { RUNS = 5, ITEMS = 200000, TASKS = 200000, BATCH = 1000, THREADS = 200, PARKED = 10000 };

/* One run of a kind: its tasks and the time they took. */
struct rally {
    struct workload_channel *there, *back;
    struct workload_group *group;
    size_t capacity;
    atomic_bool is_here;
    double ns;
};

static void send_items(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    for (uint64_t i = 0; i < ITEMS; i++)
        workload_send(self, rally->there, &i);
    workload_close(self, rally->there);
}

static void receive_items(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    uint64_t item;
    while (workload_receive(self, rally->there, &item))
        ;
}

static void rally_open(const struct workload_tasks *tasks, struct rally *rally) {
    const struct workload_channel_spec spec = {.capacity = rally->capacity, .item_bytes = 8};
    rally->there = workload_channel_make(tasks, &spec);
    rally->back = workload_channel_make(tasks, &spec);
    rally->group = workload_group_make(tasks, "bench");
    if (rally->there == NULL || rally->back == NULL || rally->group == NULL)
        exit(1);
}

static void rally_close(const struct workload_tasks *tasks, struct rally *rally) {
    workload_channel_free(tasks, rally->there);
    workload_channel_free(tasks, rally->back);
    workload_group_free(tasks, rally->group);
}

static void run_one_way(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    rally_open(self->tasks, rally);
    int64_t begin_ns = clock_now_ns();
    workload_spawn(self, rally->group, send_items, rally);
    workload_spawn(self, rally->group, receive_items, rally);
    workload_join(self, rally->group);
    rally->ns = (double)(clock_now_ns() - begin_ns) / ITEMS;
    rally_close(self->tasks, rally);
}

static void return_items(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    uint64_t item;
    while (workload_receive(self, rally->there, &item))
        workload_send(self, rally->back, &item);
}

static void run_round_trips(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    rally_open(self->tasks, rally);
    workload_spawn(self, rally->group, return_items, rally);
    int64_t begin_ns = clock_now_ns();
    for (uint64_t i = 0, item; i < ITEMS; i++) {
        workload_send(self, rally->there, &i);
        workload_receive(self, rally->back, &item);
    }
    rally->ns = (double)(clock_now_ns() - begin_ns) / ITEMS / 2;
    workload_close(self, rally->there);
    workload_join(self, rally->group);
    rally_close(self->tasks, rally);
}

static bool try_one(struct workload_task *self, struct workload_channel *channel,
                    enum workload_case_kind kind, uint64_t *item) {
    struct workload_case one = {.channel = channel, .item = item, .kind = kind};
    return workload_select(self, &one, 1, false) == 0;
}

static void try_items(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    atomic_store(&rally->is_here, true);
    for (uint64_t i = 0; i < ITEMS;)
        i += try_one(self, rally->there, WORKLOAD_SEND, &i);
}

/* The task that began is not let go of its worker until the other has taken its fellow. */
static void run_crossing(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    uint64_t item;
    rally_open(self->tasks, rally);
    workload_spawn(self, rally->group, try_items, rally);
    while (!atomic_load(&rally->is_here))
        ;
    int64_t begin_ns = clock_now_ns();
    for (uint64_t i = 0; i < ITEMS;)
        i += try_one(self, rally->there, WORKLOAD_RECEIVE, &item);
    rally->ns = (double)(clock_now_ns() - begin_ns) / ITEMS;
    workload_join(self, rally->group);
    rally_close(self->tasks, rally);
}

static void do_nothing(struct workload_task *self, void *argument) {
    (void)self, (void)argument;
}

static void run_spawns(struct workload_task *self, void *argument) {
    struct rally *rally = argument;
    struct workload_group *group = workload_group_make(self->tasks, "bench");
    int64_t begin_ns = clock_now_ns();
    for (int i = 0; i < TASKS; i += BATCH) {
        for (int j = 0; j < BATCH; j++)
            workload_spawn(self, group, do_nothing, NULL);
        workload_join(self, group);
    }
    rally->ns = (double)(clock_now_ns() - begin_ns) / TASKS;
    workload_group_free(self->tasks, group);
}

struct subject {
    const struct bench *bench;
    struct team *team;
    struct crew *crew;
};

static void share(void *context, unsigned worker) {
    crew_work(((const struct subject *)context)->crew, worker);
}

static void print_figure(struct subject *subject, unsigned n, const char *name, size_t capacity,
                         void (*run)(struct workload_task *self, void *argument),
                         struct fault *fault) {
    double runs_ns[RUNS];
    char figure[64];
    struct team_times times;
    struct team_span spans[2];
    const struct team_job job = {.share = share, .context = subject};
    team_muster(subject->team, n);
    for (int i = 0; i < RUNS; i++) {
        struct rally rally = {.capacity = capacity};
        crew_begin(subject->crew, n, run, &rally);
        team_run(subject->team, &job, &times, spans);
        if (crew_end(subject->crew, fault) != 0)
            return;
        runs_ns[i] = rally.ns;
    }
    snprintf(figure, sizeof figure, "%s/n-%u", name, n);
    bench_print(subject->bench, figure, bench_median(runs_ns, RUNS), "ns");
}

static void print_spawns(struct subject *subject, unsigned n, struct fault *fault) {
    struct crew_counts before = crew_counts(subject->crew);
    print_figure(subject, n, "spawn", 0, run_spawns, fault);
    struct crew_counts after = crew_counts(subject->crew);
    double batches = (double)(after.spawned - before.spawned) / BATCH;
    if (n == 1)
        return;
    bench_print(subject->bench, "spawn/stolen-of-1000",
                (double)(after.stolen - before.stolen) / batches, "tasks");
    bench_print(subject->bench, "spawn/steals-per-1000",
                (double)(after.steals - before.steals) / batches, "times");
    bench_print(subject->bench, "spawn/wakes-per-1000",
                (double)(after.wakes - before.wakes) / batches, "times");
}

static void *end_at_once(void *argument) {
    return argument;
}

static void print_pthread(const struct bench *bench) {
    double each_ns[THREADS];
    for (int i = 0; i < THREADS; i++) {
        pthread_t thread;
        int64_t begin_ns = clock_now_ns();
        if (pthread_create(&thread, NULL, end_at_once, NULL) != 0)
            return;
        pthread_join(thread, NULL);
        each_ns[i] = (double)(clock_now_ns() - begin_ns);
    }
    bench_print(bench, "pthread-create-join", bench_median(each_ns, THREADS), "ns");
}

/* A figure of /proc/self/status: "VmRSS:" in KiB, "Threads:". */
static double status_of(const char *key) {
    char line[256];
    double value = 0;
    FILE *file = fopen("/proc/self/status", "r");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, key, strlen(key)) == 0)
            value = strtod(line + strlen(key), NULL);
    fclose(file);
    return value;
}

static void park(struct workload_task *self, void *argument) {
    workload_receive(self, ((const struct rally *)argument)->there, NULL);
}

struct crowd {
    struct rally rally;
    double kib_before, kib, threads;
};

static void run_parked(struct workload_task *self, void *argument) {
    struct crowd *crowd = argument;
    rally_open(self->tasks, &crowd->rally);
    for (int i = 0; i < PARKED; i++)
        workload_spawn(self, crowd->rally.group, park, &crowd->rally);
    workload_sleep(self, 50000000); /* all are parked by then */
    crowd->kib = status_of("VmRSS:");
    crowd->threads = status_of("Threads:");
    workload_close(self, crowd->rally.there);
    workload_join(self, crowd->rally.group);
    rally_close(self->tasks, &crowd->rally);
}

/* With a crew of its own, whose stacks nobody has touched before. */
static void print_parked(struct subject *subject, struct fault *fault) {
    struct crowd crowd = {0};
    struct team_times times;
    struct team_span spans[2];
    const struct team_job job = {.share = share, .context = subject};
    crew_free(subject->crew);
    subject->crew = NULL;
    crowd.kib_before = status_of("VmRSS:");
    const struct crew_spec spec = {.workers = 2, .tasks = PARKED + 1};
    if (crew_create(&spec, &subject->crew, fault) != 0)
        return;
    team_muster(subject->team, 2);
    crew_begin(subject->crew, 2, run_parked, &crowd);
    team_run(subject->team, &job, &times, spans);
    if (crew_end(subject->crew, fault) != 0)
        return;
    bench_print(subject->bench, "parked-task", (crowd.kib - crowd.kib_before) * 1024 / PARKED,
                "bytes");
    bench_print(subject->bench, "threads-with-10000-parked", crowd.threads, "threads");
}

int main(int count, char **arguments) {
    struct bench bench;
    struct fault fault = {0};
    int status = bench_open(count, arguments, &bench);
    if (status != 0)
        return status;
    struct subject subject = {.bench = &bench};
    const struct team_spec team = bench_team_spec(&bench, 2);
    status = team_create(&team, &subject.team, &fault);
    if (status == 0)
        status = crew_create(&(struct crew_spec){.workers = 2, .tasks = 2 * BATCH}, &subject.crew,
                             &fault);
    for (unsigned n = 1; n <= 2 && status == 0; n++) {
        print_figure(&subject, n, "meeting", 0, run_one_way, &fault);
        print_figure(&subject, n, "room-for-64", 64, run_one_way, &fault);
        print_figure(&subject, n, "round-trip-half", 0, run_round_trips, &fault);
        if (n == 2)
            print_figure(&subject, n, "crossing", 64, run_crossing, &fault);
        print_spawns(&subject, n, &fault);
    }
    if (status == 0)
        print_pthread(&bench);
    if (status == 0)
        print_parked(&subject, &fault);
    crew_free(subject.crew);
    team_free(subject.team);
    return bench_close(&bench, &fault);
}
