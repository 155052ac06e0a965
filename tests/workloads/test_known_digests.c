/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Digests that stay the same for ever, whatever the compiler, its options and the machine: a digest
 * in a file can be compared with one from elsewhere. */
#include "check.h"
#include "workload.h"
#include "workload_table.h"

#include <inttypes.h>

static const struct workload *find_workload(const char *name) {
    for (size_t i = 0; workload_table[i] != NULL; i++) {
        if (strcmp(workload_table[i]->name, name) == 0) {
            return workload_table[i];
        }
    }
    return NULL;
}

static void check_digest(const char *name, uint64_t first, uint64_t count, uint64_t expected) {
    const struct workload *workload = find_workload(name);
    CHECK(workload != NULL);
    if (workload != NULL) {
        char why[256] = "";
        void *shared = NULL;
        const struct workload_setting setting = {.workers = 1};
        CHECK(workload->open == NULL || workload->open(&setting, &shared, why, sizeof why) == 0);
        const uint64_t digest = workload->run(shared, first, count);
        CHECK_REPORT(digest == expected,
                     "%s, %" PRIu64 " units from %" PRIu64 ": the digest is %016" PRIx64
                     ", expected %016" PRIx64,
                     name, count, first, digest, expected);
        if (workload->close != NULL) {
            workload->close(shared);
        }
    }
}

int main(void) {
    /* Knuth's MMIX generator from 0 and from 1, 16 steps on, and further, reckoned with Python's
     * integers. */
    check_digest("spin", 0, 1, UINT64_C(0x329cb23ce0f7aa50));
    check_digest("spin", 1, 1, UINT64_C(0xbffae0196a526891));
    check_digest("spin", 0, 1000, UINT64_C(0xbfcbda80f2fb5aac));
    check_digest("spin", UINT64_C(1) << 40, 3, UINT64_C(0x502b634c3ef739b3));
    /* The product of the two matrices, likewise reckoned with Python's integers. */
    check_digest("matmul", 0, 1, UINT64_C(0x000000000001ea7c));
    check_digest("matmul", 1, 1, UINT64_C(0x00000000000093e6));
    check_digest("matmul", 71, 1, UINT64_C(0x000000000002462c));
    check_digest("matmul", 0, 72, UINT64_C(0x00000000004a1968));
    check_digest("matmul", 0, 1000, UINT64_C(0x000000000403ff08));
    return check_done();
}
