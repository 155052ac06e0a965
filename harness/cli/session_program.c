/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A session that measures a foreign program: from the operands and options of `exec` to the
 * measurer's set-up. */
#include "cli/option_value.h"
#include "cli/program_words.h"
#include "cli/session_state.h"
#include "program/command_line.h"
#include "program/executable.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

/* What was probably meant. */
static const char *hint_of(const char *name) {
    if (ends_with(name, ".c"))
        return "; it is a source: `amdahl sweep` takes a workload's, as in `amdahl sweep ./x.c`, "
               "and a program is compiled first";
    if (strpbrk(name, " \t|;&<>") != NULL)
        return "; no shell runs it: give each word by itself, as in `-- zstd -T{n} FILE`";
    return "";
}

static int find_program(const char *name, char path[AREA_TEXT_BYTES], struct fault *fault) {
    struct fault own = {.code = FAULT_NONE};
    int status = executable_find(name, path, AREA_TEXT_BYTES, &own);
    return status == 0 ? 0 : fault_set(fault, own.code, 0, "%s%s", own.text, hint_of(name));
}

static int fill_input(const struct options *options, struct area_program *program,
                      struct fault *fault) {
    const char *input = options->input;
    if (strcmp(input, "null") == 0 || strcmp(input, "/dev/null") == 0)
        return 0;
    char path[PATH_MAX]; /* /dev/stdin would be another process's */
    struct stat facts;
    if (realpath(input, path) == NULL || access(path, R_OK) != 0 || stat(path, &facts) != 0)
        return fault_set(fault, FAULT_INPUT, errno, "--input: cannot read %.*s", OPTION_SHOWN_BYTES,
                         input);
    if (!S_ISREG(facts.st_mode) && (!S_ISCHR(facts.st_mode) || strncmp(path, "/dev/pts/", 9) == 0))
        return fault_set(fault, FAULT_INPUT, 0,
                         "--input: %.*s is no file: each run reads it from its beginning, so write "
                         "it to a file",
                         OPTION_SHOWN_BYTES, input);
    return session_copy_text(program->input, sizeof program->input, path, "--input", fault);
}

static int fill_output(const struct options *options, struct area_program *program,
                       struct fault *fault) {
    const char *output = options->output;
    program->pipes_output = strcmp(output, "pipe") == 0;
    program->inherits_output = strcmp(output, "inherit") == 0;
    if (program->pipes_output || program->inherits_output || strcmp(output, "null") == 0 ||
        strcmp(output, "/dev/null") == 0)
        return 0;
    int file = options->dry_run ? -1 : open(output, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0 && !options->dry_run)
        return fault_set(fault, FAULT_USAGE, errno, "--output: cannot write %.*s",
                         OPTION_SHOWN_BYTES, output);
    if (file >= 0)
        close(file);
    return session_copy_text(program->output, sizeof program->output, output, "--output", fault);
}

/* Looked up now, so that nothing is measured where it is not there, and again before each run. */
static int fill_serial(const struct options *options, struct area_program *program,
                       struct fault *fault) {
    const struct command_line serial = {"--serial", options->serial, {.n = 1, .p = 1}};
    char **words = NULL, path[AREA_TEXT_BYTES];
    if (options->serial == NULL)
        return 0;
    int status = command_line_find(&serial, path, sizeof path, &words, fault);
    free(words);
    if (status != 0)
        return status;
    return session_copy_text(program->serial, sizeof program->serial, options->serial, "--serial",
                             fault);
}

static int fill_program(const struct options *options, struct area_program *program,
                        struct fault *fault) {
    program->warmups = (uint32_t)options->warmups;
    program->time_limit_s = options->timeout_s;
    program->ignores_failure = options->ignore_failure;
    int status = program_words_fill(options, program, fault);
    if (status == 0)
        status = find_program(options->operands[0], program->path, fault);
    if (status == 0)
        status = fill_serial(options, program, fault);
    if (status == 0)
        status = fill_input(options, program, fault);
    if (status == 0)
        status = fill_output(options, program, fault);
    if (status == 0)
        status = session_copy_text(program->prepare, sizeof program->prepare, options->prepare,
                                   "--prepare", fault);
    if (status == 0)
        status = session_copy_text(program->conclude, sizeof program->conclude, options->conclude,
                                   "--conclude", fault);
    return status;
}

