/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is refused, and the sentence: file, line or key, what stands there, what was expected. */
#include "imported.h"

/* A table and a part of the sentence; NULL: nothing is wrong with it. */
static const struct {
    const char *text, *part;
} CSV_CASES[] = {
    {"", "is empty"},
    {"# only a comment\n", "is empty"},
    {"n,time_s\n", "no row with both a count of cores and a value"},
    {"n,time_s\n1,\n", "no row with both"},
    {"a,time_s\n1,2\n", ":1: no column is a count of cores: found \"a\", \"time_s\"; expected n, "},
    {"1,64.9\n2,120\n", ":1: expected a header row, such as n,time_s; found \"1\", \"64.9\""},
    {"p,time_s\n1,2\n", ":1: no column is a count of cores"},
    {"n,p,joules\n1,2,3\n",
     ":1: no column is a time, a throughput or a speed-up: found \"n\", \"p\", \"joules\""},
    {"n,time_s\n1,2\n2\n", ":3: 1 cells where the header has 2; the row ends before the column "
                           "time_s"},
    {"n,time_s\n1,2,3\n", ":2: 3 cells where the header has 2"},
    {"n,time_s\n1,2\n2,1", NULL},
    {"# x\nn,time_s\n\n1,2\n2,fast\n",
     ":5: column time_s: \"fast\" is not a time: expected a number above 0"},
    {"n,time_s\n1,0\n", ":2: column time_s: \"0\" is not a time"},
    {"n,time_s\n1,-2\n", "\"-2\" is not a time"},
    {"n,time_s\n1,inf\n", "\"inf\" is not a time"},
    {"n,time_s\n1,1e999\n", "\"1e999\" is not a time"},
    {"n,time_s\n1,0x1p3\n", "\"0x1p3\" is not a time"},
    {"n;time_s\n1;0,5\n", "\"0,5\" is not a time: expected a number above 0, with '.' as"},
    {"n,time_s\n1,nan\n", ":2: column time_s: \"nan\" is not a time"},
    {"n,time_s\nNaN,1\n", "\"NaN\" is not a count of cores"},
    {"n,time,work\n1,1,1\n4,1,3\n2,1,2\n", "the work grows from 1 at n = 1 to 3 at n = 4"},
    {"n,time,work\n1,1,1\n4,1,3\n", "give --scaling weak"},
    {"n,rate\n0,1\n", "column n: \"0\" is not a count of cores"},
    {"n,speedup\n1,x\n", "\"x\" is not a speed-up"},
    {"n,throughput\n1,x\n", "\"x\" is not a throughput"},
    {"n,time,work\n1,1,0\n", "column work: \"0\" is not an amount of work"},
    {"n,time,capacity\n1,1,a\n", "\"a\" is not a capacity"},
    {"n,time,clock\n1,1,-1\n", "\"-1\" is not a clock"},
    {"n,time,round\n1,1,0.5\n", "column round: \"0.5\" is no round: expected a whole number"},
    {"n,time,p\n1,1,2\n", "column p: \"2\" is no parallel fraction: expected 0 to 1"},
    {"n,time,tasks\n1,1,-1\n", "\"-1\" is no number of tasks"},
    {"n,time,scaling\n1,1,big\n", "\"big\" is no kind of scaling: expected strong, weak or"},
    {"n,time\n\"1,2\n", "the file ends within a quoted cell"},
    {"n,time\n1\"1,2\n", ":2: "},
};

static void test_csv(void) {
    for (size_t i = 0; i < sizeof CSV_CASES / sizeof CSV_CASES[0]; i++) {
        if (CSV_CASES[i].part != NULL) {
            check_refused(CSV_CASES[i].text, NULL, FAULT_INPUT, CSV_CASES[i].part);
            continue;
        }
        struct imported whole = import_text(CSV_CASES[i].text, NULL);
        CHECK_INT(group_at(&whole, 0)->count, 2);
        measured_release(&whole.measured);
    }
}

