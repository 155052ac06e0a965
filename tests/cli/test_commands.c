/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the commands that need no measurement print. The first argument is docs/commands.md. */
#include "check.h"
#include "cli/command.h"

#include <jansson.h>
#include <stdlib.h>

enum { WORDS_MAX = 32 };

/* What a command line gives: its result, what it printed, its fault. */
struct outcome {
    int rc;
    char *printed; /* the caller frees */
    struct fault fault;
};

static int run_line(char *line, struct fault *fault) {
    char *words[WORDS_MAX];
    const char *operands[WORDS_MAX];
    const struct command *command = NULL;
    struct options options;
    int count = 0, taken = 0;
    for (char *word = strtok(line, " "); word != NULL; word = strtok(NULL, " "))
        words[count++] = word;
    int rc = command_find(count, words, &command, &taken, fault);
    if (rc == 0)
        rc = options_parse(count - taken, words + taken, command, operands, &options, fault);
    return rc != 0 ? rc : command_run(command, &options, fault);
}

static struct outcome run(const char *line) {
    struct outcome outcome = {.rc = 0};
    char copy[256];
    size_t bytes = 0;
    FILE *real = stdout;
    snprintf(copy, sizeof copy, "%s", line);
    stdout = open_memstream(&outcome.printed, &bytes);
    /* A stream in memory has no descriptor: the terminal's width and colour are not asked of it. */
    outcome.rc = run_line(copy, &outcome.fault);
    fclose(stdout);
    stdout = real;
    return outcome;
}

static void test_predict_table(void) {
    struct outcome outcome = run("predict -p 0.5,0.9,0.95,0.99 -n 4,16");
    CHECK_INT(outcome.rc, 0);
    CHECK_STRING(outcome.printed,
                 "Speed-up by Amdahl's law, 1 / ((1 - p) + p / n), and its ceiling 1 / (1 - p):\n\n"
                 "     p  n = 4  n = 16  ceiling\n"
                 "   0.5   1.60    1.88     2.00\n"
                 "   0.9   3.08    6.40    10.00\n"
                 "  0.95   3.48    9.14    20.00\n"
                 "  0.99   3.88   13.91   100.00\n");
    free(outcome.printed);
    outcome = run("predict -p 0,1 -n 1000000");
    CHECK_HOLDS(outcome.printed, "  0         1.00      1.00\n");
    CHECK_HOLDS(outcome.printed, "  1   1000000.00  no limit\n");
    free(outcome.printed);
}

static void test_predict_many(void) {
    struct outcome outcome = run("predict -n 1-50");
    CHECK_HOLDS(outcome.printed, "n = 22   ceiling\n"); /* then a second and a third table */
    CHECK_HOLDS(outcome.printed, "n = 44   ceiling\n");
    CHECK_HOLDS(outcome.printed, "n = 50   ceiling\n");
    free(outcome.printed);
    outcome = run("predict -n 1000001");
    CHECK_INT(outcome.rc, -FAULT_USAGE);
    CHECK_STRING(outcome.printed, "");
    free(outcome.printed);
    outcome = run("predict -p 2");
    CHECK_INT(outcome.rc, -FAULT_USAGE);
    free(outcome.printed);
}

static void test_predict_json(void) {
    struct outcome outcome = run("predict -p 0.9,1 -n 4,16 --json");
    double p = 0, ceiling = 0, four = 0, sixteen = 0;
    json_t *second_ceiling = NULL;
    json_t *document = json_loads(outcome.printed, 0, NULL);
    CHECK_INT(json_unpack(document, "{s:[{s:f, s:f, s:[{s:f}, {s:f}]}, {s:o}]}", "fractions", "p",
                          &p, "ceiling", &ceiling, "points", "speedup", &four, "speedup", &sixteen,
                          "ceiling", &second_ceiling),
              0);
    CHECK_NEAR(p, 0.9, 0);
    CHECK_NEAR(ceiling, 10, 1e-14);
    CHECK_NEAR(four, 1 / (0.1 + 0.9 / 4), 1e-14);
    CHECK_NEAR(sixteen, 6.4, 1e-14);
    CHECK(json_is_null(second_ceiling));
    json_decref(document);
    free(outcome.printed);
}

static const json_t *find_listed(const json_t *document, const char *name) {
    size_t i;
    const json_t *workload;
    json_array_foreach(json_object_get(document, "workloads"), i, workload) {
        if (strcmp(json_string_value(json_object_get(workload, "name")), name) == 0)
            return workload;
    }
    fprintf(stderr, "%s is not in the list\n", name);
    exit(1);
}

/* A parameter is a number in a range, or one of its words. */
static void check_listed_request(const json_t *request) {
    const json_t *params = json_object_get(request, "params"), *number = json_array_get(params, 0),
                 *word = json_array_get(params, json_array_size(params) - 1);
    CHECK_INT(json_integer_value(json_object_get(request, "tasks")), 32);
    CHECK_INT(json_integer_value(json_object_get(number, "initial")), 64);
    CHECK(json_is_null(json_object_get(number, "words")));
    CHECK_STRING(json_string_value(json_object_get(word, "initial")), "parallel-async");
    CHECK(json_is_null(json_object_get(word, "least")) &&
          json_is_null(json_object_get(word, "most")));
    CHECK_INT(json_array_size(json_object_get(word, "words")), 6);
    CHECK_STRING(json_string_value(json_array_get(json_object_get(word, "words"), 0)),
                 "sequential-sync");
}

