/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Where `triad` finds its chunks. No chunk comes again before the arrays have been streamed, at the
 * largest n each worker has memory that it touched first, and the arrays have the size asked for.
 *
 * The workload is included, so that its arrays can be looked at. */
#include "check.h"
#include "triad.c" /* NOLINT(bugprone-suspicious-include): see above */

enum { WORKERS_MAX = 16, CHUNKS_MAX = 1000 };

/* What was run so far, and when each chunk was written the last time. */
struct history {
    struct arrays *arrays;
    uint64_t chunks, units;
    uint64_t last[CHUNKS_MAX]; /* counted from 1; 0: never */
    uint64_t visits[CHUNKS_MAX];
    uint64_t least_gap;         /* between two visits of a chunk, in units */
    unsigned owner[CHUNKS_MAX]; /* in the sample in hand, counted from 1 */
    uint64_t disputed;          /* chunks that two workers of a sample wrote */
};

static struct history open_sized(unsigned workers, uint64_t mib) {
    struct history history = {.least_gap = UINT64_MAX};
    const struct workload_setting setting = {.workers = workers, .params = &mib};
    char why[256] = "";
    void *shared = NULL, *state = NULL;
    CHECK_INT(triad_open(&setting, &shared, why, sizeof why), 0);
    for (unsigned worker = 0; worker < workers; worker++) {
        CHECK_INT(triad_setup(shared, worker, &state, why, sizeof why), 0);
    }
    history.arrays = shared;
    history.chunks = history.arrays->segments * history.arrays->segment_chunks;
    CHECK(history.chunks <= CHUNKS_MAX);
    return history;
}

static struct history open_history(unsigned workers) {
    struct history history = open_sized(workers, 8);
    CHECK(history.chunks >= 600);
    return history;
}

/* The one chunk that is not as `setup` left it; then it is again. */
static uint64_t find_written(const struct history *history) {
    uint64_t found = history->chunks;
    int written = 0;
    for (uint64_t i = 0; i < history->chunks; i++) {
        if (history->arrays->a[i].element[0] != 0) {
            history->arrays->a[i].element[0] = 0;
            found = i;
            written++;
        }
    }
    CHECK_REPORT(written == 1, "a unit wrote %d chunks, expected 1", written);
    return found;
}

static void take_unit(struct history *history, unsigned worker, unsigned workers, uint64_t unit) {
    triad_run(history->arrays, unit, 1);
    const uint64_t chunk = find_written(history);
    if (chunk == history->chunks) {
        return;
    }
    if (workers == history->arrays->segments) {
        CHECK_INT(chunk / history->arrays->segment_chunks, worker);
    }
    history->disputed += history->owner[chunk] > 0 && history->owner[chunk] != worker + 1;
    history->owner[chunk] = worker + 1;
    history->units++;
    if (history->last[chunk] > 0 && history->units - history->last[chunk] < history->least_gap) {
        history->least_gap = history->units - history->last[chunk];
    }
    history->last[chunk] = history->units;
    history->visits[chunk]++;
}

/* The workers in step, each in the range that the harness gives it. */
static void take_sample(struct history *history, unsigned workers, uint64_t units) {
    struct workload_sample sample = {.workers = workers, .parallel_units = units};
    for (sample.worker = 0; sample.worker < workers; sample.worker++) {
        triad_prepare(history->arrays, &sample);
    }
    memset(history->owner, 0, sizeof history->owner);
    for (uint64_t step = 0; step <= units / workers; step++) {
        for (unsigned worker = 0; worker < workers; worker++) {
            const uint64_t unit = units * worker / workers + step;
            if (unit < units * (worker + 1) / workers) {
                take_unit(history, worker, workers, unit);
            }
        }
    }
}

/* After so many units that they fill rows, no chunk is a visit ahead of another by more than one;
 * by two where a sample is longer than the arrays, whose last lap is not filled. */
static void check_each_once(unsigned segments, unsigned workers, uint64_t units) {
    struct history history = open_history(segments);
    for (int i = 0; i < 7; i++) {
        take_sample(&history, workers, units);
        uint64_t least = UINT64_MAX, most = 0;
        for (uint64_t chunk = 0; chunk < history.chunks; chunk++) {
            least = history.visits[chunk] < least ? history.visits[chunk] : least;
            most = history.visits[chunk] > most ? history.visits[chunk] : most;
        }
        const uint64_t ahead = units > history.chunks ? 2 : 1;
        CHECK_REPORT(most - least <= ahead &&
                         history.units - least * history.chunks < history.chunks,
                     "%" PRIu64 " units on %u of %u workers: %" PRIu64 " to %" PRIu64
                     " visits of a chunk after %" PRIu64 " units of %" PRIu64,
                     units, workers, segments, least, most, history.units, history.chunks);
    }
    triad_close(history.arrays);
}

