/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The command line: defaults, spellings, refusals. */
#include "check.h"
#include "cli/command.h"
#include "cli/option.h"

#include <stdlib.h>

enum { WORDS_MAX = 32 };

/* Splits `line` at blanks and parses it; `text` keeps the words. */
struct parsed {
    char text[512];
    char *words[WORDS_MAX];
    const char *operands[WORDS_MAX];
    struct options options;
    struct fault fault;
    int rc;
};

static void parse(struct parsed *parsed, const char *command_name, const char *line) {
    const struct command *command = NULL;
    int count = 0;
    *parsed = (struct parsed){.rc = 0};
    snprintf(parsed->text, sizeof parsed->text, "%s", line);
    for (char *word = strtok(parsed->text, " "); word != NULL; word = strtok(NULL, " "))
        parsed->words[count++] = word;
    CHECK_INT(command_by_name(command_name, &command, NULL), 0);
    parsed->options.margin = -1;
    parsed->rc = options_parse(count, parsed->words, command, parsed->operands, &parsed->options,
                               &parsed->fault);
}

static void test_defaults(void) {
    struct parsed sweep, predict;
    parse(&sweep, "sweep", "");
    const struct options *options = &sweep.options;
    CHECK_INT(sweep.rc, 0);
    CHECK_STRING(options->fractions, "0,0.5,0.75,0.9,0.95,0.99,1");
    CHECK_STRING(options->cores, "auto");
    CHECK_STRING(options->place, "spread");
    CHECK_STRING(options->engine, "threads");
    CHECK_STRING(options->idle, "block");
    CHECK_STRING(options->color, "auto");
    CHECK_NEAR(options->budget_s, 60, 0);
    CHECK_NEAR(options->margin, 0.01, 1e-17);
    CHECK_NEAR(options->min_time_s, 0, 0);
    CHECK_INT(options->rounds, 0);
    CHECK(options->cpus == NULL && options->out == NULL && options->script == NULL &&
          options->synthetic == NULL && options->xml == NULL);
    CHECK(!options->seed_given && !options->oversubscribe && !options->dry_run && !options->quiet);
    CHECK_INT(options->operand_count, 0);
    parse(&predict, "predict", "");
    CHECK_STRING(predict.options.cores, "1,2,4,8,16,32,64");
}

static void test_spellings(void) {
    static const char *const same[] = {"--cores=4", "--cores 4", "-n4",
                                       "-n 4",      "-n 2 -n 4", "--cores=2 -n4"};
    struct parsed parsed;
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        parse(&parsed, "sweep", same[i]);
        CHECK_INT(parsed.rc, 0);
        CHECK_STRING(parsed.options.cores, "4");
    }
    parse(&parsed, "sweep", "spin -p 0.5 matmul --seed=0 -- -n --odd");
    CHECK_INT(parsed.rc, 0);
    CHECK_INT(parsed.options.operand_count, 4);
    CHECK_STRING(parsed.options.operands[0], "spin");
    CHECK_STRING(parsed.options.operands[1], "matmul");
    CHECK_STRING(parsed.options.operands[2], "-n");
    CHECK_STRING(parsed.options.operands[3], "--odd");
    CHECK(parsed.options.seed_given && parsed.options.seed == 0);
    parse(&parsed, "sweep", "-q -v --oversubscribe --dry-run - --out=--x");
    CHECK(parsed.options.quiet && parsed.options.verbose && parsed.options.oversubscribe &&
          parsed.options.dry_run);
    CHECK_STRING(parsed.options.operands[0], "-");
    CHECK_STRING(parsed.options.out, "--x");
}

static void test_values(void) {
    struct parsed parsed;
    parse(&parsed, "sweep",
          "--budget 1.5m --min-time=250us --margin 0.5 --rounds 12 --seed 18446744073709551615 "
          "--time-limit 2h --idle spin --engine scripted --script FILE");
    CHECK_INT(parsed.rc, 0);
    CHECK_NEAR(parsed.options.budget_s, 90, 1e-12);
    CHECK_NEAR(parsed.options.min_time_s, 250e-6, 1e-18);
    CHECK_NEAR(parsed.options.margin, 0.005, 1e-17);
    CHECK_NEAR(parsed.options.time_limit_s, 7200, 1e-9);
    CHECK_INT(parsed.options.rounds, 12);
    CHECK(parsed.options.seed == UINT64_MAX);
    CHECK_STRING(parsed.options.idle, "spin");
    CHECK_STRING(parsed.options.script, "FILE");
    parse(&parsed, "sweep", "--param a=1,2 --param b=3");
    CHECK_INT(parsed.options.params.count, 2);
    CHECK_STRING(parsed.options.params.value[0], "a=1,2");
    CHECK_STRING(parsed.options.params.value[1], "b=3");
    parse(&parsed, "sweep", "--margin 2.5%");
    CHECK_NEAR(parsed.options.margin, 0.025, 1e-17);
}

static void check_refused(const char *command, const char *line, const char *part,
                          const char *more) {
    struct parsed parsed;
    parse(&parsed, command, line);
    CHECK_REPORT(parsed.rc == -FAULT_USAGE, "`%s %s` gives %d", command, line, parsed.rc);
    CHECK_HOLDS(parsed.fault.text, part);
    CHECK_HOLDS(parsed.fault.text, more);
    CHECK_NEAR(parsed.options.margin, -1, 0); /* written on success only */
}