/* A name that every reader of a CSV file takes, gnuplot too, and every terminal: cut between
 * characters, without quotes and control characters. */
static void fill_name(const char *name, char text[WIRE_NAME_BYTES]) {
    size_t length = strnlen(name, WIRE_NAME_BYTES - 1);
    while (length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80) /* within UTF-8 */
        length--;
    for (size_t i = 0; i < length; i++) {
        text[i] = name[i];
        if (name[i] == '"')
            text[i] = '\'';
        else if ((unsigned char)name[i] < ' ' || name[i] == 0x7F)
            text[i] = ' ';
    }
    text[length] = '\0';
}

/* The program in the place of a workload: its name, and its command line for a summary. */
static int fill_card(struct session *session, struct fault *fault) {
    const struct options *options = session->options;
    const char *slash = strrchr(options->operands[0], '/');
    const char *own = slash == NULL ? options->operands[0] : slash + 1;
    struct workload_card card = {.unit = {.operations = 1, .bytes = NAN, .operation = "run"}};
    size_t used = 0;
    if (options->command_name != NULL && strlen(options->command_name) >= sizeof card.name)
        return fault_set(fault, FAULT_USAGE, 0, "--command-name: '%.*s' is longer than %zu bytes",
                         OPTION_SHOWN_BYTES, options->command_name, sizeof card.name - 1);
    fill_name(options->command_name != NULL ? options->command_name : own, card.name);
    for (size_t i = 0; i < options->operand_count && used < sizeof card.summary; i++)
        used += (size_t)snprintf(card.summary + used, sizeof card.summary - used, "%s%s",
                                 i == 0 ? "" : " ", options->operands[i]);
    snprintf(card.stresses, sizeof card.stresses, "what the program does");
    session->cards[0] = card;
    session->workload_count = 1;
    return 0;
}

static int fill_series(struct session *session, struct fault *fault) {
    struct levels places;
    int status = levels_read(&places, "--place", session->options->place, fault);
    for (size_t i = 0; i < places.count && status == 0; i++) {
        struct series *series = &session->series[session->spec.series_count++];
        *series = (struct series){.engine = "exec", .scaling = "strong"};
        snprintf(series->workload, sizeof series->workload, "%s", session->cards[0].name);
        snprintf(series->place, sizeof series->place, "%.15s", places.word[i]);
        status = place_policy_parse(places.word[i], &(enum place_policy){0}, fault);
    }
    session->spec.series = session->series;
    return status;
}

/* A placeholder that varies nothing is a mistake somewhere. */
static int check_counts(const struct session *session, const struct placeholder_use *use,
                        struct fault *fault) {
    if (!use->n || session->spec.cores.count > 1)
        return 0;
    return fault_set(fault, FAULT_USAGE, 0,
                     "{n} stands in the command, but n is 1 only, so it varies nothing: give -n "
                     "with more counts, or leave {n} out");
}

int session_plan_program(const struct options *options, struct session *ret_session,
                         struct fault *fault) {
    *ret_session = (struct session){.options = options};
    struct placeholder_use use = {false, false}, of_name = {false, false};
    int status = placeholder_scan(options->operands[0], "the program's name", &of_name, fault);
    if (status == 0 && (of_name.n || of_name.p))
        status = fault_set(fault, FAULT_USAGE, 0,
                           "the program's name '%.*s' holds {%s}: it is looked up once, so it must "
                           "be the same at every count",
                           OPTION_SHOWN_BYTES, options->operands[0], of_name.n ? "n" : "p");
    if (status == 0)
        status = program_words_check(options, &use, fault);
    if (status == 0)
        status = fill_program(options, &ret_session->spec.base.program, fault);
    if (status == 0)
        status = fill_card(ret_session, fault);
    if (status == 0)
        status = fill_series(ret_session, fault);
    if (status == 0)
        status = session_plan_rest(ret_session, fault);
    return status != 0 ? status : check_counts(ret_session, &use, fault);
}
