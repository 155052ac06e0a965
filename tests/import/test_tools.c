/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What other tools than hyperfine write. The files beside this one were written by google-benchmark
 * 1.7.1 and go 1.19 themselves; the texts below follow their sources and those of will-it-scale and
 * Cilkscale. argv: the directory of the files. */
#include "imported.h"

static void test_gbench_file(const char *directory) {
    struct imported read = import_file(directory, "gbench.json", NULL);
    const struct measured_group *group = group_at(&read, 0);
    CHECK_STRING(read.format, "google-benchmark JSON");
    CHECK_INT(read.measured.count, 3); /* no aggregates */
    CHECK_STRING(group->name, "work/real_time");
    CHECK_INT(group->quantity, MEASURED_THROUGHPUT);
    CHECK_INT(group->scaling, MEASURED_COPIES);
    CHECK_INT(group->count, 4);
    /* Two threads do about twice the iterations: 1.7.1 divides its time by the threads. */
    CHECK(group->rows[2].value > 1.5 * group->rows[0].value);
    CHECK(group->rows[2].value < 3 * group->rows[0].value);
    CHECK_STRING(group_at(&read, 2)->name, "arg");
    CHECK_INT(group_at(&read, 2)->quantity, MEASURED_TIME);
    CHECK_NEAR(group_at(&read, 2)->rows[5].n, 4, 0);
    measured_release(&read.measured);
    /* Asked for as one body divided: the thread's time. */
    read = import_file(directory, "gbench.json", "strong");
    group = group_at(&read, 0);
    CHECK_INT(group->quantity, MEASURED_TIME);
    CHECK_NEAR(group->rows[0].value, 2.9361715309732303e-6, 1e-15);
    CHECK(group->rows[2].value > group->rows[0].value / 1.5);
    measured_release(&read.measured);
}

/* One run of n threads, 10 ns of real time, as a release writes it. */
static double throughput_of(const char *context, int threads, double cpu_ns) {
    char text[512];
    snprintf(text, sizeof text,
             "{\"context\": {%s}, \"benchmarks\": [{\"name\": \"a/threads:1\", \"threads\": 1, "
             "\"real_time\": 10, \"cpu_time\": 10, \"time_unit\": \"ns\", \"rate\": NaN},"
             "{\"name\": \"a/threads:%d\", \"threads\": %d, \"real_time\": 10, \"cpu_time\": %g, "
             "\"time_unit\": \"ns\", \"rate\": -Infinity}]}",
             context, threads, threads, cpu_ns);
    struct imported read = import_text(text, NULL);
    double value = group_at(&read, 0)->rows[1].value;
    measured_release(&read.measured);
    return value;
}

static void test_gbench_releases(void) {
    static const char NAMED[] = "\"library_version\": \"v1.9.2\"";
    static const char *const dividing[] = {"v1.8.4", "v1.8.5", "v1.8.3-73-gbc946b91", "1.8.5",
                                           "v0.0.0"};
    static const char *const later[] = {"v1.9.0", "v1.9.5", "1.9.1", "v1.10.0", "v2.0.0", ""};
    CHECK_NEAR(throughput_of("", 4, 40), 1e8, 1);     /* divided, and cpu_time shows it */
    CHECK_NEAR(throughput_of(NAMED, 4, 40), 1e8, 1);  /* likewise, whatever it calls itself */
    CHECK_NEAR(throughput_of(NAMED, 4, 10), 4e8, 1);  /* not divided */
    CHECK_NEAR(throughput_of(NAMED, 4, 0.1), 4e8, 1); /* sleeping threads, later release */
    CHECK_NEAR(throughput_of("", 4, 0.1), 1e8, 1);    /* and an earlier one */
    for (size_t i = 0; i < 5 + 6; i++) {
        char context[64];
        snprintf(context, sizeof context, "\"library_version\": \"%s\"",
                 i < 5 ? dividing[i] : later[i - 5]);
        CHECK_NEAR(throughput_of(context, 4, 0.1), i < 5 ? 1e8 : 4e8, 1);
    }
}

/* SkipWithError and SkipWithMessage leave a run without a time, also where all others are medians.
 */
