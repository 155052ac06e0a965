/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "tasks/shelf.h"
#include "tasks/prefetch.h"

#include <stdlib.h>
#include <string.h>

int store_open(struct store *store, size_t total, void *(*make)(struct crew *crew, size_t index)) {
    void **things = calloc(total, sizeof *things);
    if (things == NULL)
        return -1;
    *store = (struct store){.things = things, .total = total, .make = make};
    return 0;
}

void store_close(struct store *store) {
    free(store->things);
    store->things = NULL;
}

void store_reset(struct store *store, struct crew *crew) {
    store->count = 0;
    while (store->count < store->fresh) {
        store->things[store->count] = store->make(crew, store->count);
        store->count++;
    }
}

/* What was used last comes first, then what was never used: it costs memory. */
void shelf_fill(struct shelf *shelf, struct store *store, struct crew *crew) {
    spinlock_take(&store->lock);
    while (shelf->count < SHELF_BATCH && store->count > 0) {
        void *thing = store->things[--store->count];
        prefetch_to_write(thing);
        shelf->things[shelf->count++] = thing;
    }
    while (shelf->count < SHELF_BATCH && store->fresh < store->total)
        shelf->things[shelf->count++] = store->make(crew, store->fresh++);
    spinlock_give(&store->lock);
}

/* The older half: the worker's cache still has the others. */
void shelf_unload(struct shelf *shelf, struct store *store) {
    spinlock_take(&store->lock);
    memcpy(store->things + store->count, shelf->things, SHELF_BATCH * sizeof *shelf->things);
    store->count += SHELF_BATCH;
    spinlock_give(&store->lock);
    shelf->count -= SHELF_BATCH;
    memmove(shelf->things, shelf->things + SHELF_BATCH, shelf->count * sizeof *shelf->things);
}
