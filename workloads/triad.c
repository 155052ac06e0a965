/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Stresses the bandwidth of main memory, which the cores share: a[i] = b[i] + s·c[i] over arrays
 * that no cache holds, the triad of J. D. McCalpin, Memory bandwidth and machine balance in current
 * high performance computers, IEEE TCCA Newsletter, December 1995 (STREAM). A few cores use up the
 * bandwidth, and from there on more of them bring nothing, however parallel the loop is. Its serial
 * part is what no number of cores divides: a first-order linear recurrence, as in a filter.
 *
 * The arrays are cut into a segment for each worker of the largest n, which touches it first. At
 * each n a sample takes the same number of chunks from every segment, and goes on where the sample
 * before ended: at the largest n a worker goes through its own segment, at a smaller one through
 * several, one after the other. A sample longer than a quarter of the arrays takes it in laps,
 * in each of which a worker has the same part. So nearly all of the arrays is streamed,
 * whatever the samples' n and length, before a chunk comes again: it is found in memory and not in
 * a cache.
 *
 * Pages are what the system gives who asks for nothing, as in STREAM.
 *
 * The best serial code that it is compared with is `run` itself: a loop for one core streams the
 * same chunks in the same order and owes the same digest, and without finding each chunk's place it
 * is no faster. */
#include "workload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two doubles: what a register holds on every x86-64 (SSE2) and 64-bit Arm. Written out, because
 * not every gcc makes vectors of a loop over plain doubles at -O2. */
typedef double pair __attribute__((vector_size(16)));

enum {
    CHUNK_ELEMENTS = 512, /* 4 KiB of each array, as a page of x86-64; they take some 0.5 us */
    CHUNK_MASK = CHUNK_ELEMENTS - 1,
    /* STREAM's way of counting: two loads and a store. That most processors also read a line of
     * a[] before they write it is not counted; compilers' plain stores cause that in STREAM, too.
     */
    ELEMENT_BYTES = 3 * sizeof(double),
    CHUNK_BYTES = CHUNK_ELEMENTS * ELEMENT_BYTES,
    LAPS = 4, /* through all of the arrays */
    SCALARS = 1 << 20,
    FILTER_STEPS = 64, /* of about four cycles: some 70 ns */
};
_Static_assert((CHUNK_ELEMENTS & CHUNK_MASK) == 0, "positions are found with a mask");

/* Where the caches are not known: STREAM 5.10's own size, 10^7 elements. */
static const size_t DEFAULT_BYTES = (size_t)10000000 * ELEMENT_BYTES;

/* The filter's coefficient: D. E. Knuth, The Art of Computer Programming, vol. 2, 3rd ed., section
 * 3.3.4, table 1, line 26. Odd, so that no step forgets the ones before it. */
#define COEFFICIENT UINT64_C(6364136223846793005)

/* b_j = j + 1 and c_j = 2j + 1 in every chunk: the two elements j and 511 - j of a chunk then sum
 * up to the same for every j, in small integers. */
enum { MIRROR_B = CHUNK_ELEMENTS + 1, MIRROR_C = 2 * CHUNK_ELEMENTS };

struct chunk {
    double element[CHUNK_ELEMENTS];
};

/* Worker 0 changes it before a sample; while one runs it is only read. */
struct arrays {
    struct chunk *a, *b, *c;
    unsigned segments;
    uint64_t segment_chunks; /* rows: a row is one chunk of each segment; a multiple of LAPS */
    unsigned workers;        /* of the sample */
    uint64_t units;          /* its parallel ones */
    uint64_t first_row;      /* where it begins, in every segment */
    uint64_t lap_rows;       /* that it takes in a lap */
    uint64_t laps;
    double scalar; /* another one in each of 2^20 samples: what an earlier one left is wrong */
    uint64_t zero; /* not known to the compiler */
    uint64_t signal[FILTER_STEPS];
};

static const struct workload_param triad_params[] = {
    {.name = "mib",
     .summary = "MiB of the three arrays together; 0: four times the largest level of cache",
     .initial = 0,
     .least = 0,
     .most = 1 << 20},
    {.name = NULL},
};

static uint64_t divide_up(uint64_t dividend, uint64_t divisor) {
    return (dividend + divisor - 1) / divisor;
}

static size_t segment_chunks(const struct workload_setting *setting) {
    size_t bytes = DEFAULT_BYTES;
    if (setting->params[0] > 0) {
        bytes = (size_t)setting->params[0] << 20;
    } else if (setting->cache_bytes > 0) {
        bytes = 4 * setting->cache_bytes;
    }
    return LAPS * divide_up(bytes, (size_t)setting->workers * LAPS * CHUNK_BYTES);
}

