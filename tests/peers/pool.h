/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The pool that a careful user of google-benchmark writes: threads that are bound by their
 * attributes and spin for the next piece of work and for its end. */
#ifndef AMDAHL_PEERS_POOL_H
#define AMDAHL_PEERS_POOL_H

#include "peers/load.h"

struct pool;

/* Binds the caller to pus[0], where it is worker 0, and makes a thread on each of pus[1 …
 * workers - 1]. NULL where the system refuses one; errno says why. Free it with pool_free. */
struct pool *pool_create(unsigned workers, const unsigned *pus);

/* Runs the load: the serial part on the caller, then all shares, until the last is done. Gives the
 * seconds, and the digest of all units in *ret_digest. Only the thread that made the pool. */
double pool_run(struct pool *pool, const struct load *load, uint64_t *ret_digest);

/* Ends the threads. NULL is accepted. */
void pool_free(struct pool *pool);

#endif
