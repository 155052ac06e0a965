/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/run_json.h"

#include "check.h"
#include "records_sample.h"

#include <errno.h>
#include <jansson.h>

static char directory[64];

static const double fractions[] = {0, 0.5, 0.95};
static const unsigned cores[] = {1, 2};
static const char *const argv[] = {"amdahl", "sweep", "", "--out=\xff", "sp\"in"};
static const struct run_work works[] = {{0.95, 0.9499, 500, 9500, false, SAMPLE_ASKED, 4},
                                        {1, 1, 0, 10000, false, SAMPLE_ANCHOR, 0}};
static const struct series series = {"spin", "", "threads", "strong", "spread", "block"};
static const struct run_workload workloads[] = {
    {.series = &series,
     .name = "spin",
     .summary = "adds",
     .stresses = "the cores",
     .operation = "add",
     .operations = 100,
     .unit_s = 1e-6,
     .fork_join_s = NAN,
     .fault_cost_s = 2.5e-7,
     .sentinel_units = 54321,
     .has_counters = true,
     .sample_s = 0.001,
     .sample_reason = "1 ms",
     .works = works,
     .work_count = 2},
    {.series = &series,
     .name = "triad",
     .source = "./triad.c",
     .compile_command = "cc -O2 ./triad.c",
     .unit_s = NAN,
     .sample_s = NAN,
     .fault = "crashed"},
};
static const struct machine machine = {.kernel = "6.1.0",
                                       .quota_cpus = NAN,
                                       .tick_period_s = 0.004,
                                       .mitigation_count = 1,
                                       .mitigations = {{"meltdown", "Not affected"}}};

static struct run_info make_info(void) {
    return (struct run_info){
        .state = RUN_RUNNING,
        .program = {.version = "0.1.0", .compiler = "gcc 12", .flags = "-O2"},
        .argv = argv,
        .argc = sizeof argv / sizeof argv[0],
        .seed = UINT64_MAX,
        .plan = {.fractions = fractions,
                 .fraction_count = 3,
                 .cores = cores,
                 .core_count = 2,
                 .place = "spread",
                 .engine = "threads",
                 .scaling = "strong",
                 .idle = "block",
                 .margin = 0.01,
                 .precision = 0.0025,
                 .budget_s = 60,
                 .pus = 3},
        .hardware = {.words = "A CPU, 2 cores",
                     .cpu_model = "A CPU",
                     .packages = 1,
                     .cores = 2,
                     .pus = 4,
                     .l3_bytes = 1 << 25,
                     .kinds = -1},
        .machine = &machine,
        .workloads = workloads,
        .workload_count = 2,
        .start_utc = 1700000000, /* 2023-11-14T22:13:20Z, as date -u -d @1700000000 says */
        .measuring_s = NAN,
        .samples_s = 3.5,
        .speedup_samples_s = 2.5,
    };
}

static void test_comes_back(void) {
    struct run_info info = make_info();
    struct run_brief brief;
    struct fault fault = {0};
    CHECK_INT(run_json_write(directory, &info, &fault), 0);
    CHECK_INT(run_json_read(directory, &brief, &fault), 0);
    CHECK_INT(brief.plan_pus, 3);
    CHECK_STRING(brief.machine_words, "A CPU, 2 cores");
    CHECK_STRING(fault.text, "");
    CHECK_INT(brief.state, RUN_RUNNING);
    CHECK_STRING(brief.version, "0.1.0");
    CHECK(brief.seed == UINT64_MAX);
    CHECK_NEAR(brief.margin, 0.01, 0);
    CHECK_INT(brief.cores, 2);
    CHECK_INT(brief.pus, 4);
    CHECK_STRING(brief.cpu_model, "A CPU");
    CHECK_STRING(brief.start_utc, "2023-11-14T22:13:20Z");
    CHECK_STRING(brief.end_utc, "");
    CHECK_INT(brief.workload_count, 2);
    CHECK_STRING(brief.workloads[1], "triad");

    info.state = RUN_INTERRUPTED;
    info.end_utc = info.start_utc + 60;
    CHECK_INT(run_json_write(directory, &info, &fault), 0);
    CHECK_INT(run_json_read(directory, &brief, &fault), 0);
    CHECK_INT(brief.state, RUN_INTERRUPTED);
    CHECK_STRING(brief.end_utc, "2023-11-14T22:14:20Z");
}

