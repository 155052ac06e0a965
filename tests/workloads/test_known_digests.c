/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Digests that stay the same for ever, whatever the compiler, its options and the machine: a digest
 * in a file can be compared with one from elsewhere. */
#include "check.h"
#include "workload.h"
#include "workload_table.h"

#include <inttypes.h>
#include <stdbool.h>

static const struct workload *find_workload(const char *name) {
    for (size_t i = 0; workload_table[i] != NULL; i++) {
        if (strcmp(workload_table[i]->name, name) == 0) {
            return workload_table[i];
        }
    }
    return NULL;
}

/* The sum over a range of units, of the serial kernel or the parallel one. */
static uint64_t find_digest(const struct workload *workload, bool serial, uint64_t first,
                            uint64_t count) {
    char why[256] = "";
    void *shared = NULL;
    const uint64_t params[WORKLOAD_PARAMS_MAX] = {0};
    const struct workload_setting setting = {
        .workers = 1, .cache_bytes = (size_t)1 << 20, .params = params};
    CHECK(workload->open == NULL || workload->open(&setting, &shared, why, sizeof why) == 0);
    void *state = shared;
    CHECK(workload->setup == NULL || workload->setup(shared, 0, &state, why, sizeof why) == 0);
    const struct workload_sample sample = {.workers = 1, .parallel_units = first + count};
    if (workload->prepare != NULL) {
        workload->prepare(state, &sample);
    }
    const uint64_t digest = (serial ? workload->run_serial : workload->run)(state, first, count);
    if (workload->teardown != NULL) {
        workload->teardown(state);
    }
    if (workload->close != NULL) {
        workload->close(shared);
    }
    return digest;
}

static void check_digest(const char *name, bool serial, uint64_t first, uint64_t count,
                         uint64_t expected) {
    const struct workload *workload = find_workload(name);
    CHECK(workload != NULL);
    if (workload != NULL) {
        const uint64_t digest = find_digest(workload, serial, first, count);
        CHECK_REPORT(digest == expected,
                     "%s, %" PRIu64 " units from %" PRIu64 ": the digest is %016" PRIx64
                     ", expected %016" PRIx64,
                     name, count, first, digest, expected);
    }
}

int main(void) {
    /* Knuth's MMIX generator from 0 and from 1, 16 steps on, and further, reckoned with Python's
     * integers. */
    check_digest("spin", false, 0, 1, UINT64_C(0x329cb23ce0f7aa50));
    check_digest("spin", false, 1, 1, UINT64_C(0xbffae0196a526891));
    check_digest("spin", false, 0, 1000, UINT64_C(0xbfcbda80f2fb5aac));
    check_digest("spin", false, UINT64_C(1) << 40, 3, UINT64_C(0x502b634c3ef739b3));
    /* The product of the two matrices, likewise reckoned with Python's integers. */
    check_digest("matmul", false, 0, 1, UINT64_C(0x000000000001ea7c));
    check_digest("matmul", false, 1, 1, UINT64_C(0x00000000000093e6));
    check_digest("matmul", false, 71, 1, UINT64_C(0x000000000002462c));
    check_digest("matmul", false, 0, 72, UINT64_C(0x00000000004a1968));
    check_digest("matmul", false, 0, 1000, UINT64_C(0x000000000403ff08));
    /* Sums of 513·(2u + 1), and the filtered signals, likewise. */
    check_digest("triad", false, 0, 1, UINT64_C(0x0000000000000201));
    check_digest("triad", false, 7, 3, UINT64_C(0x0000000000006633));
    check_digest("triad", false, 0, 1000, UINT64_C(0x000000001e93c240));
    check_digest("triad", true, 0, 1, UINT64_C(0xf38205617416b2a0));
    check_digest("triad", true, 1, 1, UINT64_C(0x37a7f120e3640ba1));
    check_digest("triad", true, 0, 1000, UINT64_C(0xea117ad31343ac2c));
    return check_done();
}
