/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `exec` makes of a command line, and what it refuses: on a machine that is made up, so that
 * nothing runs. */
#include "check.h"
#include "cli/command.h"
#include "cli/placeholder.h"
#include "cli/session.h"

#include <stdlib.h>
#include <unistd.h>

enum { WORDS_MAX = 40 };

/* A command line behind "exec --dry-run --synthetic pu:4 --seed 1", planned. */
struct planned {
    struct options options;
    struct session session;
    struct fault fault;
    int status;
    const char *operands[WORDS_MAX];
};

/* `words` end with a NULL. The caller releases. */
static struct planned *plan(char *const *words, const char *machine) {
    struct planned *planned = calloc(1, sizeof *planned);
    char *line[WORDS_MAX] = {(char[]){"--dry-run"}, (char[]){"--seed=1"}, (char[]){"--synthetic"}};
    const struct command *command = NULL;
    char description[32];
    int count = 3;
    snprintf(description, sizeof description, "%s", machine);
    line[count++] = description;
    for (size_t i = 0; words[i] != NULL; i++)
        line[count++] = words[i];
    CHECK_INT(command_by_name("exec", &command, NULL), 0);
    planned->status =
        options_parse(count, line, command, planned->operands, &planned->options, &planned->fault);
    planned->options.engine = "exec";
    planned->options.scaling = "strong";
    if (planned->status == 0)
        planned->status =
            session_plan_program(&planned->options, &planned->session, &planned->fault);
    return planned;
}

static void planned_free(struct planned *planned) {
    session_release(&planned->session);
    free(planned);
}

#define WORDS(...) ((char *const[]){__VA_ARGS__, NULL})
#define WORD(text) ((char[]){text})

/* Word `index` of the argv and the variables behind it. */
static const char *word_at(const struct planned *planned, uint32_t index) {
    const char *word = planned->session.spec.base.program.words;
    for (uint32_t i = 0; i < index; i++)
        word += strlen(word) + 1;
    return word;
}

static void test_words(void) {
    struct planned *planned =
        plan(WORDS(WORD("--env"), WORD("GOMAXPROCS=1"), WORD("--env=X=a=b"), WORD("--place"),
                   WORD("spread,compact"), WORD("--warmup=3"), WORD("--timeout=2s"), WORD("--"),
                   WORD("true"), WORD("-T{n}"), WORD("{ print $1 }"), WORD(""), WORD("--")),
             "pu:4");
    const struct area_program *program = &planned->session.spec.base.program;
    CHECK_INT(planned->status, 0);
    CHECK_STRING(planned->fault.text, "");
    CHECK_INT(program->argument_count, 5);
    CHECK_STRING(word_at(planned, 0), "true");
    CHECK_STRING(word_at(planned, 1), "-T{n}");
    CHECK_STRING(word_at(planned, 2), "{ print $1 }");
    CHECK_STRING(word_at(planned, 3), "");
    CHECK_STRING(word_at(planned, 4), "--");
    /* The usual ones but GOMAXPROCS, which was given; no AMDAHL_P without a p. */
    CHECK_INT(program->variable_count, 7);
    CHECK_STRING(word_at(planned, 5), "OMP_NUM_THREADS={n}");
    CHECK_STRING(word_at(planned, 6), "RAYON_NUM_THREADS={n}");
    CHECK_STRING(word_at(planned, 7), "OPENBLAS_NUM_THREADS={n}");
    CHECK_STRING(word_at(planned, 8), "MKL_NUM_THREADS={n}");
    CHECK_STRING(word_at(planned, 9), "AMDAHL_N={n}");
    CHECK_STRING(word_at(planned, 10), "GOMAXPROCS=1");
    CHECK_STRING(word_at(planned, 11), "X=a=b");
    CHECK_HOLDS(program->path, "/true");
    CHECK(access(program->path, X_OK) == 0);
    CHECK_INT(program->warmups, 3);
    CHECK_NEAR(program->time_limit_s, 2, 0);
    CHECK_STRING(program->input, "");
    CHECK_STRING(program->output, "");
    CHECK(!program->inherits_output && !program->pipes_output && !program->ignores_failure);
    const struct sweep_spec *spec = &planned->session.spec;
    CHECK_INT(spec->fractions.count, 0);
    CHECK_INT(spec->cores.count, 3); /* 1, 2, 4 */
    CHECK_INT(spec->series_count, 2);
    CHECK_STRING(spec->series[0].workload, "true");
    CHECK_STRING(spec->series[0].engine, "exec");
    CHECK_STRING(spec->series[0].scaling, "strong");
    CHECK_STRING(spec->series[0].idle, "");
    CHECK_STRING(spec->series[1].place, "compact");
    CHECK_STRING(planned->session.cards[0].summary, "true -T{n} { print $1 }  --");
    planned_free(planned);
}