static void test_gbench_skipped(void) {
    static const char *const kinds[] = {
        "",
        "\"run_type\": \"aggregate\", \"aggregate_name\": \"median\", ",
    };
    for (size_t i = 0; i < 2; i++) {
        char text[1024];
        snprintf(text, sizeof text,
                 "{\"benchmarks\": ["
                 "{\"name\": \"f/1\", %s\"real_time\": 4, \"time_unit\": \"s\"},"
                 "{\"name\": \"f/2\", %s\"real_time\": 2, \"time_unit\": \"s\"},"
                 "{\"name\": \"f/4\", \"skipped\": true, \"skip_message\": \"no gpu\", "
                 "\"iterations\": 0, \"real_time\": 0, \"time_unit\": \"s\"},"
                 "{\"name\": \"f/8\", \"error_occurred\": true, \"real_time\": 0, "
                 "\"time_unit\": \"s\"}]}",
                 kinds[i], kinds[i]);
        struct imported read = import_text(text, NULL);
        CHECK_INT(read.measured.count, 1);
        CHECK_INT(group_at(&read, 0)->count, 2);
        CHECK_NEAR(group_at(&read, 0)->rows[1].value, 2, 0);
        measured_release(&read.measured);
    }
}

/* Our own benchmark.json, named arguments, an error, medians alone. */
static void test_gbench_names(void) {
    struct imported read = import_text(
        "{\"context\": {\"amdahl_version\": \"0.1.0\"}, \"benchmarks\": ["
        "{\"name\": \"spin/threads/spread/weak/p:0.5/n:1/t:8\", \"run_type\": \"iteration\", "
        "\"repetition_index\": 3, \"threads\": 1, \"real_time\": 5, \"time_unit\": \"ms\"},"
        "{\"name\": \"spin/threads/spread/weak/p:0.5/n:2/t:8\", \"run_type\": \"iteration\", "
        "\"repetition_index\": 4, \"threads\": 1, \"real_time\": 6, \"time_unit\": \"us\"},"
        "{\"name\": \"spin/threads/spread/weak/p:0.5/n:4/t:8\", \"run_type\": \"iteration\", "
        "\"error_occurred\": true, \"threads\": 1}]}",
        NULL);
    const struct measured_group *group = group_at(&read, 0);
    CHECK_INT(read.measured.count, 1);
    CHECK_STRING(group->series.workload, "spin");
    CHECK_INT(group->scaling, MEASURED_WEAK);
    CHECK(group->scaling_is_known);
    CHECK_NEAR(group->p, 0.5, 0);
    CHECK_INT(group->tasks, 8);
    CHECK_INT(group->count, 2);
    CHECK_INT(group->rows[1].round, 4);
    CHECK_NEAR(group->rows[1].value, 6e-6, 1e-18);
    CHECK_NEAR(group->rows[1].work, 1.5, 0);
    CHECK(group->units_are_lost); /* every run has a number of its own */
    measured_release(&read.measured);
    read = import_text("{\"benchmarks\": ["
                       "{\"name\": \"f/64/workers:3/real_time_mean\", \"run_name\": "
                       "\"f/64/workers:3/real_time\", \"run_type\": \"aggregate\", "
                       "\"aggregate_name\": \"mean\", \"real_time\": 1, \"time_unit\": \"s\"},"
                       "{\"name\": \"f/64/workers:3/real_time_median\", \"run_name\": "
                       "\"f/64/workers:3/real_time\", \"run_type\": \"aggregate\", "
                       "\"aggregate_name\": \"median\", \"real_time\": 2, \"time_unit\": \"s\"}]}",
                       NULL);
    CHECK_STRING(group_at(&read, 0)->name, "f/64/real_time");
    CHECK_INT(group_at(&read, 0)->count, 1);
    CHECK_NEAR(group_at(&read, 0)->rows[0].n, 3, 0);
    CHECK_NEAR(group_at(&read, 0)->rows[0].value, 2, 0);
    CHECK_INT(group_at(&read, 0)->rows[0].round, MEASURED_NO_ROUND);
    measured_release(&read.measured);
}

static void test_will_it_scale(void) {
    struct imported read =
        import_text("tasks,processes,processes_idle,threads,threads_idle,linear\n"
                    "0,0,100,0,100,0\n1,500,50.00,490,50.1,500\n2,980,0.1,-1,0.0,1000\n",
                    NULL);
    CHECK_STRING(read.format, "will-it-scale CSV");
    CHECK_INT(read.measured.count, 2);
    CHECK_STRING(group_at(&read, 0)->name, "processes");
    CHECK_INT(group_at(&read, 0)->count, 2);
    CHECK_NEAR(group_at(&read, 0)->rows[1].value, 980, 0);
    CHECK_INT(group_at(&read, 0)->quantity, MEASURED_THROUGHPUT);
    CHECK_INT(group_at(&read, 0)->scaling, MEASURED_COPIES);
    CHECK(group_at(&read, 0)->scaling_is_known);
    CHECK_INT(group_at(&read, 1)->count, 1); /* -1 is a run that failed */
    measured_release(&read.measured);
}