static void test_list(void) {
    struct outcome outcome = run("list");
    CHECK_INT(outcome.rc, 0);
    CHECK_HOLDS(outcome.printed, "spin ");
    CHECK_HOLDS(outcome.printed, "stresses: ");
    CHECK_HOLDS(outcome.printed, "one unit: ");
    CHECK_HOLDS(outcome.printed, "\ncounter-channel  one counter");
    CHECK_HOLDS(outcome.printed, " tasks: 32 in flight where -t does not say\n");
    CHECK_HOLDS(outcome.printed, "p: its own, measured: its work is a whole, which its tasks");
    CHECK_HOLDS(outcome.printed, "p: its own, measured: it has serial phases");
    free(outcome.printed);
    outcome = run("list --json");
    json_t *document = json_loads(outcome.printed, 0, NULL);
    CHECK(json_array_size(json_object_get(document, "workloads")) >= 2);
    CHECK(json_is_null(json_object_get(find_listed(document, "spin"), "tasks")));
    check_listed_request(find_listed(document, "request"));
    json_decref(document);
    free(outcome.printed);
}

/* What is refused writes nothing; tests/end_to_end/plugin.sh has the rest. */
static void test_new_refused(void) {
    static const char *const lines[] = {"new Mine", "new a_b", "new .c", "new dir/",
                                        "new abcdefghijklmnopqrstuvwxyz012345"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct outcome outcome = run(lines[i]);
        CHECK_INT(outcome.rc, -FAULT_USAGE);
        CHECK_HOLDS(outcome.fault.text, "use 1 to 31 lower-case letters, digits and '-'");
        CHECK_STRING(outcome.printed, "");
        free(outcome.printed);
    }
    struct outcome outcome = run("new dir/spin.c");
    CHECK_INT(outcome.rc, -FAULT_USAGE);
    CHECK_HOLDS(outcome.fault.text, "'spin' is a workload that this program has already");
    free(outcome.printed);
}

static void test_topology(void) {
    struct outcome outcome = run("topology --synthetic pu:4 --json");
    CHECK_INT(outcome.rc, 0);
    json_t *document = json_loads(outcome.printed, 0, NULL);
    CHECK_INT(json_array_size(json_object_get(document, "order")), 4);
    CHECK(json_is_false(json_object_get(document, "thissystem")));
    json_decref(document);
    free(outcome.printed);
    outcome = run("topology --synthetic pu:4 --xml x");
    CHECK_INT(outcome.rc, -FAULT_USAGE);
    CHECK_HOLDS(outcome.fault.text, "give one of them");
    free(outcome.printed);
    outcome = run("topology --place everywhere");
    CHECK_INT(outcome.rc, -FAULT_USAGE);
    CHECK_HOLDS(outcome.fault.text, "everywhere");
    free(outcome.printed);
}

static void test_help(void) {
    struct outcome program = run("--help"), again = run("help"), sweep = run("sweep --help"),
                   of_sweep = run("help sweep"), version = run("--version"),
                   wrong = run("help swep");
    CHECK_STRING(program.printed, again.printed);
    CHECK_STRING(sweep.printed, of_sweep.printed);
    CHECK(strncmp(sweep.printed, "Examples:\n", 10) == 0); /* before anything else */
    CHECK_HOLDS(sweep.printed, "--budget TIME");
    CHECK_HOLDS(sweep.printed, "[default: 60s]");
    CHECK(strncmp(version.printed, "amdahl ", 7) == 0);
    CHECK_INT(wrong.rc, -FAULT_USAGE);
    CHECK_HOLDS(wrong.fault.text, "did you mean sweep?");
    free(program.printed);
    free(again.printed);
    free(sweep.printed);
    free(of_sweep.printed);
    free(version.printed);
    free(wrong.printed);
}

/* No line of any help is wider than a terminal. */
static void test_help_width(void) {
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        char line[64];
        snprintf(line, sizeof line, "help %s", command_table()[i].name);
        struct outcome outcome = run(line);
        for (const char *at = outcome.printed; at[0] != '\0'; at += strcspn(at, "\n") + 1)
            CHECK_REPORT(strcspn(at, "\n") <= 80, "%s: %.*s", line, (int)strcspn(at, "\n"), at);
        free(outcome.printed);
    }
}

/* Every option is documented, because the page is made of the table; this sees to it that it was
 * made anew. */
static void test_page(const char *path) {
    struct outcome outcome = run("help --markdown");
    size_t read_bytes = 0;
    static char page[1 << 16];
    FILE *file = fopen(path, "r");
    CHECK_REPORT(file != NULL, "%s cannot be opened", path);
    if (file != NULL) {
        read_bytes = fread(page, 1, sizeof page - 1, file);
        fclose(file);
    }
    page[read_bytes] = '\0';
    CHECK_REPORT(strcmp(page, outcome.printed) == 0,
                 "%s is not what the table gives: `amdahl help --markdown > docs/commands.md`",
                 path);
    const struct option_spec *spec = NULL;
    for (size_t i = 0; (spec = option_at(i)) != NULL; i++) {
        char name[64];
        snprintf(name, sizeof name, "--%s", spec->name);
        CHECK_HOLDS(page, name);
    }
    free(outcome.printed);
}

static void test_full_disk(void) {
    char line[] = "predict";
    struct fault fault = {.code = FAULT_NONE};
    FILE *real = stdout;
    stdout = fopen("/dev/full", "w");
    CHECK_INT(run_line(line, &fault), -FAULT_SYSTEM);
    fclose(stdout);
    stdout = real;
    CHECK_HOLDS(fault.text, "could not be written");
    CHECK_HOLDS(fault.text, "No space left");
    CHECK_INT(fault_exit_status(fault.code), 1);
}

int main(int argc, char **argv) {
    test_predict_table();
    test_predict_many();
    test_predict_json();
    test_list();
    test_new_refused();
    test_topology();
    test_help();
    test_help_width();
    test_page(argc > 1 ? argv[1] : "docs/commands.md");
    test_full_disk();
    return check_done();
}
