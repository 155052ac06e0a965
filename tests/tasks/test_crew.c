/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The crew: what is spawned runs once, wherever; on as many threads as there are workers. */
#include "crew_runs.h"

#include <dirent.h>

struct tally {
    const struct workload_tasks *tasks;
    struct workload_group *group;
    _Atomic uint64_t sum;
    atomic_int out_of_range, refused;
    uint64_t count;
    unsigned n;
};

struct part {
    struct tally *tally;
    uint64_t value;
};

static void add_part(struct workload_task *self, void *argument) {
    struct part *part = argument;
    if (part->value % 3 == 0)
        workload_yield(self);
    if (workload_worker(self) >= part->tally->n)
        atomic_fetch_add(&part->tally->out_of_range, 1);
    atomic_fetch_add(&part->tally->sum, part->value);
}

static void spawn_parts(struct workload_task *self, void *argument) {
    struct tally *tally = argument;
    struct part *parts = calloc(tally->count, sizeof *parts);
    tally->group = workload_group_make(self->tasks, "parts");
    for (uint64_t i = 0; i < tally->count; i++) {
        parts[i] = (struct part){tally, i};
        while (workload_spawn(self, tally->group, add_part, &parts[i]) != 0) {
            atomic_fetch_add(&tally->refused, 1);
            workload_yield(self);
        }
    }
    workload_join(self, tally->group);
    workload_group_free(self->tasks, tally->group);
    free(parts);
}

static void test_each_runs_once(void) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++) {
        struct tally tally = {.count = CREW_IS_SLOW ? 300 : 20000, .n = CREW_SIZES[s]};
        crew_do(CREW_SIZES[s], 100, spawn_parts, &tally);
        CHECK_INT(tally.sum, tally.count * (tally.count - 1) / 2);
        CHECK_INT(tally.out_of_range, 0);
    }
}

/* At least as many as were asked for may live at once, and no more than there are stacks. */
static void test_refuses_beyond_its_tasks(void) {
    struct tally tally = {.count = 400, .n = 1};
    crew_do(1, 100, spawn_parts, &tally);
    CHECK(tally.refused > 0);
    CHECK_INT(tally.sum, 400 * 399 / 2);
    tally = (struct tally){.count = 99, .n = 1}; /* and the first task */
    crew_do(1, 100, spawn_parts, &tally);
    CHECK_INT(tally.refused, 0);
}

/* Spawns without a group, and ends before its children. */
static void spawn_tree(struct workload_task *self, void *argument) {
    struct part *part = argument;
    atomic_fetch_add(&part->tally->sum, 1);
    for (int i = 0; i < 2 && part->value > 0; i++) {
        struct part *child = malloc(sizeof *child);
        *child = (struct part){part->tally, part->value - 1};
        if (workload_spawn(self, NULL, spawn_tree, child) != 0)
            atomic_fetch_add(&part->tally->refused, 1);
    }
    if (part->value != part->tally->count)
        free(part);
}

static void test_children_outlive_parents(void) {
    for (size_t s = 0; s < CREW_SIZE_COUNT; s++) {
        struct tally tally = {.count = 6, .n = CREW_SIZES[s]};
        struct part root = {&tally, 6};
        crew_do(CREW_SIZES[s], 200, spawn_tree, &root);
        CHECK_INT(tally.sum, 127);
        CHECK_INT(tally.refused, 0);
    }
}

static void test_runs_again(void) {
    struct crew *crew = crew_new(4, 50, 0);
    for (unsigned i = 0; i < 30; i++) {
        struct tally tally = {.count = 40, .n = i % 4 + 1};
        CHECK_INT(crew_try(crew, tally.n, spawn_parts, &tally, NULL), 0);
        CHECK_INT(tally.sum, 780);
    }
    CHECK_INT(crew_counts(crew).spawned, 30 * 41);
    crew_free(crew);
}

/* On one worker a yield goes behind all that were there. */
struct order {
    char text[16];
    size_t length;
};
struct letter {
    struct order *order;
    char letter;
};

static void write_twice(struct workload_task *self, void *argument) {
    struct letter *letter = argument;
    for (int i = 0; i < 2; i++) {
        letter->order->text[letter->order->length++] = letter->letter;
        workload_yield(self);
    }
}

static void spawn_letters(struct workload_task *self, void *argument) {
    static struct letter letters[3];
    struct workload_group *group = workload_group_make(self->tasks, NULL);
    for (int i = 0; i < 3; i++) {
        letters[i] = (struct letter){argument, (char)('a' + i)};
        workload_spawn(self, group, write_twice, &letters[i]);
    }
    workload_join(self, group);
    workload_group_free(self->tasks, group);
}

static void test_yield_takes_turns(void) {
    struct order order = {0};
    crew_do(1, 10, spawn_letters, &order);
    CHECK_STRING(order.text, "abcabc");
}