/* The first word that is no option begins the program's. */
static void test_without_dashes(void) {
    struct planned *planned =
        plan(WORDS(WORD("-n"), WORD("2"), WORD("true"), WORD("-n"), WORD("9")), "pu:4");
    CHECK_INT(planned->status, 0);
    CHECK_INT(planned->session.spec.cores.count, 2);
    CHECK_INT(planned->session.spec.base.program.argument_count, 3);
    planned_free(planned);
}

static void test_fractions(void) {
    struct planned *planned =
        plan(WORDS(WORD("-p"), WORD("0.5,0.9"), WORD("--prepare"), WORD("echo {p} {n}"),
                   WORD("--command-name"), WORD("my own"), WORD("--"), WORD("true")),
             "pu:4");
    CHECK_INT(planned->status, 0);
    CHECK_INT(planned->session.spec.fractions.count, 2);
    CHECK_STRING(planned->session.cards[0].name, "my own");
    CHECK_STRING(planned->session.spec.base.program.prepare, "echo {p} {n}");
    CHECK_STRING(word_at(planned, 7), "AMDAHL_P={p}");
    planned_free(planned);
}

static void test_outputs(void) {
    struct planned *planned = plan(WORDS(WORD("--output=pipe"), WORD("true")), "pu:4");
    CHECK(planned->session.spec.base.program.pipes_output);
    planned_free(planned);
    planned =
        plan(WORDS(WORD("--output=inherit"), WORD("--input=/etc/passwd"), WORD("true")), "pu:4");
    CHECK(planned->session.spec.base.program.inherits_output);
    CHECK_STRING(planned->session.spec.base.program.input, "/etc/passwd");
    planned_free(planned);
    planned =
        plan(WORDS(WORD("--output=some file"), WORD("--ignore-failure"), WORD("true")), "pu:4");
    CHECK_STRING(planned->session.spec.base.program.output, "some file");
    CHECK(planned->session.spec.base.program.ignores_failure);
    CHECK(access("some file", F_OK) != 0); /* a dry run makes nothing */
    planned_free(planned);
}

/* It is found before anything runs, and its {n} and {p} are not the parallel program's. */
static void test_serial(void) {
    struct planned *planned = plan(WORDS(WORD("-p0.5"), WORD("--serial"), WORD("true '-T{n}' {p}"),
                                         WORD("--"), WORD("true"), WORD("{p}")),
                                   "pu:4");
    CHECK_INT(planned->status, 0);
    CHECK_STRING(planned->fault.text, "");
    CHECK_STRING(planned->session.spec.base.program.serial, "true '-T{n}' {p}");
    planned_free(planned);
    planned = plan(WORDS(WORD("-n1"), WORD("--serial=true {n}"), WORD("true")), "pu:4");
    CHECK_INT(planned->status, 0);
    planned_free(planned);
}

static void check_refused(char *const *words, const char *sentence, const char *more) {
    struct planned *planned = plan(words, "pu:4");
    CHECK_REPORT(planned->status == -FAULT_USAGE || planned->status == -FAULT_INPUT,
                 "'%s …' gives %d", words[0], planned->status);
    CHECK_HOLDS(planned->fault.text, sentence);
    CHECK_HOLDS(planned->fault.text, more);
    CHECK(strchr(planned->fault.text, '\n') == NULL);
    planned_free(planned);
}

static void test_placeholders_refused(void) {
    static const char *const wrong[] = {"{N}", "{core}", "{cores}", "{thread}", "x{THREADS}"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        char word[32];
        snprintf(word, sizeof word, "-j%s", wrong[i]);
        check_refused(WORDS(WORD("true"), word), strchr(wrong[i], '{'),
                      "{n} stands for the core count");
    }
    check_refused(WORDS(WORD("-p0.5"), WORD("true"), WORD("{P}")), "{P} in the argument '{P}'",
                  "{p} stands for the parallel fraction");
    check_refused(WORDS(WORD("--env=A={N}"), WORD("true")), "--env 'A={N}'", "{n}");
    check_refused(WORDS(WORD("--conclude=echo {cores}"), WORD("true")), "--conclude", "{n}");
    check_refused(WORDS(WORD("true"), WORD("{p}")), "no p was given", "-p LIST");
    check_refused(WORDS(WORD("-p0.5"), WORD("true")),
                  "-p was given, but no {p} stands in the command, so every p would run the same",
                  "");
    check_refused(WORDS(WORD("-n1"), WORD("true"), WORD("{threads}")), "n is 1 only",
                  "varies nothing");
    check_refused(WORDS(WORD("--setup=echo {n}"), WORD("true")), "--setup is run once",
                  "{n} has no value");
    check_refused(WORDS(WORD("--cleanup=echo {p}"), WORD("true")), "--cleanup is run once",
                  "{p} has no value");
    check_refused(WORDS(WORD("./bench-{n}")), "'./bench-{n}' holds {n}", "looked up once");
}