static size_t triad_footprint_bytes(const struct workload_setting *setting) {
    return setting->workers * segment_chunks(setting) * CHUNK_BYTES;
}

static void triad_close(void *shared) {
    struct arrays *arrays = shared;
    if (arrays != NULL) {
        free(arrays->a);
        free(arrays->b);
        free(arrays->c);
        free(arrays);
    }
}

static int triad_open(const struct workload_setting *setting, void **ret_shared, char *why,
                      size_t why_bytes) {
    const size_t bytes = triad_footprint_bytes(setting) / 3;
    struct arrays *arrays = calloc(1, sizeof *arrays);
    if (arrays != NULL) {
        arrays->a = aligned_alloc(sizeof(struct chunk), bytes);
        arrays->b = aligned_alloc(sizeof(struct chunk), bytes);
        arrays->c = aligned_alloc(sizeof(struct chunk), bytes);
    }
    if (arrays == NULL || arrays->a == NULL || arrays->b == NULL || arrays->c == NULL) {
        snprintf(why, why_bytes,
                 "triad: cannot allocate %zu MiB for its three arrays; free some memory, raise "
                 "`ulimit -v` or ask for less with --param mib=",
                 3 * bytes >> 20);
        triad_close(arrays);
        return -1;
    }
    arrays->segments = setting->workers;
    arrays->workers = 1, arrays->lap_rows = 1;
    arrays->segment_chunks = segment_chunks(setting);
    for (uint64_t i = 0; i < FILTER_STEPS; i++) {
        arrays->signal[i] = i + 1;
    }
    *ret_shared = arrays;
    return 0;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type of all setups */
static int triad_setup(void *shared, unsigned worker, void **ret_state, char *why,
                       size_t why_bytes) {
    (void)why, (void)why_bytes;
    const struct arrays *arrays = shared;
    const uint64_t begin = worker * arrays->segment_chunks;
    for (uint64_t chunk = begin; chunk < begin + arrays->segment_chunks; chunk++) {
        memset(&arrays->a[chunk], 0, sizeof arrays->a[chunk]);
        for (int j = 0; j < CHUNK_ELEMENTS; j++) {
            arrays->b[chunk].element[j] = j + 1;
            arrays->c[chunk].element[j] = 2 * j + 1;
        }
    }
    *ret_state = shared;
    return 0;
}

/* The ranges are floor(units · worker / n) and on, as the harness cuts them. */
static uint64_t range_begin(const struct arrays *arrays, unsigned worker) {
    return arrays->units * worker / arrays->workers;
}

static unsigned range_of(const struct arrays *arrays, uint64_t unit) {
    if (unit >= arrays->units) {
        return arrays->workers - 1;
    }
    return (unsigned)(((unit + 1) * arrays->workers - 1) / arrays->units);
}

/* Laps are whole rows, and what is above the sample's units is left out: all units before it do not
 * tell how much that was, so the row is kept here. */
static void triad_prepare(void *state, const struct workload_sample *sample) {
    struct arrays *arrays = state;
    if (sample->worker != 0) {
        return;
    }
    arrays->first_row =
        (arrays->first_row + arrays->laps * arrays->lap_rows) % arrays->segment_chunks;
    arrays->workers = sample->workers;
    arrays->units = sample->parallel_units;
    const uint64_t most = divide_up(arrays->units, arrays->workers); /* units of a worker */
    const uint64_t rows = divide_up(most * arrays->workers, arrays->segments);
    const uint64_t lap_most = arrays->segment_chunks / LAPS;
    arrays->laps = divide_up(rows, lap_most);
    arrays->lap_rows = arrays->laps == 0 ? 1 : divide_up(rows, arrays->laps);
    /* A sample that comes round takes quarters: then a worker meets its own part again. */
    if (rows > arrays->segment_chunks) {
        arrays->lap_rows = lap_most;
    }
    arrays->scalar = arrays->scalar >= SCALARS ? 1 : arrays->scalar + 1;
}

static inline pair load_pair(const double *from) {
    pair values;
    memcpy(&values, from, sizeof values);
    return values;
}

static void stream_chunk(struct chunk *restrict a, const struct chunk *restrict b,
                         const struct chunk *restrict c, double scalar) {
    for (int j = 0; j < CHUNK_ELEMENTS; j += 2) {
        const pair sum = load_pair(b->element + j) + scalar * load_pair(c->element + j);
        memcpy(a->element + j, &sum, sizeof sum);
    }
}

/* Two elements, others for each of 512 successive units, and without what the sample's scalar adds
 * to them. Volatile: read from the array, not from what the compiler knows was written. What it
 * does not show is that the chunk's other elements were written. */
static uint64_t unit_digest(const struct chunk *a, uint64_t unit, double scalar) {
    const volatile double *element = a->element;
    const double mirrored = element[unit & CHUNK_MASK] + element[~unit & CHUNK_MASK];
    return (uint64_t)(int64_t)(mirrored - MIRROR_C * scalar) * (2 * unit + 1);
}

/* Where the part of a lap begins that is a worker's: its chunks, segment after segment, are cut
 * into as many as the sample has workers. There are at least so many: no n is above the segments.
 */
static uint64_t part_begin(const struct arrays *arrays, unsigned worker) {
    return arrays->segments * arrays->lap_rows * worker / arrays->workers;
}

static uint64_t run_in_range(const struct arrays *arrays, unsigned worker, uint64_t first,
                             uint64_t end) {
    const uint64_t begin = part_begin(arrays, worker), behind = part_begin(arrays, worker + 1);
    const uint64_t done = first - range_begin(arrays, worker);
    uint64_t place = begin + done % (behind - begin);
    uint64_t lap_row = arrays->first_row + done / (behind - begin) * arrays->lap_rows;
    uint64_t digest = 0;
    for (uint64_t unit = first; unit < end; unit++) {
        const uint64_t row = (lap_row + place % arrays->lap_rows) % arrays->segment_chunks;
        const uint64_t chunk = place / arrays->lap_rows * arrays->segment_chunks + row;
        struct chunk *a = &arrays->a[chunk];
        stream_chunk(a, &arrays->b[chunk], &arrays->c[chunk], arrays->scalar);
        digest += unit_digest(a, unit, arrays->scalar);
        if (++place == behind) {
            place = begin;
            lap_row += arrays->lap_rows;
        }
    }
    return digest;
}

static uint64_t triad_run(void *state, uint64_t first, uint64_t count) {
    const struct arrays *arrays = state;
    const uint64_t end = first + count;
    uint64_t digest = 0;
    while (first < end) {
        const unsigned worker = range_of(arrays, first);
        const uint64_t behind = range_begin(arrays, worker + 1);
        const uint64_t stop = worker + 1 < arrays->workers && behind < end ? behind : end;
        digest += run_in_range(arrays, worker, first, stop);
        first = stop;
    }
    return digest;
}

/* A unit is a whole signal filtered, from its index on. It takes a zero out of the unit before it,
 * so that an out-of-order core must run them one after the other. */
static uint64_t triad_run_serial(void *state, uint64_t first, uint64_t count) {
    const struct arrays *arrays = state;
    const uint64_t zero = arrays->zero;
    uint64_t x = 0, digest = 0;
    for (uint64_t unit = first; unit != first + count; unit++) {
        x = unit + (x & zero);
        for (int i = 0; i < FILTER_STEPS; i++) {
            x = COEFFICIENT * x + arrays->signal[i];
        }
        digest += x;
    }
    return digest;
}

/* The filter's answer to a unit's index and to each value of the signal, from the last one on. */
static uint64_t expected_serial_digest(const struct arrays *arrays, uint64_t units) {
    uint64_t power = 1, answer = 0;
    for (int i = FILTER_STEPS - 1; i >= 0; i--) {
        answer += power * arrays->signal[i];
        power *= COEFFICIENT;
    }
    /* Of two neighbours one is even: halve it before the product is cut to 64 bits. */
    const uint64_t index_sum = units % 2 == 0 ? units / 2 * (units - 1) : (units - 1) / 2 * units;
    return power * index_sum + answer * units;
}

static int triad_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                       char *why, size_t why_bytes) {
    /* The first U odd numbers sum up to U². */
    const uint64_t units = sample->parallel_units;
    const uint64_t expected =
        MIRROR_B * units * units + expected_serial_digest(shared, sample->serial_units);
    if (digest != expected) {
        snprintf(why, why_bytes,
                 "triad: the digest of %" PRIu64 " chunks and %" PRIu64
                 " filtered signals is %016" PRIx64 ", but their closed form gives %016" PRIx64,
                 units, sample->serial_units, digest, expected);
        return -1;
    }
    return 0;
}

const struct workload workload_triad = {
    .abi = WORKLOAD_ABI,
    .name = "triad",
    .summary = "STREAM's a = b + s c through arrays in memory; the serial part is a filter",
    .stresses = "bandwidth of main memory",
    .unit = {.operations = 2.0 * CHUNK_ELEMENTS, .operation = "flop", .bytes = CHUNK_BYTES},
    .serial_unit = {.operations = FILTER_STEPS, .operation = "integer multiply-add", .bytes = 0},
    .params = triad_params,
    .footprint_bytes = triad_footprint_bytes,
    .open = triad_open,
    .setup = triad_setup,
    .prepare = triad_prepare,
    .run = triad_run,
    .run_serial = triad_run_serial,
    .check = triad_check,
    .close = triad_close,
};
