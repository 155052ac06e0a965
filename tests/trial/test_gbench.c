/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/gbench.h"

#include "check.h"
#include "trial/benchmark_json.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

static char directory[] = "gbench-XXXXXX";
static char path[64];

struct fake {
    unsigned calls;
    double seconds;
};

static double fake_body(void *context) {
    struct fake *fake = context;
    fake->calls++;
    return fake->seconds;
}

static void test_runs_once(void) {
    struct fake fake = {.seconds = 0.1 + 0.2};
    struct gbench_result result = {0};
    struct fault fault = {0};
    for (unsigned i = 1; i <= 100; i++) {
        CHECK_INT(gbench_run_once("spin/threads/p:0.95/n:2", fake_body, &fake, &result, &fault), 0);
        CHECK_INT(fake.calls, i); /* no second benchmark of an earlier call runs along */
        CHECK_NEAR(result.real_s, fake.seconds, 0);
        CHECK_INT(result.iterations, 1);
        CHECK(result.cpu_s >= 0);
        fake.seconds *= 1.5;
    }
    CHECK_STRING(fault.text, "");
}

static void test_refuses_names(void) {
    static const char *const names[] = {"", "DISABLED_spin"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct fake fake = {0};
        struct gbench_result result = {.real_s = 7};
        struct fault fault = {0};
        CHECK_INT(gbench_run_once(names[i], fake_body, &fake, &result, &fault), -FAULT_USAGE);
        CHECK_HOLDS(fault.text, "DISABLED_");
        CHECK_INT(fake.calls, 0);
        CHECK_NEAR(result.real_s, 7, 0);
    }
}

/* A name is no pattern: whatever stands in it, this benchmark runs and no other. */
static void test_names_are_no_patterns(void) {
    static const char *const names[] = {"-", "a.*b(", "[", "x/DISABLED_y", "spin/size=4 k;a,b"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct fake fake = {.seconds = 1};
        struct gbench_result result;
        CHECK_INT(gbench_run_once(names[i], fake_body, &fake, &result, NULL), 0);
        CHECK_INT(fake.calls, 1);
    }
}

static struct sample make_sample(unsigned round, unsigned n, double time_s) {
    return (struct sample){.id = 1,
                           .round = round,
                           .n = n,
                           .role = SAMPLE_ASKED,
                           .p = 0.95,
                           .series = {"spin", "", "threads", "strong", "spread", "block"},
                           .time_s = time_s,
                           .cpu_s = time_s / 2};
}

static void check_name(struct sample sample, const char *expected) {
    char name[BENCHMARK_JSON_NAME_BYTES];
    benchmark_json_name(&sample, name);
    CHECK_STRING(name, expected);
}

static void test_names(void) {
    struct sample sample = make_sample(0, 2, 1);
    check_name(sample, "spin/threads/spread/p:0.95/n:2");
    strcpy(sample.series.params, "size=4");
    strcpy(sample.series.scaling, "weak");
    sample.p = 1.0 / 3;
    sample.tasks = 8;
    check_name(sample, "spin/size=4/threads/spread/weak/p:0.333333333333333/n:2/t:8");
    sample = make_sample(0, 2, 1);
    sample.p = NAN;
    check_name(sample, "spin/threads/spread/n:2");
}

static void check_run(const json_t *run, const char *name, int family, int repetition,
                      double real_ns) {
    CHECK_STRING(json_string_value(json_object_get(run, "name")), name);
    CHECK_STRING(json_string_value(json_object_get(run, "run_type")), "iteration");
    CHECK_STRING(json_string_value(json_object_get(run, "time_unit")), "ns");
    CHECK_INT(json_integer_value(json_object_get(run, "family_index")), family);
    CHECK_INT(json_integer_value(json_object_get(run, "repetition_index")), repetition);
    CHECK_INT(json_integer_value(json_object_get(run, "repetitions")), 2);
    CHECK_INT(json_integer_value(json_object_get(run, "threads")), 1);
    CHECK_INT(json_integer_value(json_object_get(run, "iterations")), 1);
    CHECK_NEAR(json_number_value(json_object_get(run, "real_time")), real_ns, 1e-6);
    CHECK_NEAR(json_number_value(json_object_get(run, "cpu_time")), real_ns / 2, 1e-6);
}