static void test_document(void) {
    struct run_info info = make_info();
    CHECK_INT(run_json_write(directory, &info, NULL), 0);
    char *document = records_read_text(directory, "run.json", NULL);
    json_t *root = json_loads(document, JSON_REJECT_DUPLICATES, NULL);
    CHECK(root != NULL);
    json_int_t schema = 0, serial = 0;
    const char *last = NULL, *spoilt = NULL, *meltdown = NULL, *role = NULL, *empty = NULL;
    double third = 0, period = 0;
    CHECK_INT(json_unpack(root, "{s:I, s:[sssss]}", "schema", &schema, "command", &last, &last,
                          &empty, &spoilt, &last),
              0);
    CHECK_INT(schema, 2);
    CHECK_STRING(empty, "");
    CHECK_STRING(spoilt, "--out=?"); /* JSON holds no byte that is not UTF-8 */
    CHECK_STRING(last, "sp\"in");
    CHECK_INT(json_unpack(root, "{s:{s:[FFF], s:n}, s:{s:n, s:n, s:F, s:{s:s}, s:{s:n}}}", "plan",
                          "fractions", &third, &third, &third, "rounds", "machine", "quota_cpus",
                          "cpukinds", "tick_period_s", &period, "mitigations", "meltdown",
                          &meltdown, "caches", "l2_bytes"),
              0);
    CHECK_NEAR(third, 0.95, 0);
    CHECK_NEAR(period, 0.004, 0);
    CHECK_STRING(meltdown, "Not affected");
    CHECK_INT(json_unpack(root, "{s:[{s:[{s:I}, {s:s}], s:n}, {s:s}]}", "workloads", "works",
                          "serial_units", &serial, "role", &role, "fork_join_s", "fault", &last),
              0);
    double all_s = 0, of_speedups_s = 0;
    CHECK_INT(json_unpack(root, "{s:F, s:F, s:n}", "samples_s", &all_s, "speedup_samples_s",
                          &of_speedups_s, "measuring_s"),
              0);
    CHECK_NEAR(all_s, 3.5, 0);
    CHECK_NEAR(of_speedups_s, 2.5, 0);
    double fault_cost_s = 0;
    json_int_t sentinel = 0;
    int counters = 0, none = 1;
    CHECK_INT(json_unpack(root, "{s:[{s:F, s:I, s:b}, {s:n, s:n, s:b}]}", "workloads",
                          "fault_cost_s", &fault_cost_s, "sentinel_units", &sentinel,
                          "has_counters", &counters, "fault_cost_s", "sentinel_units",
                          "has_counters", &none),
              0);
    CHECK_NEAR(fault_cost_s, 2.5e-7, 0);
    CHECK_INT(sentinel, 54321);
    CHECK(counters && !none);
    const char *source = "", *compiled = "";
    CHECK_INT(json_unpack(root, "{s:[{s:n, s:n}, {s:s, s:s}]}", "workloads", "source",
                          "compile_command", "source", &source, "compile_command", &compiled),
              0);
    CHECK_STRING(source, "./triad.c");
    CHECK_STRING(compiled, "cc -O2 ./triad.c");
    json_int_t tasks = 0;
    CHECK_INT(json_unpack(root, "{s:{s:n}, s:[{s:n, s:[{s:I}, {s:n}]}]}", "plan", "tasks",
                          "workloads", "tasks", "works", "tasks", &tasks, "tasks"),
              0);
    CHECK_INT(tasks, 4);
    CHECK_INT(serial, 500);
    CHECK_STRING(role, "anchor");
    CHECK_STRING(last, "crashed");
    json_decref(root);
    free(document);
}

