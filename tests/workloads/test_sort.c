/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* That `sort` sorts, whatever its sizes and however its runs are shared out, and that its proof
 * finds what is not sorted, not whole or not what was made.
 *
 * The workload is included, so that its arrays can be looked at and spoilt. */
#include "check.h"
#include "sort.c" /* NOLINT(bugprone-suspicious-include): see above */

enum { WHY_BYTES = 256 };

/* No unit is left out. */
static const uint64_t NONE = UINT64_MAX;

static struct sorter *open_sized(uint64_t keys, uint64_t runs, unsigned workers) {
    const uint64_t params[] = {keys, runs};
    const struct workload_setting setting = {.workers = workers, .params = params};
    char why[WHY_BYTES] = "";
    void *shared = NULL, *state = NULL;
    CHECK_INT(sort_whole_units(&setting), runs);
    CHECK_INT(sort_open(&setting, &shared, why, sizeof why), 0);
    for (unsigned worker = 0; worker < workers; worker++) {
        CHECK_INT(sort_setup(shared, worker, &state, why, sizeof why), 0);
    }
    CHECK_STRING(why, "");
    return shared;
}

/* As the harness takes a sample on n workers, the last one first; `lost` is left out. */
static uint64_t take_sample(struct sorter *sorter, unsigned n, uint64_t lost) {
    const uint64_t runs = sorter->runs;
    uint64_t digest = 0;
    for (unsigned worker = n; worker-- > 0;) {
        sort_prepare(sorter, &(struct workload_sample){
                                 .workers = n, .worker = worker, .parallel_units = runs});
    }
    for (unsigned worker = n; worker-- > 0;) {
        uint64_t first = runs * worker / n;
        const uint64_t end = runs * (worker + 1) / n;
        if (lost >= first && lost < end) {
            digest += sort_run_units(sorter, first, lost - first);
            first = lost + 1;
        }
        digest += sort_run_units(sorter, first, end - first);
    }
    return digest + sort_finish(sorter);
}

static bool is_accepted(struct sorter *sorter, uint64_t digest, char why[WHY_BYTES]) {
    const struct workload_sample sample = {.workers = 1, .parallel_units = sorter->runs};
    why[0] = '\0';
    const int status = sort_check(sorter, &sample, digest, why, WHY_BYTES);
    CHECK_INT(status, why[0] == '\0' ? 0 : -1);
    return status == 0;
}