/* A task that was woken by one that goes on computing is taken up by another worker: without that
 * this would never end. */
struct flag {
    struct workload_channel *channel;
    atomic_bool is_up;
};

static void raise_flag(struct workload_task *self, void *argument) {
    struct flag *flag = argument;
    int item;
    workload_receive(self, flag->channel, &item);
    atomic_store(&flag->is_up, true);
}

static void wait_for_flag(struct workload_task *self, void *argument) {
    struct flag *flag = argument;
    int item = 1;
    struct workload_group *group = workload_group_make(self->tasks, NULL);
    workload_spawn(self, group, raise_flag, flag);
    workload_yield(self);
    workload_send(self, flag->channel, &item);
    while (!atomic_load(&flag->is_up))
        sched_yield(); /* the worker's thread: the task holds it */
    workload_join(self, group);
    workload_group_free(self->tasks, group);
}

static void test_woken_is_stolen(void) {
    for (int sleeps = 0; sleeps < 2; sleeps++) {
        struct flag flag = {.channel = workload_channel_make(
                                &crew_tasks, &(struct workload_channel_spec){.item_bytes = 4})};
        struct crew *crew = crew_new(2, 10, sleeps ? 1 : INT64_MAX);
        for (int i = 0; i < 50; i++) {
            flag.is_up = false;
            CHECK_INT(crew_try(crew, 2, wait_for_flag, &flag, NULL), 0);
        }
        struct crew_counts counts = crew_counts(crew);
        CHECK(counts.steals >= 50 && counts.stolen >= counts.steals);
        crew_free(crew);
        workload_channel_free(&crew_tasks, flag.channel);
    }
}

/* Parked tasks: their threads, their memory. */
enum { PARKED = CREW_IS_SLOW ? 200 : 10000 };

struct crowd {
    struct workload_channel *gate;
    struct workload_group *group;
    _Atomic uint64_t here;
    unsigned threads;
    double bytes_each;
};

static unsigned count_threads(void) {
    DIR *threads = opendir("/proc/self/task");
    unsigned count = 0;
    for (struct dirent *entry; (entry = readdir(threads)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(threads);
    return count;
}

static double resident_bytes(void) {
    unsigned long all = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%lu %lu", &all, &resident) != 2)
        abort();
    fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

static void wait_at_gate(struct workload_task *self, void *argument) {
    struct crowd *crowd = argument;
    atomic_fetch_add(&crowd->here, 1);
    workload_receive(self, crowd->gate, NULL);
}

static void gather_crowd(struct workload_task *self, void *argument) {
    struct crowd *crowd = argument;
    double before = resident_bytes();
    for (int i = 0; i < PARKED; i++)
        workload_spawn(self, crowd->group, wait_at_gate, crowd);
    while (atomic_load(&crowd->here) < PARKED)
        workload_yield(self);
    crowd->bytes_each = (resident_bytes() - before) / PARKED;
    crowd->threads = count_threads();
    workload_close(self, crowd->gate);
    workload_join(self, crowd->group);
}

static void test_ten_thousand_parked(void) {
    struct crowd crowd = {
        .gate = workload_channel_make(&crew_tasks, &(struct workload_channel_spec){0}),
        .group = workload_group_make(&crew_tasks, NULL),
    };
    crew_do(2, PARKED + 1, gather_crowd, &crowd);
    CHECK_INT(crowd.here, PARKED);
    if (CREW_COUNTS_THREADS)
        CHECK_INT(crowd.threads, 2);
#if !defined(FIBERS_ADDRESS) && !defined(FIBERS_THREAD)
    CHECK_REPORT(crowd.bytes_each > 1000 && crowd.bytes_each <= 16 * 1024,
                 "a parked task takes %.0f bytes", crowd.bytes_each);
    printf("a parked task takes %.0f bytes, %u threads\n", crowd.bytes_each, crowd.threads);
#endif
    workload_group_free(&crew_tasks, crowd.group);
    workload_channel_free(&crew_tasks, crowd.gate);
}

static void test_refuses_nonsense(void) {
    struct crew *crew = NULL;
    struct fault fault = {0};
    CHECK_INT(crew_create(&(struct crew_spec){.workers = 0, .tasks = 1}, &crew, &fault),
              -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "there must be one of each");
    CHECK_INT(crew_create(&(struct crew_spec){.workers = 1, .tasks = 0}, &crew, NULL),
              -FAULT_USAGE);
    CHECK(crew == NULL);
    crew_free(NULL);
}

int main(void) {
    test_each_runs_once();
    test_refuses_beyond_its_tasks();
    test_children_outlive_parents();
    test_runs_again();
    test_yield_takes_turns();
    test_woken_is_stolen();
    test_ten_thousand_parked();
    test_refuses_nonsense();
    return check_done();
}