/* Braces that are none of ours stay: a name in them, an opened one, an empty one, one in another.
 */
static void test_other_braces(void) {
    static const char *const others[] = {"{nn}", "{n",  "n}",  "{}",      "{ n }",
                                         "{{",   "${N", "{i}", "{Ncores}"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct placeholder_use use = {false, false};
        CHECK_INT(placeholder_scan(others[i], "it", &use, NULL), 0);
        CHECK_REPORT(!use.n && !use.p, "%s is taken for a placeholder", others[i]);
    }
    struct placeholder_use use = {false, false};
    CHECK_INT(placeholder_scan("{x{n}", "it", &use, NULL), 0);
    CHECK(use.n && !use.p);
}

static void test_programs_refused(void) {
    check_refused(WORDS(WORD("--")), "`amdahl exec` needs -- PROG [ARG...]", "as in `amdahl exec");
    check_refused(WORDS(WORD("no-such-program")), "there is no program 'no-such-program' in PATH",
                  "");
    check_refused(WORDS(WORD("./no-such-program")), "cannot run the program './no-such-program'",
                  "No such file");
    check_refused(WORDS(WORD("/tmp")), "cannot run the program '/tmp'", "directory");
    check_refused(WORDS(WORD("/etc/passwd")), "cannot run the program '/etc/passwd'", "denied");
    check_refused(WORDS(WORD("./mine.c")), "it is a source", "amdahl sweep ./x.c");
    check_refused(WORDS(WORD("zstd -T2 x")), "no shell runs it", "each word by itself");
    check_refused(WORDS(WORD("")), "name is empty", "");
}

static void test_options_refused(void) {
    check_refused(WORDS(WORD("--env=FOO"), WORD("true")), "--env 'FOO' has no value",
                  "--env FOO={n}");
    check_refused(WORDS(WORD("--env==x"), WORD("true")), "a variable's name", "");
    check_refused(WORDS(WORD("--env=2X=x"), WORD("true")), "a variable's name", "");
    check_refused(WORDS(WORD("--env=A-B=x"), WORD("true")), "a variable's name", "");
    check_refused(WORDS(WORD("--env=A=1"), WORD("--env=A=2"), WORD("true")), "'A' was given twice",
                  "");
    check_refused(WORDS(WORD("--prepare=rm x | cat"), WORD("true")), "--prepare", "no shell");
    check_refused(WORDS(WORD("--setup=echo `id`"), WORD("true")), "--setup", "no shell runs");
    check_refused(WORDS(WORD("--cleanup=echo 'x"), WORD("true")), "--cleanup",
                  "a quote or a brace is not closed");
    check_refused(WORDS(WORD("--conclude= "), WORD("true")), "--conclude", "no command in it");
    check_refused(WORDS(WORD("--input=nowhere"), WORD("true")), "--input: cannot read nowhere",
                  "No such file");
    check_refused(WORDS(WORD("--command-name=12345678901234567890123456789012"), WORD("true")),
                  "--command-name", "31 bytes");
    check_refused(WORDS(WORD("--engine=threads"), WORD("true")), "--engine is not an option",
                  "`amdahl sweep`");
    check_refused(WORDS(WORD("--timeout=0s"), WORD("true")), "--timeout", "1ms");
}

static void test_serial_refused(void) {
    check_refused(WORDS(WORD("--serial=no-such-program -x"), WORD("true")),
                  "--serial: there is no program 'no-such-program' in PATH", "");
    check_refused(WORDS(WORD("--serial=true > x"), WORD("true")), "--serial 'true > x'",
                  "no shell runs");
    check_refused(WORDS(WORD("--serial= "), WORD("true")), "--serial", "no command in it");
    check_refused(WORDS(WORD("--serial=true {N}"), WORD("true")), "--serial", "{n} stands for");
    check_refused(WORDS(WORD("--serial=true {p}"), WORD("true")),
                  "{p} stands in --serial, but no p was given", "-p LIST");
    /* One that stands there alone tells the parallel program nothing. */
    check_refused(WORDS(WORD("-p0.5"), WORD("--serial=true {p}"), WORD("true")),
                  "-p was given, but no {p} stands in the command", "");
}

static void test_too_long(void) {
    static char word[AREA_WORDS_BYTES + 1];
    memset(word, 'x', sizeof word - 1);
    check_refused(WORDS(WORD("true"), word), "are longer than 16383 characters", "into a file");
}

int main(void) {
    test_words();
    test_without_dashes();
    test_fractions();
    test_outputs();
    test_serial();
    test_placeholders_refused();
    test_other_braces();
    test_programs_refused();
    test_options_refused();
    test_serial_refused();
    test_too_long();
    return check_done();
}
