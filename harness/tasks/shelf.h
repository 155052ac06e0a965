/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Things to be used again, such as tasks and stacks: each worker keeps a few on a shelf, which
 * needs no lock; the crew keeps the rest in a store, where they go many at a time. */
#ifndef AMDAHL_SHELF_H
#define AMDAHL_SHELF_H

#include "tasks/spinlock.h"

#include <stddef.h>

struct crew;

enum {
    SHELF_MAX = 64,
    SHELF_BATCH = SHELF_MAX / 2, /* so that a worker goes to the store once in so many at most */
};

struct store {
    struct spinlock lock;
    void **things; /* free, the last given first; room for all */
    size_t count, total;
    size_t fresh; /* those from here on were never used */
    /* Makes the one of an index, for its first use. */
    void *(*make)(struct crew *crew, size_t index);
};

struct shelf {
    size_t count;
    void *things[SHELF_MAX];
};

/* 0, or -1 for no memory. */
int store_open(struct store *store, size_t total, void *(*make)(struct crew *crew, size_t index));
void store_close(struct store *store);
/* All that were ever used are in the store again, whatever they were at. */
void store_reset(struct store *store, struct crew *crew);

void shelf_fill(struct shelf *shelf, struct store *store, struct crew *crew);
void shelf_unload(struct shelf *shelf, struct store *store);

/* One to use, or NULL: all are in use, or on other shelves. */
static inline void *shelf_take(struct shelf *shelf, struct store *store, struct crew *crew) {
    if (shelf->count == 0)
        shelf_fill(shelf, store, crew);
    return shelf->count == 0 ? NULL : shelf->things[--shelf->count];
}

static inline void shelf_give(struct shelf *shelf, struct store *store, void *thing) {
    shelf->things[shelf->count++] = thing;
    if (shelf->count == SHELF_MAX)
        shelf_unload(shelf, store);
}

#endif
