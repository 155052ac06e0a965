/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* differences.csv and ledger.csv to the letter, threads.csv read back, what is not in it, and rows
 * as JSON. */
#include "check.h"
#include "record/difference_row.h"
#include "record/run_dir.h"
#include "record/table_json.h"
#include "records_sample.h"

static const struct difference_row FULL = {
    .series = {"triad", "mib=16", "openmp", "weak", "compact", "runtime"},
    .factor = "place",
    .reference = "spread",
    .p = 0.5,
    .n = 4,
    .tasks = 8,
    .oversubscribed = true,
    .speedup_ratio = {1.0 / 3, 0.1, 2},
    .rounds = 57,
    .correlation_s = 0.25,
    .interval_kind = "time blocks",
    .verdict = "lower",
};
/* Throughput, and too few rounds for an interval. */
static const struct difference_row SPARSE = {
    .series = {"spin", "", "threads", "throughput", "smt", "block"},
    .factor = "params",
    .reference = "",
    .p = NAN,
    .n = 2,
    .speedup_ratio = {1.5, NAN, NAN},
    .rounds = 3,
    .correlation_s = NAN,
    .verdict = "cannot tell",
};

static void test_differences_text(void) {
    char path[64];
    records_make_directory(path);
    const struct difference_row rows[] = {FULL, SPARSE};
    struct fault fault = {0};
    CHECK_INT(run_dir_write_differences(path, rows, 1, &fault), 0);
    CHECK_INT(run_dir_write_differences(path, rows, 2, &fault), 0); /* replaced, not appended */
    CHECK_STRING(fault.text, "");
    char *text = records_read_text(path, "differences.csv", NULL);
    CHECK_STRING(text, "workload,params,engine,scaling,place,idle,factor,reference,p,n,tasks,"
                       "oversubscribed,speedup_ratio,speedup_ratio_lo,speedup_ratio_hi,rounds,"
                       "correlation_s,interval_kind,verdict\n"
                       "triad,mib=16,openmp,weak,compact,runtime,place,spread,0.5,4,8,1,"
                       "0.33333333333333331,0.1,2,57,0.25,time blocks,lower\n"
                       "spin,,threads,throughput,smt,block,params,,,2,,0,1.5,,,3,,,cannot tell\n");
    free(text);
    records_remove(path);
}

