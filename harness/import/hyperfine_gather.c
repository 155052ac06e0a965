/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* From hyperfine's results to groups: which n each has, and which belong together. */
#include "import/columns.h"
#include "import/hyperfine.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_BYTES = 256 };

/* What is known of a result besides its times. */
struct place {
    double n;
    char others[LABEL_BYTES]; /* the other parameters: "mode=a, size=4" */
    char label[LABEL_BYTES];  /* the command, the count in it replaced: "make -j{threads}" */
};

static const char *value_of(const struct hyperfine_result *result, const char *name) {
    for (size_t i = 0; i < result->parameter_count; i++)
        if (strcmp(result->names[i], name) == 0)
            return result->values[i];
    return NULL;
}

static bool is_numeric(const struct hyperfine *hyperfine, const char *name) {
    for (size_t i = 0; i < hyperfine->count; i++) {
        const char *value = value_of(&hyperfine->results[i], name);
        double number;
        if (value == NULL || cells_number(value, &number) != CELLS_NUMBER)
            return false;
    }
    return true;
}

/* The parameter that counts cores; NULL: none. */
static const char *find_parameter(const struct hyperfine *hyperfine) {
    const struct hyperfine_result *first = &hyperfine->results[0];
    const char *numeric = NULL;
    size_t numerics = 0;
    for (size_t i = 0; i < first->parameter_count; i++) {
        if (!is_numeric(hyperfine, first->names[i]))
            continue;
        if (column_is_count(first->names[i]))
            return first->names[i];
        numeric = first->names[i];
        numerics++;
    }
    return numerics == 1 ? numeric : NULL;
}

/* Appends at most what has room. */
static void append(char text[LABEL_BYTES], const char *piece, size_t length) {
    size_t used = strlen(text);
    snprintf(text + used, LABEL_BYTES - used, "%.*s", (int)length, piece);
}

/* The command with each number that is `value` replaced by {name}. */
static void make_label(const char *command, const char *value, const char *name,
                       char ret_label[LABEL_BYTES]) {
    ret_label[0] = '\0';
    while (*command != '\0') {
        size_t length = strspn(command, "0123456789.");
        bool is_number = length > 0;
        if (!is_number)
            length = strcspn(command, "0123456789.");
        if (is_number && strlen(value) == length && strncmp(command, value, length) == 0) {
            append(ret_label, "{", 1);
            append(ret_label, name, strlen(name));
            append(ret_label, "}", 1);
        } else {
            append(ret_label, command, length);
        }
        command += length;
    }
}

static void list_others(const struct hyperfine_result *result, const char *parameter,
                        char ret_others[LABEL_BYTES]) {
    ret_others[0] = '\0';
    for (size_t i = 0; i < result->parameter_count; i++) {
        if (parameter != NULL && strcmp(result->names[i], parameter) == 0)
            continue;
        append(ret_others, ", ", ret_others[0] == '\0' ? 0 : 2);
        append(ret_others, result->names[i], LABEL_BYTES);
        append(ret_others, "=", 1);
        append(ret_others, result->values[i], LABEL_BYTES);
    }
}

/* From the words of the command, where no parameter tells. */
static int place_by_command(struct import_job *job, const char *command, struct place *place) {
    size_t digits = 0;
    const char *at = hyperfine_find_count(command, &digits);
    if (at == NULL)
        return fault_set(
            job->fault, FAULT_INPUT, 0,
            "%s: how many cores \"%.80s\" used cannot be told; measure with `hyperfine "
            "-P threads 1 8` or `-L threads 1,2,4,8`, and {threads} in the command",
            job->path, command);
    place->n = strtod(at, NULL);
    place->label[0] = '\0';
    append(place->label, command, (size_t)(at - command));
    append(place->label, "{n}", 3);
    append(place->label, at + digits, LABEL_BYTES);
    return 0;
}

static int find_place(struct import_job *job, const struct hyperfine_result *result,
                      const char *parameter, struct place *place) {
    list_others(result, parameter, place->others);
    int status = 0;
    if (parameter == NULL) {
        status = place_by_command(job, result->command, place);
    } else {
        const char *value = value_of(result, parameter);
        cells_number(value, &place->n);
        make_label(result->command, value, parameter, place->label);
    }
    if (status == 0 && place->n <= 0)
        status = fault_set(job->fault, FAULT_INPUT, 0,
                           "%s: \"%.80s\" ran with %g cores: expected a number above 0", job->path,
                           result->command, place->n);
    return status;
}

/* Whether two results have the same n and the same other parameters, as those of two commands do.
 */
static bool are_crowded(const struct place *places, size_t count) {
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (places[i].n == places[k].n && strcmp(places[i].others, places[k].others) == 0)
                return true;
    return false;
}

static int gather_result(struct import_job *job, const struct hyperfine_result *result,
                         const struct place *place, bool by_label) {
    char key[2 * LABEL_BYTES];
    size_t group;
    bool is_new;
    int used = snprintf(key, sizeof key, "%s\n%s", place->others, by_label ? place->label : "");
    int status = gather_group(&job->gather, key, (size_t)used, &group, &is_new, job->fault);
    if (status == 0 && is_new)
        gather_name(&job->gather, group, place->label);
    for (size_t i = 0; i < result->time_count && status == 0; i++) {
        struct measured_row read = gather_plain_row(place->n, result->times[i]);
        status = result->times[i] > 0
                     ? gather_row(&job->gather, group, &read, job->fault)
                     : fault_set(job->fault, FAULT_INPUT, 0,
                                 "%s: a time of \"%.80s\" is %g s: expected one above 0", job->path,
                                 result->command, result->times[i]);
    }
    return status;
}

int hyperfine_gather(struct import_job *job, const struct hyperfine *hyperfine) {
    if (hyperfine->count == 0)
        return fault_set(job->fault, FAULT_INPUT, 0, "%s holds no result", job->path);
    struct place *places = calloc(hyperfine->count, sizeof *places);
    if (places == NULL)
        return import_no_memory(job);
    const char *parameter = find_parameter(hyperfine);
    int status = 0;
    for (size_t i = 0; i < hyperfine->count && status == 0; i++)
        status = find_place(job, &hyperfine->results[i], parameter, &places[i]);
    bool by_label = status == 0 && (parameter == NULL || are_crowded(places, hyperfine->count));
    for (size_t i = 0; i < hyperfine->count && status == 0; i++)
        status = gather_result(job, &hyperfine->results[i], &places[i], by_label);
    free(places);
    return status;
}
