/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A whole program for hyperfine: the serial part, then threads that are made for their shares, on
 * given PUs, and joined.
 *     spin_threads P N UNITS PU,PU,…
 * Prints the digest of all units. Exit: 0 done, 1 failed, 2 wrong use. */
#include "peers/load.h"
#include "peers/pinned.h"

#include <inttypes.h>
#include <string.h>

struct crew {
    struct load load;
    unsigned workers;
    unsigned pus[LOAD_WORKERS_MAX];
};

struct hand {
    const struct crew *crew;
    unsigned index;
    uint64_t digest;
    pthread_t thread;
};

static bool crew_read(char **arguments, struct crew *crew) {
    static double numbers[LOAD_WORKERS_MAX];
    double p, workers, units;
    if (load_read_list(arguments[1], 0, 1, &p, 1) != 1 ||
        load_read_list(arguments[2], 1, LOAD_WORKERS_MAX, &workers, 1) != 1 ||
        load_read_list(arguments[3], 1, LOAD_UNITS_MAX, &units, 1) != 1)
        return false;
    const size_t pus = load_read_list(arguments[4], 0, CPU_SETSIZE - 1, numbers, LOAD_WORKERS_MAX);
    crew->load = load_at(p, (uint64_t)units);
    crew->workers = (unsigned)workers;
    for (size_t i = 0; i < pus; i++)
        crew->pus[i] = (unsigned)numbers[i];
    return pus >= crew->workers;
}

static void *share(void *argument) {
    struct hand *hand = argument;
    hand->digest = load_run_share(&hand->crew->load, hand->index, hand->crew->workers);
    return NULL;
}

/* 0 and the digest of all units, or an errno. */
static int crew_run(const struct crew *crew, struct hand *hands, uint64_t *ret_digest) {
    int refusal = pinned_bind_self(crew->pus[0]);
    uint64_t digest = load_run_serial(&crew->load);
    unsigned made = 1;
    for (; made < crew->workers && refusal == 0; made += refusal == 0) {
        hands[made] = (struct hand){.crew = crew, .index = made};
        refusal = pinned_create(&hands[made].thread, crew->pus[made], share, &hands[made]);
    }
    digest += load_run_share(&crew->load, 0, crew->workers);
    for (unsigned i = 1; i < made; i++) {
        pthread_join(hands[i].thread, NULL);
        digest += hands[i].digest;
    }
    *ret_digest = digest;
    return refusal;
}

int main(int count, char **arguments) {
    static struct crew crew;
    static struct hand hands[LOAD_WORKERS_MAX];
    if (count != 5 || !crew_read(arguments, &crew)) {
        fprintf(stderr, "usage: spin_threads P N UNITS PU,PU,…, a PU for each of N threads\n");
        return 2;
    }
    uint64_t digest = 0;
    const int refusal = crew_run(&crew, hands, &digest);
    if (refusal != 0) {
        fprintf(stderr, "spin_threads: cannot have a thread on each of the PUs %s: %s\n",
                arguments[4], strerror(refusal));
        return 1;
    }
    if (!load_is_proved(&crew.load, digest))
        return 1;
    return printf("%016" PRIx64 "\n", digest) < 0;
}
