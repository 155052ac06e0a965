/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Stresses what a program has whose last step is one core's: a merge sort, the first thing that
 * anyone makes parallel by cutting it up. The keys are cut into runs, the workers sort the runs,
 * each its own in its private caches, and then one of them merges the runs two by two until they
 * are one. That merge is the textbook's reason for a sort that stops scaling (T. H. Cormen et al.,
 * Introduction to Algorithms, 3rd ed., section 27.3): however many cores sort, it takes as long,
 * and longer, as the runs come out of other cores' caches. Nobody chooses its p: the clocks say it.
 *
 * A run has a fixed number of keys, whatever n, so that every n does the same work: a unit is a run
 * sorted. The keys are made anew before every sample, the same ones each time. Merging does not
 * branch on them, so that all runs take nearly the same time.
 *
 * Whoever has one core only would not merge at all: the keys are numbers, evenly spread, and are
 * sorted by their digits (`run_best`). That the merge sort speeds up over itself says nothing of
 * whether it was worth having; the baseline of the best serial code does. */
#include "workload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* A multiple of the core counts that machines have, 3·2^k and 2^k: equal shares for most. */
    RUNS = 192,
    RUN_KEYS = 1024, /* two arrays of 8 KiB: a run is sorted in a first-level cache of 32 KiB */
    KEYS = RUNS * RUN_KEYS,
    RUNS_MAX = 1 << 16,
    /* Pieces this small are sorted by insertion, as R. Sedgewick and K. Wayne advise for 15 keys or
     * fewer (Algorithms, 4th ed., section 2.2). A power of two: the pieces are then doubled. */
    PIECE_KEYS = 8,
    PASSES = 7, /* that double 8 keys to 1024 */
    CACHE_LINE_BYTES = 64,
    KEY_BITS = 63, /* as make_key makes them */
    /* The counters of a digit are 8 KiB, and those of all digits still leave room in a first-level
     * cache of 32 KiB. */
    DIGIT_BITS = 11,
    DIGIT_VALUES = 1 << DIGIT_BITS,
    DIGITS_MOST = 3, /* for 2^33 keys: more than may be asked for */
};
_Static_assert(PIECE_KEYS << PASSES == RUN_KEYS, "the cost of a unit");

/* Worker 0 merges; while runs are sorted each worker keeps to its own ones. */
struct sorter {
    uint64_t *keys, *room; /* the runs, one after the other; and as much room */
    uint64_t *sorted;      /* the one of the two that holds the result of `finish` */
    uint64_t runs, run_keys;
    unsigned workers;        /* that set up */
    uint64_t units_expected; /* the digest of all units together */
    uint64_t mixed_expected; /* the sum of mix(key), which depends on no order */
};

static const struct workload_param sort_params[] = {
    {.name = "keys",
     .summary = "64-bit keys to sort, rounded up to a multiple of the runs",
     .initial = KEYS,
     .least = 1,
     .most = 1 << 30},
    {.name = "runs",
     .summary = "runs that the keys are cut into: what the workers share out",
     .initial = RUNS,
     .least = 1,
     .most = RUNS_MAX},
    {.name = NULL},
};

/* The finaliser of splitmix64: G. L. Steele, D. Lea and C. H. Flood, Fast splittable pseudorandom
 * number generators, OOPSLA 2014, with D. Stafford's constants, "Mix13". */