/* The command of `exec` as it was given; what was not is null. */
static void test_command(void) {
    static const char *const words[] = {"zstd", "-T{n}", ""}, *const variables[] = {"N={n}"};
    const struct run_command command = {.argv = words,
                                        .argc = 3,
                                        .path = "/usr/bin/zstd",
                                        .variables = variables,
                                        .variable_count = 1,
                                        .serial = "gzip x",
                                        .prepare = "rm -f x",
                                        .conclude = "",
                                        .input = "",
                                        .output = "null",
                                        .warmups = 2,
                                        .time_limit_s = 0,
                                        .ignores_failure = true};
    struct run_info info = make_info();
    info.plan.command = &command;
    CHECK_INT(run_json_write(directory, &info, NULL), 0);
    char *document = records_read_text(directory, "run.json", NULL);
    json_t *root = json_loads(document, JSON_REJECT_DUPLICATES, NULL);
    const char *first = NULL, *second = NULL, *third = NULL, *variable = NULL, *path = NULL,
               *serial = NULL, *prepare = NULL, *output = NULL;
    json_int_t warmups = 0;
    int ignores = 0;
    CHECK_INT(json_unpack(root,
                          "{s:{s:{s:[sss], s:s, s:[s], s:s, s:n, s:s, s:n, s:n, s:n, s:s, s:I, "
                          "s:n, s:b !}}}",
                          "plan", "command", "argv", &first, &second, &third, "path", &path, "env",
                          &variable, "serial", &serial, "setup", "prepare", &prepare, "conclude",
                          "cleanup", "input", "output", &output, "warmup", &warmups, "timeout_s",
                          "ignore_failure", &ignores),
              0);
    CHECK_STRING(second, "-T{n}");
    CHECK_STRING(third, "");
    CHECK_STRING(path, "/usr/bin/zstd");
    CHECK_STRING(variable, "N={n}");
    CHECK_STRING(serial, "gzip x");
    CHECK_STRING(prepare, "rm -f x");
    CHECK_STRING(output, "null");
    CHECK_INT(warmups, 2);
    CHECK(ignores);
    json_decref(root);
    free(document);

    info = make_info(); /* workloads */
    CHECK_INT(run_json_write(directory, &info, NULL), 0);
    document = records_read_text(directory, "run.json", NULL);
    root = json_loads(document, 0, NULL);
    CHECK_INT(json_unpack(root, "{s:{s:n}}", "plan", "command"), 0);
    json_decref(root);
    free(document);
}

