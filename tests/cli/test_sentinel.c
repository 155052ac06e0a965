/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is recorded and printed of a run's sentinels. */
#include "check.h"
#include "cli/sentinel.h"
#include "explain/summary.h"
#include "record/run_dir.h"

#include <stdlib.h>
#include <unistd.h>

enum { ROUNDS = 40, SAMPLES = 4 * ROUNDS, SPANS = 3 * ROUNDS };

struct made {
    struct sample samples[SAMPLES];
    struct worker_span spans[SPANS];
    size_t sample_count, span_count;
};

static struct sample *add(struct made *made, enum sample_role role, uint32_t round, uint32_t n,
                          double time_s) {
    bool asked = role == SAMPLE_ASKED;
    struct sample *sample = &made->samples[made->sample_count++];
    *sample = (struct sample){
        .id = made->sample_count,
        .base_id = made->sample_count - (n - 1),
        .round = round,
        .role = role,
        .series = {"spin", "", "threads", "strong", "spread", "block"},
        .p = asked ? 0.9 : NAN,
        .p_work = asked ? 0.9 : NAN,
        .p_basis = "work",
        .n = n,
        .units = 100,
        .bytes = NAN,
        .start_s = (double)made->sample_count,
        .time_s = time_s,
        .serial_s = asked ? time_s / 10 : 0,
        .parallel_s = time_s,
        .chain_s = 1e-5,
        .cpu_s = NAN,
    };
    return sample;
}

static void add_span(struct made *made, uint64_t id, uint32_t worker, double share_s) {
    made->spans[made->span_count++] =
        (struct worker_span){.sample = id, .worker = worker, .end_s = share_s, .cpu_s = NAN};
}

/* Two workers on two cores of different kinds, the second at `slower`, on a machine that gets
 * slower by `drift` during the run. */
static void make(struct made *made, double slower, double drift) {
    *made = (struct made){0};
    for (uint32_t round = 0; round < ROUNDS; round++) {
        double unit_s = 1e-3 * (1 + drift * round / ROUNDS);
        uint64_t id = add(made, SAMPLE_SENTINEL, round, 1, unit_s)->id;
        add_span(made, id, 0, unit_s);
        id = add(made, SAMPLE_SENTINEL, round, 2, unit_s / slower)->id;
        add_span(made, id, 0, unit_s);
        add_span(made, id, 1, unit_s / slower);
        add(made, SAMPLE_ASKED, round, 1, unit_s);
        add(made, SAMPLE_ASKED, round, 2, unit_s * (0.1 + 0.45 / slower));
    }
}

static void make_directory(char path[64]) {
    snprintf(path, 64, "/tmp/amdahl-sentinel-XXXXXX");
    CHECK(mkdtemp(path) != NULL);
}

static bool has(const char *path, const char *name) {
    char file[128];
    snprintf(file, sizeof file, "%s/%s", path, name);
    return access(file, F_OK) == 0;
}

static void remove_directory(const char *path) {
    static const char *const names[] = {"samples.csv", "workers.csv", "placement.csv", "drift.csv",
                                        "capacity.csv"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char file[128];
        snprintf(file, sizeof file, "%s/%s", path, names[i]);
        unlink(file);
    }
    rmdir(path);
}

/* The run's files, as a sweep leaves them. */
static void write_run(const struct made *made, const char *path, bool has_placement) {
    static const struct placement_row rows[] = {{2, 0, 0, 0, 0, 0, 0, 1, "spread"},
                                                {2, 1, 1, 1, 0, 0, 0, 0, "spread"}};
    struct run_dir *run = NULL;
    struct fault fault = {0};
    CHECK_INT(run_dir_create(path, &run, &fault), 0);
    CHECK_INT(run_dir_append(run, made->samples, made->sample_count, made->spans, made->span_count,
                             &fault),
              0);
    if (has_placement)
        CHECK_INT(run_dir_write_placement(path, rows, 2, &fault), 0);
    CHECK_STRING(fault.text, "");
    run_dir_close(run);
}

