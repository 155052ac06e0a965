/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Stresses the floating-point units of a core, fed from its own caches: a blocked product C = A·B
 * of doubles, the kernel of dense linear algebra and the usual first thing that anyone makes
 * parallel. A unit is one tile of C.
 *
 * It is to measure cores, not memory: A and B together are 144 KiB, which fits a private
 * second-level cache of 256 KiB, the smallest that server and desktop cores have had since 2008.
 * They are shared and only read, so that after one pass each core has its own copy and nothing
 * travels; private copies would lie in other physical pages for each worker, and the workers'
 * speeds would differ with their cache conflicts. A tile of C stays on the stack of the worker that
 * computes it.
 *
 * The best serial code that it is compared with is `run` itself: tiles are what a product for one
 * core is cut into as well, and both matrices lie in its cache whole. Wider registers would be
 * faster on every core alike, and say nothing of what parallel code costs. */
#include "workload.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two doubles: what a register holds on every x86-64 (SSE2) and 64-bit Arm. Written out, because
 * gcc 12 at -O2 leaves the same loop over plain doubles at 10 instead of 25 GFLOP/s. A 4 × 4 block
 * of C takes 8 of the 16 registers: enough independent sums to hide the latency of an addition. */
typedef double pair __attribute__((vector_size(16)));

enum {
    ORDER = 96,     /* rows and columns of each matrix */
    PANEL_SIDE = 4, /* rows of A, or columns of B, in a panel */
    PAIRS = PANEL_SIDE / 2,
    PANELS = ORDER / PANEL_SIDE,
    TILE_ROW_PANELS = 2,
    TILE_COLUMN_PANELS = 4,
    TILE_ROWS = PANELS / TILE_ROW_PANELS,
    TILE_COLUMNS = PANELS / TILE_COLUMN_PANELS,
    TILES = TILE_ROWS * TILE_COLUMNS,
    TILE_MULTIPLY_ADDS = TILE_ROW_PANELS * PANEL_SIDE * TILE_COLUMN_PANELS * PANEL_SIDE * ORDER,
    CACHE_LINE_BYTES = 64, /* of x86-64 and nearly all Arm; only the alignment depends on it */
};
_Static_assert(PANELS % TILE_ROW_PANELS == 0 && PANELS % TILE_COLUMN_PANELS == 0, "whole tiles");

/* Four rows of A, or four columns of B, side by side for each k: K. Goto and R. A. van de Geijn,
 * Anatomy of high-performance matrix multiplication, ACM TOMS 34(3), 2008, section 4. */
struct panel {
    double entry[ORDER][PANEL_SIDE];
};

/* All entries are integers in -8 … 7 and all weights in 1 … 8: |C_ij| <= 96·64 and the weighted sum
 * of a tile is below 2^26, so that every sum is exact in whatever order and with or without fused
 * multiply-adds. */
struct operands {
    struct panel a[PANELS]; /* a[i / 4].entry[k][i % 4] = A_ik */
    struct panel b[PANELS]; /* b[j / 4].entry[k][j % 4] = B_kj */
    double row_weight[PANELS][PANEL_SIDE];
    double column_weight[PANELS][PANEL_SIDE];
};

/* The top bits of Knuth's MMIX generator (The Art of Computer Programming, vol. 2, 3.3.4): entries
 * that are the same on every machine. */
static double next_integer(uint64_t *x, int bits) {
    *x = UINT64_C(6364136223846793005) * *x + UINT64_C(1442695040888963407);
    return (double)(*x >> (64 - bits));
}

static void fill_panels(struct panel *panels, uint64_t *x) {
    for (int i = 0; i < PANELS * ORDER * PANEL_SIDE; i++) {
        panels[i / (ORDER * PANEL_SIDE)].entry[i / PANEL_SIDE % ORDER][i % PANEL_SIDE] =
            next_integer(x, 4) - 8;
    }
}

static void fill_weights(double (*weights)[PANEL_SIDE], uint64_t *x) {
    for (int i = 0; i < ORDER; i++) {
        weights[i / PANEL_SIDE][i % PANEL_SIDE] = next_integer(x, 3) + 1;
    }
}

static size_t matmul_footprint_bytes(const struct workload_setting *setting) {
    (void)setting; /* they share the operands */
    return sizeof(struct operands);
}

static int matmul_open(const struct workload_setting *setting, void **ret_shared, char *why,
                       size_t why_bytes) {
    (void)setting;
    struct operands *operands = aligned_alloc(CACHE_LINE_BYTES, sizeof *operands);
    if (operands == NULL) {
        snprintf(why, why_bytes,
                 "matmul: cannot allocate %zu KiB for its matrices; free some memory or raise "
                 "`ulimit -v`",
                 sizeof *operands / 1024);
        return -1;
    }
    uint64_t x = 1;
    fill_panels(operands->a, &x);
    fill_panels(operands->b, &x);
    fill_weights(operands->row_weight, &x);
    fill_weights(operands->column_weight, &x);
    *ret_shared = operands;
    return 0;
}

static inline pair load_pair(const double *from) {
    pair values;
    memcpy(&values, from, sizeof values);
    return values;
}