/* Before a chunk comes again, half of all the others have been, less what rounding takes. */
static void check_gaps(unsigned segments, const unsigned *workers, const uint64_t *units,
                       size_t samples) {
    struct history history = open_history(segments);
    for (size_t i = 0; i < 6 * samples; i++) {
        take_sample(&history, workers[i % samples], units[i % samples]);
    }
    CHECK(history.units > 2 * history.chunks);
    CHECK_REPORT(history.least_gap * 100 >= history.chunks * 45,
                 "%u segments, n = %u and %" PRIu64 " units first: a chunk of %" PRIu64
                 " comes again after %" PRIu64 " units",
                 segments, workers[0], units[0], history.chunks, history.least_gap);
    triad_close(history.arrays);
}

static void check_samples(void) {
    static const uint64_t units[] = {48, 144, 720};
    static const uint64_t odd_units[] = {331, 499, 2001};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        for (unsigned workers = 1; workers <= 4; workers++) {
            check_each_once(4, workers, units[i]);
            check_gaps(4, &workers, &odd_units[i], 1);
        }
        const unsigned alone = 1;
        check_gaps(WORKERS_MAX, &alone, &odd_units[i], 1);
    }
    check_each_once(1, 1, 113);
    /* As a round has them: one fraction after the other, at each n. */
    check_gaps(4, (const unsigned[]){1, 4, 2, 3, 1}, (const uint64_t[]){333, 333, 333, 501, 501},
               5);
}

/* However few the chunks are and however uneven the shares, no two workers write one in a sample.
 */
static void check_owners(void) {
    static const uint64_t units[] = {5, 60, 88, 200, 997};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        for (unsigned workers = 1; workers <= WORKERS_MAX; workers++) {
            struct history history = open_sized(WORKERS_MAX, 1);
            for (int sample = 0; sample < 3; sample++) {
                take_sample(&history, workers, units[i]);
            }
            CHECK_REPORT(history.disputed == 0,
                         "%" PRIu64 " units on %u of %d workers: two of them wrote a chunk %" PRIu64
                         " times",
                         units[i], workers, WORKERS_MAX, history.disputed);
            triad_close(history.arrays);
        }
    }
}

/* Fewer units than segments: each is one of a worker's own, and the sample after goes on. */
static void check_few_units(void) {
    struct history history = open_history(WORKERS_MAX);
    for (int i = 0; i < 20; i++) {
        take_sample(&history, WORKERS_MAX, 3);
        take_sample(&history, 1, 1);
        take_sample(&history, 2, 0);
    }
    CHECK_INT(history.units, 80);
    CHECK(history.least_gap == UINT64_MAX);
    triad_close(history.arrays);
}

static void check_first_touch(void) {
    struct history history = open_history(4);
    struct arrays *arrays = history.arrays;
    memset(arrays->b, 0, history.chunks * sizeof *arrays->b);
    char why[256] = "";
    void *state = NULL;
    CHECK_INT(triad_setup(arrays, 2, &state, why, sizeof why), 0);
    for (uint64_t chunk = 0; chunk < history.chunks; chunk++) {
        CHECK_INT(arrays->b[chunk].element[0], chunk / arrays->segment_chunks == 2);
    }
    triad_close(arrays);
}

/* A chunk that a sample did not write still has the scalar of another one. */
static void check_unwritten(void) {
    struct history history = open_history(1);
    struct workload_sample sample = {.workers = 1, .parallel_units = history.chunks};
    triad_prepare(history.arrays, &sample);
    triad_run(history.arrays, 0, history.chunks);
    triad_prepare(history.arrays, &sample);
    for (uint64_t unit = 0; unit < history.chunks; unit++) {
        const struct chunk *a = &history.arrays->a[unit];
        CHECK(unit_digest(a, unit, history.arrays->scalar - 1) == MIRROR_B * (2 * unit + 1));
        CHECK(unit_digest(a, unit, history.arrays->scalar) != MIRROR_B * (2 * unit + 1));
    }
    triad_close(history.arrays);
}

static void check_sizes(void) {
    uint64_t mib = 0;
    struct workload_setting setting = {.workers = 3, .params = &mib};
    CHECK_INT(triad_footprint_bytes(&setting) / 1000000, 240);
    setting.cache_bytes = (size_t)32 << 20;
    CHECK_INT(triad_footprint_bytes(&setting) >> 20, 128);
    mib = 7;
    CHECK_INT(triad_footprint_bytes(&setting) >> 20, 7);
    mib = 1 << 20;
    CHECK_INT(triad_footprint_bytes(&setting) >> 40, 1);
}

int main(void) {
    check_samples();
    check_few_units();
    check_owners();
    check_first_touch();
    check_unwritten();
    check_sizes();
    return check_done();
}
