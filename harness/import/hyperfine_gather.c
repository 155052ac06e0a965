/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* From hyperfine's results to groups: which n each has, and which belong together. */
#include "import/columns.h"
#include "import/hyperfine.h"
#include "import/hyperfine_series.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_BYTES = 256 };

/* Which of the parameters is n. */
struct choice {
    const char *name;      /* NULL: none; the commands say it, if anything does */
    const char *rival;     /* as good a name; NULL: none */
    char all[LABEL_BYTES]; /* "size, mode"; "": there are none */
};

static const char *value_of(const struct hyperfine_result *result, const char *name) {
    for (size_t i = 0; i < result->parameter_count; i++)
        if (strcmp(result->names[i], name) == 0)
            return result->values[i];
    return NULL;
}

/* Whether it is a number in all results, and, if asked for, not the same one. */
static bool is_numeric(const struct hyperfine *hyperfine, const char *name, bool must_vary) {
    double first = 0;
    bool varies = false;
    for (size_t i = 0; i < hyperfine->count; i++) {
        const char *value = value_of(&hyperfine->results[i], name);
        double number;
        if (value == NULL || cells_number(value, &number) != CELLS_NUMBER)
            return false;
        first = i == 0 ? number : first;
        varies = varies || number != first;
    }
    return varies || !must_vary;
}

/* Appends at most what has room. */
static void append(char text[LABEL_BYTES], const char *piece, size_t length) {
    size_t used = strlen(text), room = LABEL_BYTES - used - 1, taken = strnlen(piece, length);
    taken = taken < room ? taken : room;
    memcpy(text + used, piece, taken);
    text[used + taken] = '\0';
}

static void append_listed(char text[LABEL_BYTES], const char *piece) {
    append(text, ", ", text[0] == '\0' ? 0 : 2);
    append(text, piece, LABEL_BYTES);
}

/* Whether each command says a count of cores itself, and one says another than its parameter. */
static bool do_words_differ(const struct hyperfine *hyperfine, const char *name) {
    bool differ = false;
    for (size_t i = 0; i < hyperfine->count; i++) {
        const struct hyperfine_result *result = &hyperfine->results[i];
        size_t digits = 0;
        double value = 0;
        const char *at = hyperfine_find_count(result->command, &digits);
        if (at == NULL)
            return false;
        cells_number(value_of(result, name), &value);
        differ = differ || strtod(at, NULL) != value;
    }
    return differ;
}

/* The best of those that a count's name have. */
static void choose_named(const struct hyperfine *hyperfine, bool must_vary, struct choice *choice) {
    const struct hyperfine_result *first = &hyperfine->results[0];
    unsigned best = HYPERFINE_NO_COUNT;
    for (size_t i = 0; i < first->parameter_count; i++) {
        const char *name = first->names[i];
        unsigned rank = hyperfine_rank_name(name);
        if (rank == HYPERFINE_NO_COUNT || !is_numeric(hyperfine, name, must_vary))
            continue;
        /* Names of several letters that both count cores come in an order of their own. */
        choice->rival = rank < best ? NULL : rank == best && rank > 0 ? name : choice->rival;
        choice->name = rank < best ? name : choice->name;
        best = rank < best ? rank : best;
    }
}

/* The only one that is a number, unless its name or the commands say that it is something else. */
static void choose_unknown(const struct hyperfine *hyperfine, bool must_vary,
                           struct choice *choice) {
    const struct hyperfine_result *first = &hyperfine->results[0];
    const char *numeric = NULL;
    size_t numerics = 0;
    for (size_t i = 0; i < first->parameter_count; i++) {
        if (!is_numeric(hyperfine, first->names[i], must_vary))
            continue;
        numeric = first->names[i];
        numerics++;
    }
    if (numerics == 1 && column_meaning(numeric).role == COLUMN_OTHER &&
        !do_words_differ(hyperfine, numeric))
        choice->name = numeric;
}

static struct choice choose_parameter(const struct hyperfine *hyperfine) {
    const struct hyperfine_result *first = &hyperfine->results[0];
    struct choice choice = {.name = NULL};
    for (size_t i = 0; i < first->parameter_count; i++)
        append_listed(choice.all, first->names[i]);
    choose_named(hyperfine, true, &choice);
    if (choice.name == NULL)
        choose_named(hyperfine, false, &choice);
    if (choice.name == NULL)
        choose_unknown(hyperfine, true, &choice);
    if (choice.name == NULL)
        choose_unknown(hyperfine, false, &choice);
    return choice;
}

static int refuse_choice(struct import_job *job, const struct choice *choice, const char *command) {
    if (choice->rival != NULL)
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s: either of the parameters %s and %s could be the count of cores; "
                         "name it threads: `hyperfine -L threads 1,2,4,8`",
                         job->path, choice->name, choice->rival);
    if (choice->all[0] != '\0')
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s: none of the parameters (%s) is named as a count of cores, and "
                         "\"%.80s\" does not say one; name it threads: `hyperfine -L threads "
                         "1,2,4,8`",
                         job->path, choice->all, command);
    return fault_set(job->fault, FAULT_INPUT, 0,
                     "%s: how many cores \"%.80s\" used cannot be told; measure with `hyperfine "
                     "-P threads 1 8` or `-L threads 1,2,4,8`, and {threads} in the command",
                     job->path, command);
}