static int by_value(const void *left, const void *right) {
    const uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static void check_is_sorted(const struct sorter *sorter) {
    const uint64_t count = sorter->runs * sorter->run_keys;
    uint64_t *expected = malloc(count * sizeof *expected), different = 0;
    for (uint64_t place = 0; place < count; place++) {
        expected[place] = make_key(place);
    }
    qsort(expected, count, sizeof *expected, by_value);
    for (uint64_t place = 0; place < count; place++) {
        different += sorter->sorted[place] != expected[place];
    }
    CHECK_INT(different, 0);
    free(expected);
}

/* Every n gives the same digest, also in a second sample, and the keys as libc sorts them. */
static void test_sorts_at_every_size(void) {
    static const uint64_t sizes[][2] = {{1, 1},   {1, 3},      {2, 1},    {8, 1},       {9, 1},
                                        {100, 1}, {1000, 7},   {1000, 8}, {1024, 16},   {1025, 16},
                                        {50, 64}, {12345, 31}, {6144, 6}, {196608, 192}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char why[WHY_BYTES];
        struct sorter *sorter = open_sized(sizes[i][0], sizes[i][1], 5);
        const uint64_t digest = take_sample(sorter, 1, NONE);
        CHECK(sorter->runs * sorter->run_keys >= sizes[i][0]);
        CHECK(sorter->runs * sorter->run_keys < sizes[i][0] + sorter->runs);
        for (unsigned n = 1; n <= 5; n++) {
            CHECK_INT(take_sample(sorter, n, NONE), digest);
            CHECK_REPORT(is_accepted(sorter, digest, why), "%s", why);
            check_is_sorted(sorter);
        }
        sort_close(sorter);
    }
}

/* As the harness takes a sample of the best serial code. */
static uint64_t take_best(struct sorter *sorter) {
    sort_prepare(sorter, &(struct workload_sample){.workers = 1, .parallel_units = sorter->runs});
    return sort_run_best(sorter, sorter->runs);
}

/* The digest and the result of the parallel code, with no digit to sort by, one, two and three. */
static void test_best_at_every_size(void) {
    static const uint64_t sizes[][2] = {{1, 1},        {2, 1},        {3, 2},
                                        {2048, 16},    {2049, 1},     {12345, 7},
                                        {196608, 192}, {4194304, 64}, {4194305, 64}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char why[WHY_BYTES];
        struct sorter *sorter = open_sized(sizes[i][0], sizes[i][1], 2);
        const uint64_t digest = take_sample(sorter, 2, NONE);
        for (int turn = 0; turn < 2; turn++) {
            CHECK_INT(take_best(sorter), digest);
            CHECK_REPORT(is_accepted(sorter, digest, why), "%s", why);
        }
        check_is_sorted(sorter);
        CHECK_INT(take_sample(sorter, 2, NONE), digest); /* and the other way round */
        sort_close(sorter);
    }
}

/* Keys that share all their leading digits, or are as large as any, are sorted too. */
static void test_best_of_any_keys(void) {
    enum { COUNT = 3000 };
    static uint64_t keys[COUNT], room[COUNT];
    for (int kind = 0; kind < 4; kind++) {
        uint64_t sum = 0, expected = 0, falls = 0;
        for (uint64_t i = 0; i < COUNT; i++) {
            const uint64_t kinds[] = {7, COUNT - i, (COUNT - i) << 40, UINT64_MAX >> (1 + i % 60)};
            keys[i] = kinds[kind];
            expected += mix(keys[i]);
        }
        const uint64_t *sorted = sort_by_digits(keys, room, COUNT);
        for (uint64_t i = 0; i < COUNT; i++) {
            sum += mix(sorted[i]);
            falls += i > 0 && sorted[i] < sorted[i - 1];
        }
        CHECK_INT(falls, 0);
        CHECK_INT(sum, expected);
    }
}

/* What the best serial code left undone is found: a key too few, and a result that is spoilt. */
static void test_proof_of_the_best(void) {
    char why[WHY_BYTES];
    struct sorter *sorter = open_sized(6000, 60, 1);
    const uint64_t digest = take_best(sorter);
    CHECK(is_accepted(sorter, digest, why));
    sort_prepare(sorter, &(struct workload_sample){.workers = 1, .parallel_units = 60});
    CHECK(!is_accepted(sorter, sort_run_best(sorter, 59), why));
    CHECK_INT(take_best(sorter), digest);
    sorter->sorted[17]++;
    CHECK(!is_accepted(sorter, digest, why));
    sort_close(sorter);
}

/* Keys that are no accident: equal ones, rising, falling. */
static void test_any_keys(void) {
    enum { MOST = 130 };
    uint64_t keys[MOST], room[MOST];
    for (uint64_t count = 0; count <= MOST; count++) {
        for (int kind = 0; kind < 4; kind++) {
            uint64_t sum = 0, expected = 0, falls = 0;
            for (uint64_t i = 0; i < count; i++) {
                const uint64_t kinds[] = {7, i, count - i, i * i % 11};
                keys[i] = kinds[kind];
                expected += mix(keys[i]);
            }
            sort_run(keys, room, count);
            for (uint64_t i = 0; i < count; i++) {
                sum += mix(keys[i]);
                falls += i > 0 && keys[i] < keys[i - 1];
            }
            CHECK_INT(falls, 0);
            CHECK_INT(sum, expected);
        }
    }
}

static void test_proof_finds_what_is_wrong(void) {
    char why[WHY_BYTES];
    struct sorter *sorter = open_sized(6000, 60, 2);
    const uint64_t digest = take_sample(sorter, 2, NONE);
    CHECK(is_accepted(sorter, digest, why));
    CHECK(!is_accepted(sorter, digest + 1, why));
    CHECK_HOLDS(why, "sort: the digest is ");

    uint64_t *const keys = sorter->sorted, kept = keys[1000];
    keys[1000] = keys[1001], keys[1001] = kept;
    CHECK(!is_accepted(sorter, digest, why));
    CHECK_STRING(why, "sort: the keys do not ascend");
    keys[1000] = keys[1001]; /* in order again, one key twice and one lost */
    CHECK(!is_accepted(sorter, digest, why));
    CHECK_STRING(why, "sort: the sorted keys are not those that were made");

    for (uint64_t lost = 0; lost < 60; lost += 59) {
        CHECK(!is_accepted(sorter, take_sample(sorter, 2, lost), why));
    }
    const uint64_t unmerged = take_sample(sorter, 2, NONE) - digest_keys(sorter->sorted, 6000);
    CHECK(!is_accepted(sorter, unmerged, why));
    sort_close(sorter);
}

/* The sample must be the whole. */
static void test_proof_knows_the_whole(void) {
    char why[WHY_BYTES] = "";
    struct sorter *sorter = open_sized(6000, 60, 2);
    const uint64_t digest = take_sample(sorter, 1, NONE);
    struct workload_sample sample = {.workers = 1, .parallel_units = 59};
    CHECK_INT(sort_check(sorter, &sample, digest, why, sizeof why), -1);
    CHECK_STRING(why, "sort: 59 of 60 runs were sorted");
    sample = (struct workload_sample){.workers = 1, .serial_units = 1, .parallel_units = 60};
    CHECK_INT(sort_check(sorter, &sample, digest, why, sizeof why), -1);
    sort_close(sorter);
}

/* All of both arrays, each key by one worker, also where there are more of them than runs. */
static void test_first_touch(void) {
    static const unsigned counts[] = {1, 2, 3, 7, 100};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct sorter *sorter = open_sized(6000, 60, counts[i]);
        const uint64_t count = sorter->runs * sorter->run_keys;
        uint64_t touched = 0;
        for (unsigned worker = 0; worker < counts[i]; worker++) {
            void *state = NULL;
            memset(sorter->keys, 1, count * sizeof *sorter->keys);
            memset(sorter->room, 1, count * sizeof *sorter->room);
            CHECK_INT(sort_setup(sorter, worker, &state, NULL, 0), 0);
            for (uint64_t place = 0; place < count; place++) {
                CHECK((sorter->keys[place] == 0) == (sorter->room[place] == 0));
                touched += sorter->keys[place] == 0;
            }
        }
        CHECK_INT(touched, count);
        sort_close(sorter);
    }
}

/* For ever the same, whatever the compiler and the machine. */
static void test_known_digest(void) {
    struct sorter *sorter = open_sized(KEYS, RUNS, 1);
    const uint64_t digest = take_sample(sorter, 1, NONE);
    CHECK_REPORT(digest == UINT64_C(0x4f9f26e57da3a5bc), "the digest is %016" PRIx64, digest);
    sort_close(sorter);
}

int main(void) {
    test_sorts_at_every_size();
    test_any_keys();
    test_best_at_every_size();
    test_best_of_any_keys();
    test_proof_of_the_best();
    test_proof_finds_what_is_wrong();
    test_proof_knows_the_whole();
    test_first_touch();
    test_known_digest();
    return check_done();
}