static uint64_t mix(uint64_t x) {
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* The key at a place, from the place alone, so that any worker can make its own ones. The odd
 * constant is 2^64 divided by the golden ratio, as in splitmix64. */
static uint64_t make_key(uint64_t place) {
    return mix((place + 1) * UINT64_C(0x9e3779b97f4a7c15)) >> 1;
}

static uint64_t run_keys_of(const struct workload_setting *setting) {
    const uint64_t keys = setting->params[0], runs = setting->params[1];
    return (keys + runs - 1) / runs;
}

static uint64_t sort_whole_units(const struct workload_setting *setting) {
    return setting->params[1];
}

static size_t array_bytes(const struct workload_setting *setting) {
    const size_t bytes = setting->params[1] * run_keys_of(setting) * sizeof(uint64_t);
    return (bytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
}

static size_t sort_footprint_bytes(const struct workload_setting *setting) {
    return 2 * array_bytes(setting);
}

static void sort_close(void *shared) {
    struct sorter *sorter = shared;
    if (sorter != NULL) {
        free(sorter->keys);
        free(sorter->room);
        free(sorter);
    }
}

static uint64_t unit_digest(uint64_t unit, uint64_t least, uint64_t greatest) {
    return (2 * unit + 1) * (least + 3 * greatest);
}

/* What the keys must come to, from their generator alone: nothing is sorted for it. */
static void expect(struct sorter *sorter) {
    for (uint64_t run = 0; run < sorter->runs; run++) {
        uint64_t least = UINT64_MAX, greatest = 0;
        for (uint64_t i = 0; i < sorter->run_keys; i++) {
            const uint64_t key = make_key(run * sorter->run_keys + i);
            least = key < least ? key : least;
            greatest = key > greatest ? key : greatest;
            sorter->mixed_expected += mix(key);
        }
        sorter->units_expected += unit_digest(run, least, greatest);
    }
}

static int sort_open(const struct workload_setting *setting, void **ret_shared, char *why,
                     size_t why_bytes) {
    struct sorter *sorter = calloc(1, sizeof *sorter);
    if (sorter != NULL) {
        sorter->keys = aligned_alloc(CACHE_LINE_BYTES, array_bytes(setting));
        sorter->room = aligned_alloc(CACHE_LINE_BYTES, array_bytes(setting));
    }
    if (sorter == NULL || sorter->keys == NULL || sorter->room == NULL) {
        snprintf(why, why_bytes,
                 "sort: cannot allocate %zu MiB for its keys; free some memory, raise `ulimit -v` "
                 "or sort fewer with --param keys=",
                 sort_footprint_bytes(setting) >> 20);
        sort_close(sorter);
        return -1;
    }
    sorter->sorted = sorter->keys;
    sorter->runs = setting->params[1];
    sorter->run_keys = run_keys_of(setting);
    sorter->workers = setting->workers;
    expect(sorter);
    *ret_shared = sorter;
    return 0;
}

/* The part of both arrays that is this worker's at the largest n. */
/* NOLINTNEXTLINE(readability-non-const-parameter): the type of all setups */
static int sort_setup(void *shared, unsigned worker, void **ret_state, char *why,
                      size_t why_bytes) {
    (void)why, (void)why_bytes;
    const struct sorter *sorter = shared;
    const uint64_t begin = sorter->runs * worker / sorter->workers * sorter->run_keys;
    const uint64_t end = sorter->runs * (worker + 1) / sorter->workers * sorter->run_keys;
    memset(sorter->keys + begin, 0, (end - begin) * sizeof(uint64_t));
    memset(sorter->room + begin, 0, (end - begin) * sizeof(uint64_t));
    *ret_state = shared;
    return 0;
}

/* The keys of the runs that this worker will sort, which are then in its cache. The ranges are
 * floor(units · worker / n) and on, as the harness cuts them. */
static void sort_prepare(void *state, const struct workload_sample *sample) {
    const struct sorter *sorter = state;
    const uint64_t units = sample->parallel_units;
    const uint64_t begin = units * sample->worker / sample->workers * sorter->run_keys;
    const uint64_t end = units * (sample->worker + 1) / sample->workers * sorter->run_keys;
    for (uint64_t place = begin; place < end; place++) {
        sorter->keys[place] = make_key(place);
    }
}

/* `from` and `to` may be the same. */
static void sort_piece(const uint64_t *from, uint64_t *to, uint64_t count) {
    for (uint64_t i = 0; i < count; i++) {
        const uint64_t key = from[i];
        uint64_t hole = i;
        for (; hole > 0 && to[hole - 1] > key; hole--) {
            to[hole] = to[hole - 1];
        }
        to[hole] = key;
    }
}

/* Without a branch on the keys, which nobody could predict: the time does not depend on them. */
static void merge_two(const uint64_t *left, const uint64_t *left_end, const uint64_t *right,
                      const uint64_t *right_end, uint64_t *to) {
    while (left < left_end && right < right_end) {
        const uint64_t from_left = *left, from_right = *right;
        const int takes_right = from_right < from_left;
        *to++ = takes_right ? from_right : from_left;
        right += takes_right;
        left += 1 - takes_right;
    }
    const size_t left_rest = (size_t)(left_end - left), right_rest = (size_t)(right_end - right);
    memcpy(to, left, left_rest * sizeof *to);
    memcpy(to + left_rest, right, right_rest * sizeof *to);
}

/* Merges pieces of `width` keys two by two, from one array into the other and back, until all is
 * one; gives the array that holds it. Knuth's straight two-way merge: The Art of Computer
 * Programming, vol. 3, 2nd ed., section 5.2.4. */
static uint64_t *merge_pieces(uint64_t *from, uint64_t *to, uint64_t count, uint64_t width) {
    for (; width < count; width *= 2) {
        for (uint64_t begin = 0; begin < count; begin += 2 * width) {
            const uint64_t middle = begin + width < count ? begin + width : count;
            const uint64_t end = begin + 2 * width < count ? begin + 2 * width : count;
            merge_two(from + begin, from + middle, from + middle, from + end, to + begin);
        }
        uint64_t *const other = from;
        from = to, to = other;
    }
    return from;
}

/* Begins in the array from which the last pass ends in `keys`. */
static void sort_run(uint64_t *keys, uint64_t *room, uint64_t count) {
    int passes = 0;
    for (uint64_t width = PIECE_KEYS; width < count; width *= 2) {
        passes++;
    }
    uint64_t *const from = passes % 2 == 0 ? keys : room;
    for (uint64_t begin = 0; begin < count; begin += PIECE_KEYS) {
        const uint64_t rest = count - begin;
        sort_piece(keys + begin, from + begin, rest < PIECE_KEYS ? rest : PIECE_KEYS);
    }
    merge_pieces(from, from == keys ? room : keys, count, PIECE_KEYS);
}

static uint64_t sort_run_units(void *state, uint64_t first, uint64_t count) {
    const struct sorter *sorter = state;
    uint64_t digest = 0;
    for (uint64_t unit = first; unit < first + count; unit++) {
        const uint64_t begin = unit * sorter->run_keys;
        uint64_t *const keys = sorter->keys + begin;
        sort_run(keys, sorter->room + begin, sorter->run_keys);
        digest += unit_digest(unit, keys[0], keys[sorter->run_keys - 1]);
    }
    return digest;
}

/* Of keys as they stand: each weighs with its place, so that another order has another digest. */
static uint64_t digest_keys(const uint64_t *keys, uint64_t count) {
    uint64_t digest = 0;
    for (uint64_t place = 0; place < count; place++) {
        digest += (2 * place + 1) * keys[place];
    }
    return digest;
}

/* The serial merge. */
static uint64_t sort_finish(void *state) {
    struct sorter *sorter = state;
    const uint64_t count = sorter->runs * sorter->run_keys;
    sorter->sorted = merge_pieces(sorter->keys, sorter->room, count, sorter->run_keys);
    return digest_keys(sorter->sorted, count);
}

/* For each leading digit, the place of the first key that has each value of it. */
static void count_digits(const uint64_t *keys, uint64_t count, int digits,
                         uint32_t first[DIGITS_MOST][DIGIT_VALUES]) {
    memset(first, 0, (size_t)digits * sizeof first[0]);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t leading = keys[i] >> (KEY_BITS - digits * DIGIT_BITS);
        for (int digit = 0; digit < digits; digit++, leading >>= DIGIT_BITS) {
            first[digit][leading % DIGIT_VALUES]++;
        }
    }
    for (int digit = 0; digit < digits; digit++) {
        uint32_t place = 0;
        for (int value = 0; value < DIGIT_VALUES; value++) {
            const uint32_t keys_of_value = first[digit][value];
            first[digit][value] = place;
            place += keys_of_value;
        }
    }
}

/* Radix plus sifting: by as many leading digits, the last of them first, as there are keys for, and
 * then by insertion, where a key stands next to its place, since few share those digits. M. D.
 * MacLaren, Internal sorting by radix plus sifting, J. ACM 13(3), 1966; Knuth, vol. 3, section
 * 5.2.5. Gives the array that holds the result. */
static uint64_t *sort_by_digits(uint64_t *from, uint64_t *to, uint64_t count) {
    uint32_t first[DIGITS_MOST][DIGIT_VALUES];
    int digits = 0;
    while (digits < DIGITS_MOST && UINT64_C(1) << digits * DIGIT_BITS < count) {
        digits++;
    }
    count_digits(from, count, digits, first);
    for (int digit = 0; digit < digits; digit++) {
        const int shift = KEY_BITS - (digits - digit) * DIGIT_BITS;
        for (uint64_t i = 0; i < count; i++) {
            to[first[digit][from[i] >> shift & (DIGIT_VALUES - 1)]++] = from[i];
        }
        uint64_t *const other = from;
        from = to, to = other;
    }
    sort_piece(from, from, count);
    return from;
}

/* It has no runs, and to look for their ends would be work that it does not need: their part of the
 * digest is what they are known to have, and proves nothing here. The rest is the keys as they now
 * stand, which is all that anyone wants of a sort, and which the check holds against the keys that
 * were made. */
static uint64_t sort_run_best(void *state, uint64_t units) {
    struct sorter *sorter = state;
    const uint64_t count = units * sorter->run_keys;
    sorter->sorted = sort_by_digits(sorter->keys, sorter->room, count);
    return sorter->units_expected + digest_keys(sorter->sorted, count);
}

/* That the keys ascend and that they are those that were made: there is no other such result, and
 * so its digest is the one that the merge must have given. */
static const char *find_fault(const struct sorter *sorter) {
    const uint64_t count = sorter->runs * sorter->run_keys;
    uint64_t before = 0, mixed = 0;
    for (uint64_t place = 0; place < count; place++) {
        if (sorter->sorted[place] < before) {
            return "the keys do not ascend";
        }
        before = sorter->sorted[place];
        mixed += mix(before);
    }
    return mixed == sorter->mixed_expected ? NULL : "the sorted keys are not those that were made";
}

static int sort_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                      char *why, size_t why_bytes) {
    const struct sorter *sorter = shared;
    const uint64_t expected =
        sorter->units_expected + digest_keys(sorter->sorted, sorter->runs * sorter->run_keys);
    const char *fault = find_fault(sorter);
    if (sample->serial_units != 0 || sample->parallel_units != sorter->runs) {
        snprintf(why, why_bytes, "sort: %" PRIu64 " of %" PRIu64 " runs were sorted",
                 sample->parallel_units, sorter->runs);
    } else if (fault != NULL) {
        snprintf(why, why_bytes, "sort: %s", fault);
    } else if (digest != expected) {
        snprintf(why, why_bytes,
                 "sort: the digest is %016" PRIx64
                 ", but the ends of all runs and the sorted keys give %016" PRIx64,
                 digest, expected);
    } else {
        return 0;
    }
    return -1;
}

const struct workload workload_sort = {
    .abi = WORKLOAD_ABI,
    .name = "sort",
    .summary = "a merge sort: the workers sort runs of keys, then one core merges them all",
    .stresses = "branches and private caches, and one core's merge",
    .unit = {.operations = PASSES * RUN_KEYS, .operation = "key merged, with usual params"},
    .params = sort_params,
    .footprint_bytes = sort_footprint_bytes,
    .open = sort_open,
    .setup = sort_setup,
    .prepare = sort_prepare,
    .run = sort_run_units,
    .whole_units = sort_whole_units,
    .finish = sort_finish,
    .run_best = sort_run_best,
    .check = sort_check,
    .close = sort_close,
};