static void test_tools(void) {
    static const struct {
        const char *text, *part;
    } cases[] = {
        {"{\"results\": 1", ":1: "},
        {"{\"results\": 1}", "JSON of no format that is known"},
        {"{\"results\": [{\"command\": \"./a\", \"times\": [1]}]}",
         "how many cores \"./a\" used cannot be told; measure with `hyperfine -P threads 1 8`"},
        {"{\"results\": [{\"command\": \"make -j4\", \"times\": [1, 0]}]}",
         "a time of \"make -j4\" is 0 s"},
        {"{\"results\": [{\"command\": \"a\", \"times\": [1], \"parameters\": {\"n\": \"0\"}}]}",
         "\"a\" ran with 0 cores"},
        {"{\"results\": [{\"command\": \"make -j4\", \"times\": [1], \"exit_codes\": [2]}]}",
         "no row with both"},
        {"command,mean,stddev,median,parameter_n\na,1,1,x,2\n",
         ":2: column median: \"x\" is not a time"},
        {"command,mean,stddev,median\nmake -j4,1,1,1\nmake,1,1,1\n",
         "how many cores \"make\" used cannot be told"},
        {"{\"benchmarks\": [{\"name\": \"f\", \"real_time\": 1, \"time_unit\": \"ns\"}]}",
         "no benchmark ran with threads"},
        {"{\"benchmarks\": [{\"name\": \"f/4\", \"real_time\": NaN, \"time_unit\": \"ns\"}]}",
         "\"f/4\": real_time is 0 and time_unit \"ns\": expected a time above 0"},
        {"{\"benchmarks\": [{\"name\": \"f/4\", \"real_time\": 1, \"time_unit\": \"h\"}]}",
         "time_unit \"h\""},
        {"tasks,processes,processes_idle,threads,threads_idle,linear\n1,x,0,1,0,1\n",
         ":2: column processes: \"x\" is not a number"},
        {"tag,1c time (seconds)\n,0\n", ":2: column \"1c time\": \"0\" is not a time"},
        {"tag,time (seconds)\n,1\n", "no column is a count of cores"},
        {"tasks,processes,processes_idle,threads,threads_idle,linear\n1,nan,0,1,0,1\n",
         ":2: column processes: \"nan\" is not a number"},
        {"tag,1c time (seconds)\n,nan\n", ":2: column \"1c time\": \"nan\" is not a time"},
        {"BenchmarkX-2 10 0 ns/op\n", ":1: \"BenchmarkX-2 10 0 ns/op\" is not a benchmark's time"},
        {"BenchmarkX-2 10 1 ns/op\r\nBenchmarkX-2 10 bad ns/op\r\n",
         ":2: \"BenchmarkX-2 10 bad ns/op\" is not a benchmark's time"},
        {"Benchmark,threads,ns/op\nA,1,100\n", ":1: no column is a time, a throughput or a"},
        {"[{\"n\": 1, \"joules\": 2}]", "no column is a time, a throughput or a speed-up"},
        {"[{\"n\": 1, \"time\": 2}, {\"n\": 2, \"time\": \"x\"}]", ":2: column time: \"x\" is not"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_refused(cases[i].text, NULL, FAULT_INPUT, cases[i].part);
}

static void test_scaling(void) {
    check_refused("n,time,scaling\n1,1,weak\n", "strong", FAULT_USAGE,
                  "which holds weak scaling; leave the option out");
    check_refused("tasks,processes,processes_idle,threads,threads_idle,linear\n1,1,0,1,0,1\n",
                  "weak", FAULT_USAGE, "which holds throughput scaling of processes");
    check_refused("tag,1c time (seconds)\n,1\n", "weak", FAULT_USAGE, "holds strong scaling");
    struct fault fault = {0};
    struct measured measured;
    struct import_request request = {"/nonexistent/x.csv", NULL};
    CHECK_INT(import_read(&request, &measured, NULL, &fault), -FAULT_INPUT);
    CHECK_STRING(fault.text, "cannot read /nonexistent/x.csv: No such file or directory");
    fault = (struct fault){0};
    request.path = "/";
    CHECK_INT(import_read(&request, &measured, NULL, &fault), -FAULT_INPUT);
    CHECK_STRING(fault.text, "cannot read /: Is a directory");
}

/* Bytes that are no text are refused, not read beyond. */
static void test_bytes(void) {
    static const char UTF16[] = "\xff\xfen\0,\0t\0\n\0001\0,\0002\0\n";
    struct imported read = import_bytes(UTF16, sizeof UTF16, NULL);
    CHECK_INT(read.status, -FAULT_INPUT);
    static const char NUL[] = "{\"a\": \"x\0y\"}";
    read = import_bytes(NUL, sizeof NUL - 1, NULL);
    CHECK_INT(read.status, -FAULT_INPUT);
    static const char GO[] = "\0BenchmarkX-2 1 1 ns/op\n";
    read = import_bytes(GO, sizeof GO - 1, NULL);
    CHECK_INT(read.status, -FAULT_INPUT);
}

int main(void) {
    test_csv();
    test_tools();
    test_scaling();
    test_bytes();
    return check_done();
}