static void check_fault(const char *document, const char *part) {
    struct run_brief brief = {.cores = 99};
    struct fault fault = {0};
    records_write_text(directory, "run.json", document, strlen(document));
    CHECK_INT(run_json_read(directory, &brief, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "run.json");
    CHECK_HOLDS(fault.text, part);
    CHECK_INT(brief.cores, 99); /* written on success only */
}

#define GOOD_HEAD "{\"schema\": 1, \"state\": \"running\", \"seed\": \"7\", "

static void test_spoilt(void) {
    check_fault("{\n\n]", "run.json:3:");
    check_fault("[]", "schema");
    check_fault("{\"schema\": 0}", "schema is not one of those that this version reads, 1 to 2");
    check_fault("{\"schema\": 3}", "schema is not one of those that this version reads, 1 to 2");
    check_fault("{\"schema\": 1.5}", "schema is not one of those");
    check_fault("{\"schema\": 1, \"state\": \"done\"}", "\"state\"");
    check_fault("{\"schema\": 1, \"state\": \"running\", \"seed\": 7}", "\"seed\"");
    check_fault(GOOD_HEAD "\"plan\": {}}", "\"plan.margin\"");
    check_fault(GOOD_HEAD "\"plan\": {\"margin\": 0.01}}", "\"workloads\"");
    check_fault(GOOD_HEAD "\"plan\": {\"margin\": 0.01}, \"workloads\": [{}]}", "\"workloads\"");
    records_remove(directory);
    struct run_brief brief;
    struct run_info info = make_info();
    struct fault fault = {0};
    CHECK_INT(run_json_read(directory, &brief, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, strerror(ENOENT));
    fault = (struct fault){0};
    CHECK_INT(run_json_write(directory, &info, &fault), -FAULT_SYSTEM);
    CHECK_HOLDS(fault.text, strerror(ENOENT));
}

/* What a small reader asks for is enough. */
static void test_least(void) {
    static const char least[] = GOOD_HEAD "\"plan\": {\"margin\": 1}, \"workloads\": []}";
    struct run_brief brief;
    records_write_text(directory, "run.json", least, strlen(least));
    CHECK_INT(run_json_read(directory, &brief, NULL), 0);
    CHECK(brief.seed == 7);
    CHECK_NEAR(brief.margin, 1, 0);
    CHECK_INT(brief.pus, 0);
    CHECK_INT(brief.workload_count, 0);
}

/* What the doctor found, and null where nobody looked. */
static void test_findings(void) {
    static const struct run_finding findings[] = {{"W103", "warning", "governor is powersave"},
                                                  {"W104", "ok", "boost is off"}};
    struct run_info info = make_info();
    for (size_t count = 0; count <= 2; count += 2) {
        info.findings = findings;
        info.finding_count = count;
        CHECK_INT(run_json_write(directory, &info, NULL), 0);
        char *document = records_read_text(directory, "run.json", NULL);
        json_t *root = json_loads(document, JSON_REJECT_DUPLICATES, NULL);
        json_t *array = json_object_get(root, "doctor");
        const char *id = "", *level = "", *found = "";
        CHECK_INT(json_array_size(array), count);
        CHECK(count > 0 || json_is_null(array));
        CHECK_INT(count == 0 ? 0
                             : json_unpack(json_array_get(array, 0), "{s:s, s:s, s:s}", "id", &id,
                                           "level", &level, "found", &found),
                  0);
        CHECK_STRING(id, count == 0 ? "" : "W103");
        CHECK_STRING(found, count == 0 ? "" : "governor is powersave");
        CHECK_STRING(level, count == 0 ? "" : "warning");
        json_decref(root);
        free(document);
    }
}

/* How the run stands to the rules, and null where nobody judged yet. */
static void test_rules(void) {
    static const struct run_rule rules[] = {{1, "say it", "met", "it was said"},
                                            {2, "say why", "not met", "nobody did"}};
    struct run_info info = make_info();
    for (size_t count = 0; count <= 2; count += 2) {
        info.rules = rules;
        info.rule_count = count;
        CHECK_INT(run_json_write(directory, &info, NULL), 0);
        char *document = records_read_text(directory, "run.json", NULL);
        json_t *root = json_loads(document, JSON_REJECT_DUPLICATES, NULL);
        json_t *array = json_object_get(root, "rules");
        const char *rule = "", *outcome = "", *reason = "";
        int number = 0;
        CHECK_INT(json_array_size(array), count);
        CHECK(count > 0 || json_is_null(array));
        if (count > 0)
            CHECK_INT(json_unpack(json_array_get(array, 1), "{s:i, s:s, s:s, s:s}", "number",
                                  &number, "rule", &rule, "outcome", &outcome, "reason", &reason),
                      0);
        CHECK_INT(number, count);
        CHECK_STRING(rule, count == 0 ? "" : "say why");
        CHECK_STRING(outcome, count == 0 ? "" : "not met");
        CHECK_STRING(reason, count == 0 ? "" : "nobody did");
        json_decref(root);
        free(document);
    }
}

int main(void) {
    records_make_directory(directory);
    test_comes_back();
    test_document();
    test_findings();
    test_rules();
    test_command();
    test_least();
    test_spoilt();
    records_remove(directory);
    return check_done();
}