static void test_json_selects(void) {
    struct sample samples[] = {
        make_sample(0, 1, 0.004), make_sample(0, 2, 0.002), make_sample(0, 1, 0.005),
        make_sample(0, 4, 9),     make_sample(1, 2, 9),     make_sample(1, 1, NAN),
        make_sample(1, 2, 0.003),
    };
    samples[3].role = SAMPLE_ANCHOR;
    samples[4].validity = SAMPLE_DISTURBED;
    samples[5].validity = SAMPLE_BROKEN;
    strcpy(samples[5].cause, "crashed: \"SIGSEGV\"");
    const char *const context[] = {"run", "a \"name\"\n", "seed", "7"};
    struct fault fault = {0};
    size_t count = sizeof samples / sizeof samples[0];
    CHECK_INT(benchmark_json_write(path, samples, count, NULL, 0, &fault), 0);
    CHECK_INT(benchmark_json_write(path, samples, count, context, 2, &fault), 0); /* replaced */
    CHECK_STRING(fault.text, "");

    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    CHECK(root != NULL);
    const json_t *runs = json_object_get(root, "benchmarks"),
                 *facts = json_object_get(root, "context");
    CHECK_STRING(json_string_value(json_object_get(facts, "run")), context[1]);
    CHECK_STRING(json_string_value(json_object_get(facts, "seed")), "7");
    CHECK(json_object_get(facts, "num_cpus") != NULL);
    CHECK_INT(json_array_size(runs), 4);
    check_run(json_array_get(runs, 0), "spin/threads/spread/p:0.95/n:1", 0, 0, 4e6);
    check_run(json_array_get(runs, 1), "spin/threads/spread/p:0.95/n:2", 1, 0, 2e6);
    check_run(json_array_get(runs, 2), "spin/threads/spread/p:0.95/n:1", 0, 1, 0);
    check_run(json_array_get(runs, 3), "spin/threads/spread/p:0.95/n:2", 1, 1, 3e6);
    const json_t *broken = json_array_get(runs, 2);
    CHECK(json_is_true(json_object_get(broken, "error_occurred")));
    CHECK_STRING(json_string_value(json_object_get(broken, "error_message")),
                 "crashed: \"SIGSEGV\"");
    CHECK(json_object_get(json_array_get(runs, 3), "error_occurred") == NULL);
    json_decref(root);
}

static void test_json_edges(void) {
    struct fault fault = {0};
    CHECK_INT(gbench_write_json(path, NULL, 0, NULL, 0, &fault), 0);
    json_t *root = json_load_file(path, 0, NULL);
    CHECK_INT(json_array_size(json_object_get(root, "benchmarks")), 0);
    CHECK(root != NULL);
    json_decref(root);
    CHECK_INT(gbench_write_json("/nonexistent/benchmark.json", NULL, 0, NULL, 0, &fault),
              -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, "/nonexistent/benchmark.json");
    CHECK_HOLDS(fault.text, strerror(ENOENT));
}

/* Everything that the library has to say goes nowhere. */
static void test_is_silent(int captured) {
    char words[256] = "";
    ssize_t bytes = pread(captured, words, sizeof words - 1, 0);
    CHECK_INT(bytes, 0);
    CHECK_STRING(words, "");
}

int main(void) {
    if (mkdtemp(directory) == NULL)
        return 99;
    char captured_path[64];
    snprintf(path, sizeof path, "%s/benchmark.json", directory);
    snprintf(captured_path, sizeof captured_path, "%s/console", directory);
    int captured = open(captured_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    dup2(captured, STDOUT_FILENO);
    dup2(captured, STDERR_FILENO);
    test_runs_once();
    test_refuses_names();
    test_names_are_no_patterns();
    test_names();
    test_json_selects();
    test_json_edges();
    fflush(NULL);
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    test_is_silent(captured);
    unlink(captured_path);
    unlink(path);
    rmdir(directory);
    return check_done();
}