/* A 4 × 4 block of C from one panel of A and one of B, its sums in registers all the way. */
static void multiply_panels(const struct panel *restrict a, const struct panel *restrict b,
                            pair (*restrict ret_rows)[PAIRS]) {
    pair l0 = {0}, l1 = {0}, l2 = {0}, l3 = {0}; /* the left halves of the four rows */
    pair r0 = {0}, r1 = {0}, r2 = {0}, r3 = {0}; /* the right ones */
    for (int k = 0; k < ORDER; k++) {
        const pair left = load_pair(b->entry[k]);
        const pair right = load_pair(b->entry[k] + 2);
        const double *column = a->entry[k];
        l0 += column[0] * left, r0 += column[0] * right;
        l1 += column[1] * left, r1 += column[1] * right;
        l2 += column[2] * left, r2 += column[2] * right;
        l3 += column[3] * left, r3 += column[3] * right;
    }
    ret_rows[0][0] = l0, ret_rows[0][1] = r0;
    ret_rows[1][0] = l1, ret_rows[1][1] = r1;
    ret_rows[2][0] = l2, ret_rows[2][1] = r2;
    ret_rows[3][0] = l3, ret_rows[3][1] = r3;
}

/* Σ r_i c_j C_ij over a tile of C. */
static uint64_t tile_digest(const struct operands *operands, unsigned tile) {
    const unsigned row_panel = tile / TILE_COLUMNS * TILE_ROW_PANELS;
    const unsigned column_panel = tile % TILE_COLUMNS * TILE_COLUMN_PANELS;
    pair sum = {0};
    for (unsigned i = row_panel; i < row_panel + TILE_ROW_PANELS; i++) {
        for (unsigned j = column_panel; j < column_panel + TILE_COLUMN_PANELS; j++) {
            const double *row_weight = operands->row_weight[i];
            const pair left_weight = load_pair(operands->column_weight[j]);
            const pair right_weight = load_pair(operands->column_weight[j] + 2);
            pair rows[PANEL_SIDE][PAIRS];
            multiply_panels(&operands->a[i], &operands->b[j], rows);
            for (int row = 0; row < PANEL_SIDE; row++) {
                sum += row_weight[row] * (left_weight * rows[row][0] + right_weight * rows[row][1]);
            }
        }
    }
    return (uint64_t)(int64_t)(sum[0] + sum[1]);
}

static uint64_t matmul_run(void *state, uint64_t first, uint64_t count) {
    const struct operands *operands = state;
    unsigned tile = (unsigned)(first % TILES);
    uint64_t digest = 0;
    for (uint64_t done = 0; done < count; done++) {
        digest += tile_digest(operands, tile);
        tile = tile + 1 == TILES ? 0 : tile + 1;
    }
    return digest;
}

/* Adds to sums[k] the weighted sum of a panel's entries at k, in integers. */
static void weigh_panel(const struct panel *panel, const double *weights, int64_t *sums) {
    for (int k = 0; k < ORDER; k++) {
        for (int i = 0; i < PANEL_SIDE; i++) {
            sums[k] += (int64_t)weights[i] * (int64_t)panel->entry[k][i];
        }
    }
}

/* The proof turns the order of summation round, as Freivalds's check of a product does: the digest
 * of a tile is Σ_k (Σ_i r_i A_ik)(Σ_j B_kj c_j). R. Freivalds, Probabilistic machines can use less
 * running time, IFIP 1977. */
struct weighed {
    int64_t rows[TILE_ROWS][ORDER];       /* Σ_i r_i A_ik over the rows i of a row of tiles */
    int64_t columns[TILE_COLUMNS][ORDER]; /* Σ_j B_kj c_j over the columns j of a column of tiles */
};

static struct weighed weigh_operands(const struct operands *operands) {
    struct weighed weighed = {0};
    for (int i = 0; i < PANELS; i++) {
        weigh_panel(&operands->a[i], operands->row_weight[i], weighed.rows[i / TILE_ROW_PANELS]);
        weigh_panel(&operands->b[i], operands->column_weight[i],
                    weighed.columns[i / TILE_COLUMN_PANELS]);
    }
    return weighed;
}

static uint64_t tile_expected_digest(const struct weighed *weighed, unsigned tile) {
    const int64_t *row = weighed->rows[tile / TILE_COLUMNS];
    const int64_t *column = weighed->columns[tile % TILE_COLUMNS];
    int64_t digest = 0;
    for (int k = 0; k < ORDER; k++) {
        digest += row[k] * column[k];
    }
    return (uint64_t)digest;
}

static uint64_t matmul_expected_digest(const struct operands *operands, uint64_t units) {
    const struct weighed weighed = weigh_operands(operands);
    uint64_t whole = 0, part = 0; /* of a pass over all tiles, and of the last, unfinished one */
    for (unsigned tile = 0; tile < TILES; tile++) {
        const uint64_t digest = tile_expected_digest(&weighed, tile);
        whole += digest;
        part += tile < units % TILES ? digest : 0;
    }
    return whole * (units / TILES) + part;
}

static int matmul_check(void *shared, const struct workload_sample *sample, uint64_t digest,
                        char *why, size_t why_bytes) {
    const uint64_t units = sample->serial_units + sample->parallel_units;
    const uint64_t expected = matmul_expected_digest(shared, units);
    if (digest != expected) {
        snprintf(why, why_bytes,
                 "matmul: the digest of %" PRIu64 " tiles is %016" PRIx64
                 ", but the products of the weighed rows and columns give %016" PRIx64,
                 units, digest, expected);
        return -1;
    }
    return 0;
}

static void matmul_close(void *shared) {
    free(shared);
}

const struct workload workload_matmul = {
    .abi = WORKLOAD_ABI,
    .name = "matmul",
    .summary = "a blocked product of two 96 x 96 matrices of doubles, a tile a unit",
    .stresses = "floating-point units and private caches",
    .unit = {.operations = 2.0 * TILE_MULTIPLY_ADDS, .operation = "flop", .bytes = 0},
    .footprint_bytes = matmul_footprint_bytes,
    .warm_units = TILES, /* each tile once reads all of A and B */
    .open = matmul_open,
    .run = matmul_run,
    .check = matmul_check,
    .close = matmul_close,
};
