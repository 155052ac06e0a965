/* SPDX-License-Identifier: 0BSD
 * SPDX-FileCopyrightText: the amdahl authors */

/* What a workload with tasks includes beside workload.h, in C or in C++: tasks, and what they wait
 * for. A task that waits is parked and leaves its worker to the others; it may go on on another
 * worker. Every wait is booked by kind.
 *
 * Each function that may park takes the task that runs, `self`, first: it is given to the task's
 * function, and no other may use it. The calls come through a table, so that a library needs
 * nothing of the harness to link. A task's stack is small (64 KiB): large arrays belong elsewhere.
 * A task keeps its worker until it parks, yields or ends: one that spins for another may spin for
 * ever, as that one has no worker to run on.
 * When all tasks wait and nothing can wake them, the sample fails with a sentence that names what
 * they wait for: give channels, mutexes and groups names. These still know the tasks that waited
 * then, and can only be freed. */
#ifndef AMDAHL_WORKLOAD_TASKS_H
#define AMDAHL_WORKLOAD_TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a wait is booked to: a task's, while it is parked; and a worker's that has no task to run,
 * by what the tasks that live are parked for meanwhile, in proportion to their number. */
enum workload_wait_kind {
    WORKLOAD_WAIT_CHANNEL,
    WORKLOAD_WAIT_LOCK,  /* a mutex; of a worker also what its tasks spin there before they park */
    WORKLOAD_WAIT_QUEUE, /* a channel that says so */
    WORKLOAD_WAIT_IO,    /* a socket, or a time to come */
    WORKLOAD_WAIT_JOIN,  /* a group; of a worker: no task is parked for anything else, so that there
                            is nothing to begin, or not yet */
};
enum { WORKLOAD_WAIT_KINDS = 5 };

/* What a case of a select wants of its channel. */
enum workload_case_kind { WORKLOAD_RECEIVE, WORKLOAD_SEND };

/* What a socket is waited for. */
enum workload_readiness { WORKLOAD_READABLE, WORKLOAD_WRITABLE };

enum { WORKLOAD_CASES_MAX = 16 };

struct workload_channel;
struct workload_mutex;
struct workload_group;
struct workload_tasks;

/* A task as its own function sees it. */
struct workload_task {
    const struct workload_tasks *tasks;
};

struct workload_channel_spec {
    const char *name;  /* borrowed; NULL: none */
    size_t capacity;   /* items that a sender need not wait for; 0: sender and receiver meet */
    size_t item_bytes; /* 0: its items say no more than that they came */
    bool is_queue;     /* its waits are booked to WORKLOAD_WAIT_QUEUE */
};

struct workload_case {
    struct workload_channel *channel; /* NULL: never ready */
    void *item;                       /* sent, or filled */
    enum workload_case_kind kind;
    bool is_open; /* filled for the case that came: false: the channel was closed */
};

/* The table. Its functions are explained where they are called, below. */
struct workload_tasks {
    int (*spawn)(struct workload_task *self, struct workload_group *group,
                 void (*run)(struct workload_task *self, void *argument), void *argument);
    void (*yield)(struct workload_task *self);
    unsigned (*worker)(const struct workload_task *self);
    void (*sleep)(struct workload_task *self, uint64_t time_ns);
    int (*await)(struct workload_task *self, int socket, enum workload_readiness readiness);
    bool (*can_await)(void);
    void (*block)(struct workload_task *self, enum workload_wait_kind kind,
                  void (*call)(void *argument), void *argument);

    struct workload_channel *(*channel_make)(const struct workload_channel_spec *spec);
    void (*channel_free)(struct workload_channel *channel);
    bool (*send)(struct workload_task *self, struct workload_channel *channel, const void *item);
    bool (*receive)(struct workload_task *self, struct workload_channel *channel, void *ret_item);
    void (*close)(struct workload_task *self, struct workload_channel *channel);
    int (*select)(struct workload_task *self, struct workload_case *cases, size_t count,
                  bool waits);

    struct workload_mutex *(*mutex_make)(const char *name);
    void (*mutex_free)(struct workload_mutex *mutex);
    void (*take)(struct workload_task *self, struct workload_mutex *mutex);
    void (*give)(struct workload_task *self, struct workload_mutex *mutex);

    struct workload_group *(*group_make)(const char *name);
    void (*group_free)(struct workload_group *group);
    void (*add)(struct workload_group *group, size_t count);
    void (*done)(struct workload_task *self, struct workload_group *group);
    void (*join)(struct workload_task *self, struct workload_group *group);
};

/* Makes a task that will call run(its own self, argument). With a group, the group counts it from
 * now until it ends. 0, or -1: the sample's tasks are all in use. */
static inline int workload_spawn(struct workload_task *self, struct workload_group *group,
                                 void (*run)(struct workload_task *self, void *argument),
                                 void *argument) {
    return self->tasks->spawn(self, group, run, argument);
}