static void test_differences_come_back(void) {
    char path[64];
    records_make_directory(path);
    const struct difference_row rows[] = {FULL, SPARSE};
    struct difference_row *back = NULL;
    size_t count = 0;
    struct fault fault = {0};
    CHECK_INT(table_replace(&table_differences, path, rows, 2, &fault), 0);
    CHECK_INT(table_read(&table_differences, path, (void **)&back, &count, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, 2);
    CHECK(memcmp(&back[0], &FULL, sizeof FULL) == 0);
    CHECK(isnan(back[1].p) && isnan(back[1].speedup_ratio.lo) && isnan(back[1].correlation_s));
    CHECK_INT(back[1].tasks, 0);
    free(back);
    records_remove(path);
}

static void test_json(void) {
    const struct difference_row rows[] = {FULL, SPARSE};
    json_t *array = table_json(&table_differences, rows, 2);
    CHECK_INT(json_array_size(array), 2);
    const json_t *full = json_array_get(array, 0), *sparse = json_array_get(array, 1);
    CHECK_INT(json_object_size(full), table_differences.column_count);
    CHECK_STRING(json_string_value(json_object_get(full, "params")), "mib=16");
    CHECK(json_is_true(json_object_get(full, "oversubscribed")));
    CHECK_INT(json_integer_value(json_object_get(full, "n")), 4);
    CHECK_INT(json_integer_value(json_object_get(full, "tasks")), 8);
    CHECK_NEAR(json_real_value(json_object_get(full, "speedup_ratio")), 1.0 / 3, 0);
    /* A whole number in a column of reals stays a real. */
    CHECK(json_is_real(json_object_get(full, "speedup_ratio_hi")));
    static const char *const empty[] = {"p", "tasks", "speedup_ratio_lo", "correlation_s"};
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
        CHECK_REPORT(json_is_null(json_object_get(sparse, empty[i])), "%s is not null", empty[i]);
    CHECK(json_is_false(json_object_get(sparse, "oversubscribed")));
    /* A text that is empty is a text. */
    CHECK_STRING(json_string_value(json_object_get(sparse, "reference")), "");
    json_decref(array);

    array = table_json(&table_differences, NULL, 0);
    CHECK(json_is_array(array));
    CHECK_INT(json_array_size(array), 0);
    json_decref(array);
}

/* What is printed comes back to the last bit. */
static void test_json_digits(void) {
    struct summary_row row = {.series = {"spin", "", "threads", "strong", "spread", "block"},
                              .p = 0.1,
                              .time_s = {1.0 / 3, 1e-9, 5e-324},
                              .speedup = {1.9641185520000001, NAN, 1e300},
                              .samples = 9007199254740993};
    json_t *array = table_json(&table_summary, &row, 1);
    char *text = json_dumps(array, JSON_REAL_PRECISION(17));
    CHECK_HOLDS(text, "\"p\": 0.10000000000000001");
    json_t *back = json_loads(text, 0, NULL), *first = json_array_get(back, 0);
    CHECK_NEAR(json_real_value(json_object_get(first, "time_s")), 1.0 / 3, 0);
    CHECK_NEAR(json_real_value(json_object_get(first, "time_lo_s")), 1e-9, 0);
    CHECK(json_real_value(json_object_get(first, "time_hi_s")) == 5e-324);
    CHECK(json_real_value(json_object_get(first, "speedup")) == 1.9641185520000001);
    CHECK(json_is_null(json_object_get(first, "speedup_lo")));
    CHECK(json_real_value(json_object_get(first, "speedup_hi")) == 1e300);
    CHECK_INT(json_integer_value(json_object_get(first, "samples")), 9007199254740993);
    free(text);
    json_decref(back);
    json_decref(array);
}

static void test_ledger_text(void) {
    char path[64];
    records_make_directory(path);
    const struct ledger_row rows[] = {
        {.series = {"zstd", "", "exec", "strong", "spread", ""},
         .p = NAN,
         .n = 2,
         .row = "valid",
         .component = "one runnable",
         .parent = "idle",
         .value = {0.25, 0.125, 0.5},
         .method = "looks, each 5 ms"},
        {.series = {"spin", "", "threads", "strong", "spread", "block"},
         .p = 0.9,
         .n = 4,
         .row = "valid",
         .component = "fork",
         .value = {1.0 / 3, NAN, NAN},
         .method = "clocks"}};
    struct fault fault = {0};
    CHECK_INT(run_dir_write_ledger(path, rows, 2, &fault), 0);
    CHECK_STRING(fault.text, "");
    char *text = records_read_text(path, "ledger.csv", NULL);
    CHECK_STRING(text, "workload,params,engine,scaling,place,p,n,tasks,row,component,parent,value,"
                       "lo,hi,method\n"
                       "zstd,,exec,strong,spread,,2,,valid,one runnable,idle,0.25,0.125,0.5,"
                       "\"looks, each 5 ms\"\n"
                       "spin,,threads,strong,spread,0.9,4,,valid,fork,,0.33333333333333331,,,"
                       "clocks\n");
    free(text);
    records_remove(path);
}

/* Read back but for a torn last row; a directory without the file says so. */
static void test_threads(void) {
    static const char text[] = "sample,workload,place,p,n,thread,most,runnable,pus\n"
                               "3,zstd,spread,,2,pool worker,4,90,\"0-1,3\"\n"
                               "4,zstd,spread,0.5,2,zst";
    char path[64];
    struct thread_row *rows = NULL;
    size_t count = 0;
    struct fault fault = {0};
    records_make_directory(path);
    CHECK(!run_dir_has_threads(path));
    CHECK_INT(run_dir_read_threads(path, &rows, &count, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "threads.csv");
    records_write_text(path, "threads.csv", text, strlen(text));
    CHECK(run_dir_has_threads(path));
    CHECK_INT(run_dir_read_threads(path, &rows, &count, NULL), 0);
    CHECK_INT(count, 1);
    CHECK_STRING(rows[0].series.workload, "zstd");
    CHECK_STRING(rows[0].thread.name, "pool worker");
    CHECK_STRING(rows[0].thread.pus, "0-1,3");
    CHECK_INT(rows[0].n, 2);
    CHECK_INT(rows[0].thread.most, 4);
    CHECK(isnan(rows[0].p));
    free(rows);
    records_remove(path);
}

/* The best serial program is another one: what was seen of it is not what is asked of this. */
static void test_watches_of_the_best(void) {
    struct sample samples[2] = {records_sample(1), records_sample(2)};
    struct watch watches[2] = {
        {.looks = {0, 3}, .thread_count = 1, .threads = {{"own", 1, 3, "0"}}},
        {.looks = {0, 5}, .thread_count = 1, .threads = {{"best", 1, 5, "0"}}}};
    char path[64];
    struct run_dir *run = NULL;
    struct fault fault = {0};
    samples[1].role = SAMPLE_BEST;
    records_make_directory(path);
    CHECK_INT(run_dir_create(path, &run, &fault), 0);
    CHECK_INT(run_dir_append_watches(run, samples, watches, 2, &fault), 0);
    CHECK_STRING(fault.text, "");
    run_dir_close(run);
    char *text = records_read_text(path, "runnable.csv", NULL);
    CHECK_STRING(text, "sample,workload,place,p,n,runnable,looks\n1,spin,spread,0.95,2,1,3\n");
    free(text);
    text = records_read_text(path, "threads.csv", NULL);
    CHECK_STRING(text, "sample,workload,place,p,n,thread,most,runnable,pus\n"
                       "1,spin,spread,0.95,2,own,1,3,0\n");
    free(text);
    records_remove(path);
}

int main(void) {
    test_differences_text();
    test_differences_come_back();
    test_json();
    test_json_digits();
    test_ledger_text();
    test_threads();
    test_watches_of_the_best();
    return check_done();
}