static void test_cilkscale(void) {
    struct imported read =
        import_text("tag,work (seconds),span (seconds),parallelism,burdened_span (seconds),"
                    "burdened_parallelism,1c time (seconds),2c time (seconds),16c time (seconds)\n"
                    "sort,1.9,0.1,19,0.11,17.3,2,1.1,0.3\n,2.2,0.2,11,0.21,10.5,2.5,1.5,\n",
                    NULL);
    CHECK_STRING(read.format, "Cilkscale CSV");
    CHECK_INT(read.measured.count, 2);
    CHECK_STRING(group_at(&read, 0)->name, "sort");
    CHECK_INT(group_at(&read, 0)->count, 3);
    CHECK_NEAR(group_at(&read, 0)->rows[2].n, 16, 0);
    CHECK_NEAR(group_at(&read, 0)->rows[2].value, 0.3, 0);
    CHECK_NEAR(group_at(&read, 0)->span, 0.1 / 1.9, 1e-15);
    CHECK_STRING(group_at(&read, 1)->name, "whole program");
    CHECK_INT(group_at(&read, 1)->count, 2);
    measured_release(&read.measured);
}

static void test_go(const char *directory) {
    struct imported read = import_file(directory, "go.txt", NULL);
    CHECK_STRING(read.format, "go test -bench");
    CHECK_INT(read.measured.count, 3);
    CHECK_STRING(group_at(&read, 0)->name, "Sum");
    CHECK_INT(group_at(&read, 0)->count, 4);
    CHECK_NEAR(group_at(&read, 0)->rows[0].n, 1, 0);
    CHECK_NEAR(group_at(&read, 0)->rows[0].value, 207.9e-9, 1e-18);
    CHECK_NEAR(group_at(&read, 0)->rows[3].n, 2, 0);
    CHECK_STRING(group_at(&read, 2)->name, "Sub/b-2"); /* its own number, not a count */
    CHECK_INT(group_at(&read, 2)->count, 4);
    CHECK_NEAR(group_at(&read, 2)->rows[1].n, 1, 0);
    CHECK_NEAR(group_at(&read, 2)->rows[2].n, 2, 0);
    measured_release(&read.measured);
    /* -cpu 2,4, another package, a log line and what is no result. */
    read = import_text("some log\nBenchmarkX\npkg: a\nBenchmarkX-2 \t 10\t 5 ns/op\r\n"
                       "BenchmarkX-4 \t 20\t 2.5 ns/op\t 7 B/op\n"
                       "pkg: b\nBenchmarkX-2 10 9 ns/op\nBenchmarkY-2 \t--- FAIL\nPASS\n",
                       NULL);
    CHECK_INT(read.measured.count, 2);
    CHECK_STRING(group_at(&read, 0)->name, "X");
    CHECK_NEAR(group_at(&read, 0)->rows[1].n, 4, 0);
    CHECK_STRING(group_at(&read, 1)->name, "b: X");
    measured_release(&read.measured);
}

/* With GOMAXPROCS = 1 no name has its number behind it: "w-1", "w-2" are names of their own. */
static void test_go_names(const char *directory) {
    struct imported read = import_file(directory, "go_one.txt", NULL);
    CHECK_INT(read.measured.count, 5);
    CHECK_STRING(group_at(&read, 2)->name, "Pool/w-4");
    CHECK_STRING(group_at(&read, 4)->name, "All");
    for (size_t i = 0; i < read.measured.count; i++) {
        CHECK_INT(group_at(&read, i)->count, 2);
        CHECK_NEAR(group_at(&read, i)->rows[1].n, 1, 0);
    }
    measured_release(&read.measured);
    /* -cpu 1,2: a benchmark beside one whose name ends in 1 still has its own number. */
    read = import_text("BenchmarkX/w 9 9 ns/op\nBenchmarkX/w-2 9 5 ns/op\n"
                       "BenchmarkX/w-1 9 8 ns/op\nBenchmarkX/w-1-2 9 7 ns/op\n",
                       NULL);
    CHECK_INT(read.measured.count, 2);
    CHECK_STRING(group_at(&read, 0)->name, "X/w");
    CHECK_NEAR(group_at(&read, 0)->rows[1].n, 2, 0);
    CHECK_STRING(group_at(&read, 1)->name, "X/w-1");
    CHECK_NEAR(group_at(&read, 1)->rows[1].n, 2, 0);
    measured_release(&read.measured);
}

int main(int argc, char **argv) {
    const char *directory = argc > 1 ? argv[1] : ".";
    test_gbench_file(directory);
    test_gbench_releases();
    test_gbench_skipped();
    test_gbench_names();
    test_will_it_scale();
    test_cilkscale();
    test_go(directory);
    test_go_names(directory);
    return check_done();
}
