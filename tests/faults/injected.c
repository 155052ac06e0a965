/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A workload that loses speed-up in known amounts, for tools/faults: what is put in must come out
 * of the ledger, under its own name. Without a parameter it loses nothing. */
#include "workload.h"

#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum param {
    PARAM_LOCK,   /* per mille of each share that is done with one lock held, at its beginning */
    PARAM_SKEW,   /* worker 0's share in per cent of each other one's */
    PARAM_LATE,   /* ns by which the last worker begins late */
    PARAM_STREAM, /* bytes that a unit reads from memory, behind all arithmetic of the share */
    PARAM_SHARE,  /* times that a unit adds to one cache line of all workers, behind that */
    PARAM_MOVE,   /* the last worker visits another PU in every so many-th sample; 0: in none */
};

static const struct workload_param injected_params[] = {
    [PARAM_LOCK] = {.name = "lock",
                    .summary = "per mille of each share done with one lock held",
                    .initial = 0,
                    .least = 0,
                    .most = 1000},
    [PARAM_SKEW] = {.name = "skew",
                    .summary = "worker 0's share, per cent of each other's",
                    .initial = 100,
                    .least = 1,
                    .most = 100000},
    [PARAM_LATE] = {.name = "late",
                    .summary = "ns that the last worker begins late",
                    .initial = 0,
                    .least = 0,
                    .most = 100000000},
    [PARAM_STREAM] = {.name = "stream",
                      .summary = "bytes read from memory a unit",
                      .initial = 0,
                      .least = 0,
                      .most = 1 << 20},
    [PARAM_SHARE] = {.name = "share",
                     .summary = "additions to a line of all workers a unit",
                     .initial = 0,
                     .least = 0,
                     .most = 1 << 20},
    [PARAM_MOVE] = {.name = "move",
                    .summary = "the last worker moves in every so many-th sample; 0: never",
                    .initial = 0,
                    .least = 0,
                    .most = 1 << 20},
    {.name = NULL},
};

/* Far more than the caches of one worker, so that what it reads comes from memory. */
enum { STREAM_BYTES = 64 << 20, LINE_BYTES = 128, CHAIN_STEPS = 64 };

struct mind {
    struct workload_lock lock;
    char rest_of_line[LINE_BYTES - sizeof(struct workload_lock)];
    uint64_t shared_by_all;
    char rest_of_next[LINE_BYTES - sizeof(uint64_t)];
    uint64_t params[WORKLOAD_PARAMS_MAX];
    unsigned workers;
    struct hand **hands;
};

/* One worker. */
struct hand {
    struct workload_waits waits;
    char rest_of_line[LINE_BYTES - sizeof(struct workload_waits)];
    struct mind *mind;
    unsigned worker;
    struct workload_sample sample;
    bool had_serial;  /* worker 0 is called for the serial part first */
    uint64_t samples; /* at n > 1 */
    pthread_t thread;
    uint64_t *memory; /* STREAM_BYTES of it; NULL: nothing is read */
    size_t at;
};

/* The signal's: what it needs, where a handler finds it. One thread at a time gets it. */
static uint64_t late_ns;
static int is_late;

static void begin_late(int signal_number) {
    uint64_t until_ns = workload_wait_now_ns() + late_ns;
    (void)signal_number;
    __atomic_store_n(&is_late, 1, __ATOMIC_RELEASE);
    while (workload_wait_now_ns() < until_ns) {
    }
}