/* What is printed; the caller frees. */
static char *print(const struct made *made, const struct sentinel *sentinel) {
    struct summary_row *rows = NULL;
    size_t count = 0, bytes = 0;
    char *text = NULL;
    struct fault fault = {0};
    const struct term term = {.utf8 = true};
    CHECK_INT(summary_make(made->samples, made->sample_count, 0.01, &rows, &count, &fault), 0);
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(sentinel_print(sentinel, rows, count, &term, stream, &fault), 0);
    fclose(stream);
    CHECK_STRING(fault.text, "");
    free(rows);
    return text;
}

/* C(2) = 1.6, so 1/(0.1 + 0.9/1.6) is attainable of 1/(0.1 + 0.45). */
static void test_slower_core(void) {
    static struct made made;
    char path[64];
    struct sentinel sentinel = {0};
    struct fault fault = {0};
    make(&made, 0.8, 0);
    make_directory(path);
    write_run(&made, path, true);
    CHECK_INT(sentinel_record(path, made.samples, made.sample_count, &sentinel, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(has(path, "drift.csv") && has(path, "capacity.csv"));
    CHECK_INT(sentinel.drift_count, 1);
    CHECK_INT(sentinel.drift_row_count, 1);
    CHECK_INT(sentinel.capacity.row_count, 3);
    char *text = print(&made, &sentinel);
    CHECK_STRING(text, "spin: the cores themselves do 1.6 [1.6, 1.6] of 2 at n = 2 (capacity, by "
                       "the sentinel), clock 1 [1, 1] of one core's: attainable 1.509 [1.509, "
                       "1.509] of Amdahl's 1.818 at p = 0.9\n"
                       "spin: a core of kind 0 does 0.8 [0.8, 0.8] of one of kind 1 (sentinel, "
                       "n = 2)\n");
    free(text);
    sentinel_release(&sentinel);
    remove_directory(path);
}

/* The sentinel, which fills its core, suffers from who shares it; the workload does not. */
static void test_shared_core(void) {
    static struct made made;
    struct sentinel sentinel = {0};
    make(&made, 0.8, 0);
    for (size_t i = 0; i < made.sample_count; i++)
        if (made.samples[i].role == SAMPLE_ASKED && made.samples[i].n == 2)
            made.samples[i].time_s = 1e-3 * (0.1 + 0.45);
    char *text = print(&made, &sentinel);
    CHECK_HOLDS(text,
                "of Amdahl's 1.818 at p = 0.9; it did 1.818: what fills a core's multipliers");
    free(text);
}

/* The machine gets slower by a tenth: a sentence, and the table. Without placement.csv the workers'
 * places are not known. */
static void test_drift(void) {
    static struct made made;
    char path[64];
    struct sentinel sentinel = {0};
    struct fault fault = {0};
    make(&made, 1, 0.1);
    make_directory(path);
    write_run(&made, path, false);
    CHECK_INT(sentinel_record(path, made.samples, made.sample_count, &sentinel, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK(has(path, "drift.csv") && !has(path, "capacity.csv"));
    char *text = print(&made, &sentinel);
    CHECK(strncmp(text, "spin: the machine drifted: the sentinel took 8.", 47) == 0);
    CHECK_HOLDS(text, "% longer in the last sixth of the run than in the first (Mann-Kendall z = ");
    CHECK_HOLDS(text, "\n  series    p  n  speed-up, paired  unpaired  unpaired, corrected\n"
                      "  spin    0.9  2             1.818     1.818                1.818\n");
    free(text);
    sentinel_release(&sentinel);
    remove_directory(path);
}

/* A capacity and a drift within 1 % are not worth a line; without sentinels there is no file. */
static void test_nothing_to_say(void) {
    static struct made made;
    char path[64];
    struct sentinel sentinel = {0};
    struct fault fault = {0};
    make(&made, 0.995, 0.004);
    for (size_t i = 0; i < made.span_count; i++)
        made.spans[i].sample += 1000; /* and of no worker is it known what it did */
    make_directory(path);
    write_run(&made, path, true);
    CHECK_INT(sentinel_record(path, made.samples, made.sample_count, &sentinel, &fault), 0);
    char *text = print(&made, &sentinel);
    CHECK_STRING(text, "");
    free(text);
    sentinel_release(&sentinel);
    remove_directory(path);

    make_directory(path);
    for (size_t i = 0; i < made.sample_count; i++)
        if (made.samples[i].role == SAMPLE_SENTINEL)
            made.samples[i].role = SAMPLE_WARMUP;
    CHECK_INT(sentinel_record(path, made.samples, made.sample_count, &sentinel, &fault), 0);
    CHECK(!has(path, "drift.csv") && !has(path, "capacity.csv"));
    text = print(&made, &sentinel);
    CHECK_STRING(text, "");
    free(text);
    sentinel_release(&sentinel);
    remove_directory(path);
}

/* The cores are as fast together as alone, and their clock is not: it is said, and not below half a
 * per cent. */
static void test_clock(void) {
    for (int is_small = 0; is_small < 2; is_small++) {
        static struct made made;
        struct sentinel sentinel = {0};
        make(&made, 1, 0);
        for (size_t i = 0; i < made.sample_count; i++)
            if (made.samples[i].role == SAMPLE_SENTINEL && made.samples[i].n == 2)
                made.samples[i].chain_s /= is_small ? 0.996 : 0.95;
        char *text = print(&made, &sentinel);
        if (is_small)
            CHECK_STRING(text, "");
        else
            CHECK_HOLDS(text, "do 2 [2, 2] of 2 at n = 2 (capacity, by the sentinel), clock 0.95 "
                              "[0.95, 0.95] of one core's: attainable ");
        free(text);
    }
}

/* A clock of 0.99 [0.96, 1.02] is not off. */
static void test_clock_within(void) {
    static struct made made;
    struct sentinel sentinel = {0};
    make(&made, 1, 0);
    for (size_t i = 0; i < made.sample_count; i++)
        if (made.samples[i].role == SAMPLE_SENTINEL && made.samples[i].n == 2)
            made.samples[i].chain_s /= made.samples[i].round % 2 == 0 ? 1.02 : 0.96;
    char *text = print(&made, &sentinel);
    CHECK_STRING(text, "");
    free(text);
}

static void overwrite(const char *path, const char *name, const char *content) {
    char file[128];
    snprintf(file, sizeof file, "%s/%s", path, name);
    FILE *stream = fopen(file, "we");
    CHECK(stream != NULL);
    if (stream == NULL)
        return;
    fputs(content, stream);
    fclose(stream);
}

/* Where workers.csv or placement.csv are damaged the drift is there all the same, no capacity.csv
 * is made, and what is wrong is kept. */
static void test_damaged(void) {
    static const char *const names[] = {"placement.csv", "workers.csv"};
    for (size_t i = 0; i < 2; i++) {
        static struct made made;
        char path[64];
        struct sentinel sentinel = {0};
        struct fault fault = {0};
        make(&made, 0.8, 0);
        make_directory(path);
        write_run(&made, path, true);
        overwrite(path, names[i], "no,table\n1,2\n");
        CHECK_INT(sentinel_record(path, made.samples, made.sample_count, &sentinel, &fault), 0);
        CHECK_STRING(fault.text, "");
        CHECK_INT(sentinel.unread.code, FAULT_INPUT);
        CHECK_HOLDS(sentinel.unread.text, names[i]);
        CHECK(has(path, "drift.csv") && !has(path, "capacity.csv"));
        CHECK_INT(sentinel.capacity.row_count, 0);
        char *text = print(&made, &sentinel);
        CHECK_HOLDS(text, "the cores themselves do 1.6 [1.6, 1.6] of 2");
        free(text);
        sentinel_release(&sentinel);
        remove_directory(path);
    }
}

int main(void) {
    test_clock();
    test_clock_within();
    test_damaged();
    test_slower_core();
    test_shared_core();
    test_drift();
    test_nothing_to_say();
    return check_done();
}