/* Lets every other task that can run on this worker go first. */
static inline void workload_yield(struct workload_task *self) {
    self->tasks->yield(self);
}

/* The worker that runs the task at the moment, from 0: the index of a slot that no other worker
 * writes, until the next call that may park. */
static inline unsigned workload_worker(const struct workload_task *self) {
    return self->tasks->worker(self);
}

/* Parks for at least so long. */
static inline void workload_sleep(struct workload_task *self, uint64_t time_ns) {
    self->tasks->sleep(self, time_ns);
}

/* Parks until the non-blocking socket is ready, or has failed, which a call on it then says. One
 * task at a time may wait for either readiness of a socket, and it must not be closed meanwhile.
 * 0, or a negative errno: -EBUSY for a second task, -ENOSYS where the program was built without
 * libuv. */
static inline int workload_await(struct workload_task *self, int socket,
                                 enum workload_readiness readiness) {
    return self->tasks->await(self, socket, readiness);
}

/* Whether it was built with it. Any thread. */
static inline bool workload_can_await(const struct workload_tasks *tasks) {
    return tasks->can_await();
}

/* Calls call(argument), which blocks: neither the task nor any other runs on the worker meanwhile.
 * All the time that it takes is booked as the worker's wait. The call must not park. */
static inline void workload_block(struct workload_task *self, enum workload_wait_kind kind,
                                  void (*call)(void *argument), void *argument) {
    self->tasks->block(self, kind, call, argument);
}

/* NULL: no memory. Freed by its maker, when no task uses it any more. Any thread. */
static inline struct workload_channel *
workload_channel_make(const struct workload_tasks *tasks,
                      const struct workload_channel_spec *spec) {
    return tasks->channel_make(spec);
}
static inline void workload_channel_free(const struct workload_tasks *tasks,
                                         struct workload_channel *channel) {
    tasks->channel_free(channel);
}

/* Copies the item in, and parks while there is no room. false: the channel is closed, and the item
 * was not sent. */
static inline bool workload_send(struct workload_task *self, struct workload_channel *channel,
                                 const void *item) {
    return self->tasks->send(self, channel, item);
}

/* Copies the oldest item out, and parks while there is none. false: the channel is closed and
 * empty, and the item is filled with zeros. ret_item may be NULL. */
static inline bool workload_receive(struct workload_task *self, struct workload_channel *channel,
                                    void *ret_item) {
    return self->tasks->receive(self, channel, ret_item);
}

/* No item can be sent any more; those inside can be received. Again: no effect. */
static inline void workload_close(struct workload_task *self, struct workload_channel *channel) {
    self->tasks->close(self, channel);
}

/* Does one of the cases that can be done, in turn where several can, and gives its index. Where
 * none can: with `waits`, parks until one can, which is booked as a wait for the first of the
 * channels; without, gives -1 at once. So it does, with `waits` too, for more than
 * WORKLOAD_CASES_MAX. */
static inline int workload_select(struct workload_task *self, struct workload_case *cases,
                                  size_t count, bool waits) {
    return self->tasks->select(self, cases, count, waits);
}

/* NULL: no memory. The name is borrowed and may be NULL. Any thread. */
static inline struct workload_mutex *workload_mutex_make(const struct workload_tasks *tasks,
                                                         const char *name) {
    return tasks->mutex_make(name);
}
static inline void workload_mutex_free(const struct workload_tasks *tasks,
                                       struct workload_mutex *mutex) {
    tasks->mutex_free(mutex);
}
/* Parks until the mutex is open, and takes it. Not for the task that has it. */
static inline void workload_take(struct workload_task *self, struct workload_mutex *mutex) {
    self->tasks->take(self, mutex);
}
static inline void workload_give(struct workload_task *self, struct workload_mutex *mutex) {
    self->tasks->give(self, mutex);
}

/* NULL: no memory. The name is borrowed and may be NULL. Any thread. */
static inline struct workload_group *workload_group_make(const struct workload_tasks *tasks,
                                                         const char *name) {
    return tasks->group_make(name);
}
static inline void workload_group_free(const struct workload_tasks *tasks,
                                       struct workload_group *group) {
    tasks->group_free(group);
}
/* `count` more are to be done. */
static inline void workload_add(struct workload_task *self, struct workload_group *group,
                                size_t count) {
    self->tasks->add(group, count);
}
/* One of them is. No more often than was added: who joins would wait for ever. */
static inline void workload_done(struct workload_task *self, struct workload_group *group) {
    self->tasks->done(self, group);
}
/* Parks until all are. */
static inline void workload_join(struct workload_task *self, struct workload_group *group) {
    self->tasks->join(self, group);
}

#ifdef __cplusplus
}
#endif

#endif