static int injected_open(const struct workload_setting *setting, void **ret_shared, char *why,
                         size_t why_bytes) {
    struct mind *mind =
        aligned_alloc(LINE_BYTES, (sizeof *mind + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES);
    struct hand **hands = calloc(setting->workers, sizeof(struct hand *));
    struct sigaction action = {.sa_handler = begin_late};
    if (mind == NULL || hands == NULL || sigaction(SIGUSR1, &action, NULL) != 0) {
        free(mind);
        free(hands);
        snprintf(why, why_bytes, "injected: no memory or no signal");
        return -1;
    }
    memset(mind, 0, sizeof *mind);
    memcpy(mind->params, setting->params, (PARAM_MOVE + 1) * sizeof(uint64_t));
    mind->workers = setting->workers;
    mind->hands = hands;
    late_ns = mind->params[PARAM_LATE];
    *ret_shared = mind;
    return 0;
}

static int injected_setup(void *shared, unsigned worker, void **ret_state, char *why,
                          size_t why_bytes) {
    struct mind *mind = shared;
    struct hand *hand =
        aligned_alloc(LINE_BYTES, (sizeof *hand + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES);
    bool streams = mind->params[PARAM_STREAM] > 0;
    uint64_t *memory = streams ? malloc(STREAM_BYTES) : NULL;
    sigset_t wake;
    if (hand == NULL || (streams && memory == NULL)) {
        free(hand);
        free(memory);
        snprintf(why, why_bytes, "injected: no memory for worker %u", worker);
        return -1;
    }
    memset(hand, 0, sizeof *hand);
    hand->mind = mind;
    hand->worker = worker;
    hand->thread = pthread_self();
    hand->memory = memory;
    for (size_t i = 0; streams && i < STREAM_BYTES / sizeof *memory; i++)
        memory[i] = i;
    sigemptyset(&wake);
    sigaddset(&wake, SIGUSR1);
    if (worker > 0)
        pthread_sigmask(SIG_UNBLOCK, &wake, NULL);
    mind->hands[worker] = hand;
    *ret_state = hand;
    return 0;
}

static void injected_prepare(void *state, const struct workload_sample *sample) {
    struct hand *hand = state;
    hand->sample = *sample;
    hand->had_serial = hand->worker > 0;
    hand->samples += sample->workers > 1 && sample->parallel_units > 0;
}

static const volatile uint64_t hidden_multiplier = UINT64_C(6364136223846793005);
static const volatile uint64_t hidden_zero = 0;

/* A chain of dependent multiplications; what a unit adds to the digest is its index, so that the
 * sum can be known without the work. */
static uint64_t work(uint64_t first, uint64_t count) {
    const uint64_t multiplier = hidden_multiplier, zero = hidden_zero;
    uint64_t x = 1, digest = 0;
    for (uint64_t unit = first; unit != first + count; unit++) {
        for (int step = 0; step < CHAIN_STEPS; step++)
            x = multiplier * x + unit;
        digest += unit + (x & zero);
    }
    return digest;
}

static uint64_t stream(struct hand *hand, uint64_t units) {
    uint64_t words = units * hand->mind->params[PARAM_STREAM] / sizeof(uint64_t), sum = 0;
    size_t at = hand->at, end = STREAM_BYTES / sizeof(uint64_t);
    for (uint64_t i = 0; i < words; i++) {
        sum += hand->memory[at];
        at = at + 1 == end ? 0 : at + 1;
    }
    hand->at = at;
    return sum & hidden_zero;
}

/* Another PU than the one it is on, and back to wherever it may be. */
static void visit_elsewhere(void) {
    cpu_set_t allowed, one;
    int here = sched_getcpu();
    sched_getaffinity(0, sizeof allowed, &allowed);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (cpu == here || !CPU_ISSET(cpu, &allowed))
            continue;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        sched_setaffinity(0, sizeof one, &one);
        break;
    }
    sched_setaffinity(0, sizeof allowed, &allowed);
}

/* The end of the serial part: the last worker, which spins for the release, is kept busy; but not
 * in the empty phases that calibrate an ordinary fork-join. */
static void hold_last(const struct hand *hand) {
    const struct hand *last = hand->mind->hands[hand->sample.workers - 1];
    if (late_ns == 0 || hand->sample.workers < 2 || hand->sample.parallel_units == 0)
        return;
    __atomic_store_n(&is_late, 0, __ATOMIC_RELEASE);
    pthread_kill(last->thread, SIGUSR1);
    while (!__atomic_load_n(&is_late, __ATOMIC_ACQUIRE)) {
    }
}

/* The first of this worker's units, or of the next one's, among the parallel ones. */
static uint64_t share_edge(const struct hand *hand, unsigned worker) {
    uint64_t skew = hand->mind->params[PARAM_SKEW];
    uint64_t all = skew + 100 * (hand->sample.workers - 1);
    uint64_t before = worker == 0 ? 0 : skew + 100 * (worker - 1);
    return (uint64_t)((unsigned __int128)hand->sample.parallel_units * before / all);
}

static uint64_t share(struct hand *hand) {
    struct mind *mind = hand->mind;
    uint64_t begin = share_edge(hand, hand->worker), end = share_edge(hand, hand->worker + 1);
    uint64_t first = hand->sample.serial_units + begin, count = end - begin;
    uint64_t held = count * mind->params[PARAM_LOCK] / 1000, digest = 0;
    uint64_t move = count > 0 ? mind->params[PARAM_MOVE] : 0;
    bool is_last = hand->sample.workers > 1 && hand->worker == hand->sample.workers - 1;
    if (held > 0) {
        workload_lock_take(&mind->lock, &hand->waits);
        digest = work(first, held);
        workload_lock_give(&mind->lock);
    }
    digest += work(first + held, count - held);
    if (hand->memory != NULL)
        digest += stream(hand, count);
    for (uint64_t i = 0; i < count * mind->params[PARAM_SHARE]; i++)
        __atomic_fetch_add(&mind->shared_by_all, 1, __ATOMIC_RELAXED);
    if (move > 0 && is_last && hand->samples % move == 0)
        visit_elsewhere();
    return digest;
}

static uint64_t injected_run(void *state, uint64_t first, uint64_t count) {
    struct hand *hand = state;
    if (hand->had_serial)
        return share(hand);
    hand->had_serial = true;
    uint64_t digest = work(first, count);
    if (hand->memory != NULL)
        digest += stream(hand, count);
    for (uint64_t i = 0; i < count * hand->mind->params[PARAM_SHARE]; i++)
        __atomic_fetch_add(&hand->mind->shared_by_all, 1, __ATOMIC_RELAXED);
    hold_last(hand);
    return digest;
}

static const struct workload_waits *injected_waits(void *state) {
    return &((struct hand *)state)->waits;
}

static int injected_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                          char *why, size_t why_bytes) {
    uint64_t units = sample->serial_units + sample->parallel_units;
    uint64_t below = units - 1;
    uint64_t expected = units % 2 == 0 ? units / 2 * below : below / 2 * units;
    (void)shared;
    if (digest == expected)
        return 0;
    snprintf(why, why_bytes, "injected: %" PRIu64 " units gave %" PRIu64 ", not %" PRIu64, units,
             digest, expected);
    return -1;
}

static void injected_teardown(void *state) {
    struct hand *hand = state;
    free(hand->memory);
    free(hand);
}

static void injected_close(void *shared) {
    struct mind *mind = shared;
    free(mind->hands);
    free(mind);
}

static size_t injected_footprint_bytes(const struct workload_setting *setting) {
    return setting->params[PARAM_STREAM] > 0 ? (size_t)setting->workers * STREAM_BYTES : 0;
}

const struct workload workload_injected = {
    .abi = WORKLOAD_ABI,
    .name = "injected",
    .summary = "a chain of multiplications that loses speed-up in known amounts",
    .stresses = "what its parameters say",
    .unit = {.operations = CHAIN_STEPS, .operation = "integer multiply-add"},
    .params = injected_params,
    .footprint_bytes = injected_footprint_bytes,
    .open = injected_open,
    .setup = injected_setup,
    .prepare = injected_prepare,
    .run = injected_run,
    .waits = injected_waits,
    .check = injected_check,
    .teardown = injected_teardown,
    .close = injected_close,
};