/* The message names the option, the value and the range. */
static void test_values_refused(void) {
    check_refused("sweep", "--budget 60", "--budget: '60'", "ns, us, ms, s, m, h");
    check_refused("sweep", "--budget 60sec", "'60sec'", "100ms to 168h");
    check_refused("sweep", "--budget -1s", "'-1s'", "100ms to 168h");
    check_refused("sweep", "--budget nans", "'nans'", "100ms to 168h");
    check_refused("sweep", "--budget 1e9h", "'1e9h'", "100ms to 168h");
    check_refused("sweep", "--min-time 0s", "--min-time: '0s'", "1us to 1m");
    check_refused("sweep", "--rounds 0", "--rounds: '0'", "1 to 1000000");
    check_refused("sweep", "--rounds 1e3", "'1e3'", "whole number");
    check_refused("sweep", "--rounds -5", "'-5'", "1 to 1000000");
    check_refused("sweep", "--seed 18446744073709551616", "'18446744073709551616'",
                  "0 to 18446744073709551615");
    check_refused("sweep", "--margin 0%", "--margin: '0%'", "0.01% to 50%");
    check_refused("sweep", "--margin nan", "'nan'", "0.01% to 50%");
    check_refused("sweep", "--margin %", "'%'", "percentage");
    check_refused("sweep", "--idle sleep", "--idle: 'sleep'", "block|spin");
    check_refused("sweep", "--engine=", "--engine: the value is empty", "LIST");
    check_refused("sweep", "--param=", "--param: the value is empty", "NAME=VALUE");
    check_refused("sweep", "--out=", "--out: the value is empty", "DIR");
    check_refused("list", "--color purple", "'purple'", "auto|always|never");
}

static void test_names_refused(void) {
    check_refused("sweep", "--fractoin 1", "--fractoin is not an option",
                  "did you mean --fraction?");
    check_refused("sweep", "--buget=1s", "--buget", "did you mean --budget?");
    check_refused("sweep", "--dry", "--dry is not", "--dry-run?");
    check_refused("sweep", "--xyzzyx", "--xyzzyx", "`amdahl sweep --help`");
    check_refused("sweep", "--json", "--json is not an option of `amdahl sweep`", "`amdahl fit`");
    check_refused("predict", "--budget 1s", "of `amdahl predict`", "of `amdahl sweep`");
    check_refused("sweep", "-x", "-x is not", "`amdahl sweep --help`");
    check_refused("sweep", "-qv", "--quiet takes no value", "'v'");
    check_refused("sweep", "--quiet=yes", "--quiet takes no value", "'yes'");
    check_refused("sweep", "--out", "--out needs a value", "--out DIR");
    check_refused("sweep", "--out --quiet", "--out needs a value", "--out DIR");
    check_refused("sweep", "-n", "--cores needs a value", "--cores LIST");
    check_refused("sweep", "--=3", "-- is not an option", "");
}

static void test_operands(void) {
    struct parsed parsed;
    check_refused("plot", "", "`amdahl plot` needs DIR", "");
    check_refused("plot", "a b", "no use for 'b'", "amdahl plot [OPTION...] DIR");
    check_refused("topology", "0.5", "no use for '0.5'", "");
    parse(&parsed, "plot", "--help"); /* needs no DIR then */
    CHECK_INT(parsed.rc, 0);
}

static void check_command(const char *word, int rc, const char *name, int taken, const char *part) {
    char copy[64];
    char *argv[] = {copy, NULL};
    const struct command *command = NULL;
    struct fault fault = {.code = FAULT_NONE};
    int ret_taken = -1;
    snprintf(copy, sizeof copy, "%s", word);
    CHECK_INT(command_find(word[0] != '\0', argv, &command, &ret_taken, &fault), rc);
    CHECK_STRING(command != NULL ? command->name : "", name);
    CHECK_INT(ret_taken, taken);
    CHECK_HOLDS(fault.text, part);
}

static void test_commands(void) {
    check_command("sweep", 0, "sweep", 1, "");
    check_command("--help", 0, "help", 0, "");
    check_command("-q", 0, "help", 0, "");
    check_command("", -FAULT_USAGE, "", -1, "no command given");
    check_command("swep", -FAULT_USAGE, "", -1, "did you mean sweep?");
    check_command("topo", -FAULT_USAGE, "", -1, "did you mean topology?");
    check_command("Sweep", -FAULT_USAGE, "", -1, "'Sweep' is not a command");
    check_command("frobnicate", -FAULT_USAGE, "", -1, "`amdahl --help`");
}

/* The tables themselves: no two options of a command share a name or a letter, ranges are ordered,
 * everything is said, and every command's row stands where its number is. */
static void test_tables(void) {
    const struct option_spec *a = NULL, *b = NULL;
    for (size_t i = 0; (a = option_at(i)) != NULL; i++) {
        CHECK(a->help != NULL && a->name != NULL && a->commands != 0);
        CHECK((a->kind == OPTION_FLAG) == (a->argument == NULL));
        CHECK((a->kind == OPTION_WORD) == (a->words != NULL));
        CHECK(a->kind != OPTION_COUNT || a->least < a->most);
        CHECK((a->kind != OPTION_TIME && a->kind != OPTION_PERCENT) ||
              a->least_real < a->most_real);
        for (size_t j = 0; j < i && (b = option_at(j)) != NULL; j++)
            CHECK_REPORT(
                (a->commands & b->commands) == 0 ||
                    (strcmp(a->name, b->name) != 0 && (a->letter == 0 || a->letter != b->letter)),
                "--%s and --%s", a->name, b->name);
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const struct command *command = &command_table()[i];
        CHECK_INT(command->id, i);
        CHECK(command->run != NULL && command->summary != NULL &&
              command->examples[0].line != NULL);
        CHECK(strncmp(command->examples[0].line, command->name, strlen(command->name)) == 0);
    }
}

int main(void) {
    test_defaults();
    test_spellings();
    test_values();
    test_values_refused();
    test_names_refused();
    test_operands();
    test_commands();
    test_tables();
    return check_done();
}