static int find_place(struct import_job *job, const struct hyperfine_result *result,
                      const struct choice *choice, struct hyperfine_place *place) {
    place->result = result;
    if (choice->name != NULL) {
        place->value = value_of(result, choice->name);
        cells_number(place->value, &place->n);
    } else {
        const char *at = hyperfine_find_count(result->command, &place->digits);
        if (at == NULL)
            return refuse_choice(job, choice, result->command);
        place->at = (size_t)(at - result->command);
        place->n = strtod(at, NULL);
    }
    if (place->n <= 0)
        return fault_set(job->fault, FAULT_INPUT, 0,
                         "%s: \"%.80s\" ran with %g cores: expected a number above 0", job->path,
                         result->command, place->n);
    return 0;
}

/* Whether two results have the same parameters but n. */
static bool are_kin(const struct hyperfine_result *a, const struct hyperfine_result *b,
                    const char *parameter) {
    if (a->parameter_count != b->parameter_count)
        return false;
    for (size_t i = 0; i < a->parameter_count; i++) {
        const char *value = value_of(b, a->names[i]);
        bool is_n = parameter != NULL && strcmp(a->names[i], parameter) == 0;
        if (!is_n && (value == NULL || strcmp(value, a->values[i]) != 0))
            return false;
    }
    return true;
}

static int find_places(struct import_job *job, const struct hyperfine *hyperfine,
                       const struct choice *choice, struct hyperfine_place *places) {
    int status = choice->rival == NULL ? 0 : refuse_choice(job, choice, "");
    for (size_t i = 0; i < hyperfine->count && status == 0; i++) {
        status = find_place(job, &hyperfine->results[i], choice, &places[i]);
        while (places[i].kin < i &&
               !are_kin(&hyperfine->results[places[i].kin], &hyperfine->results[i], choice->name))
            places[i].kin++;
    }
    if (status == 0)
        hyperfine_series_find(places, hyperfine->count);
    return status;
}

/* The text that a series' commands have in common; its first command, where there is none. */
static void find_label(const struct hyperfine_place *places, size_t count, size_t head,
                       const char *parameter, char ret_label[LABEL_BYTES]) {
    size_t other = head + 1;
    while (other < count && (places[other].series != head || places[other].n == places[head].n))
        other++;
    const struct hyperfine_place *b = &places[other < count ? other : head];
    const char *name = parameter == NULL ? "n" : parameter;
    if (!hyperfine_series_label(&places[head], b, name, ret_label, LABEL_BYTES))
        snprintf(ret_label, LABEL_BYTES, "%s", places[head].result->command);
}

static void append_others(const struct hyperfine_result *result, const char *parameter,
                          char label[LABEL_BYTES]) {
    for (size_t i = 0; i < result->parameter_count; i++) {
        if (parameter != NULL && strcmp(result->names[i], parameter) == 0)
            continue;
        append_listed(label, result->names[i]);
        append(label, "=", 1);
        append(label, result->values[i], LABEL_BYTES);
    }
}

/* The results, sorted, and what the series are called. */
struct sorted {
    struct hyperfine_place *places;
    char (*labels)[LABEL_BYTES]; /* at the first result of each */
    size_t count;
    const char *parameter; /* NULL: n is in the commands */
};

/* Names a new group; also by its other parameters, where its command does not tell it apart. */
static void name_group(struct gather *gather, size_t group, const struct sorted *sorted,
                       size_t head) {
    char label[LABEL_BYTES];
    bool is_shared = false;
    for (size_t i = 0; i < sorted->count && !is_shared; i++)
        is_shared = i != head && sorted->places[i].series == i &&
                    strcmp(sorted->labels[i], sorted->labels[head]) == 0;
    memcpy(label, sorted->labels[head], sizeof label);
    if (is_shared)
        append_others(sorted->places[head].result, sorted->parameter, label);
    gather_name(gather, group, label);
}

static int gather_times(struct import_job *job, const struct hyperfine_place *place, size_t group) {
    const struct hyperfine_result *result = place->result;
    int status = 0;
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

static int gather_series(struct import_job *job, const struct sorted *sorted) {
    int status = 0;
    for (size_t i = 0; i < sorted->count; i++)
        if (sorted->places[i].series == i)
            find_label(sorted->places, sorted->count, i, sorted->parameter, sorted->labels[i]);
    for (size_t i = 0; i < sorted->count && status == 0; i++) {
        size_t group, head = sorted->places[i].series;
        bool is_new;
        status = gather_group(&job->gather, &head, sizeof head, &group, &is_new, job->fault);
        if (status == 0 && is_new)
            name_group(&job->gather, group, sorted, head);
        if (status == 0)
            status = gather_times(job, &sorted->places[i], group);
    }
    return status;
}

int hyperfine_gather(struct import_job *job, const struct hyperfine *hyperfine) {
    size_t count = hyperfine->count;
    if (count == 0)
        return fault_set(job->fault, FAULT_INPUT, 0, "%s holds no result", job->path);
    struct choice choice = choose_parameter(hyperfine);
    struct sorted sorted = {.places = calloc(count, sizeof *sorted.places),
                            .labels = calloc(count, sizeof *sorted.labels),
                            .count = count,
                            .parameter = choice.name};
    int status = 0;
    if (sorted.places == NULL || sorted.labels == NULL)
        status = import_no_memory(job);
    if (status == 0)
        status = find_places(job, hyperfine, &choice, sorted.places);
    if (status == 0)
        status = gather_series(job, &sorted);
    free(sorted.places);
    free(sorted.labels);
    return status;
}
