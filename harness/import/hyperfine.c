/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/hyperfine.h"

#include "import/columns.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct hyperfine_result *hyperfine_add(struct hyperfine *hyperfine) {
    struct hyperfine_result *results =
        reallocarray(hyperfine->results, hyperfine->count + 1, sizeof *results);
    if (results == NULL)
        return NULL;
    hyperfine->results = results;
    results[hyperfine->count] = (struct hyperfine_result){.command = NULL};
    return &results[hyperfine->count++];
}

bool hyperfine_add_parameter(struct hyperfine_result *result, const char *name, const char *value) {
    size_t at = result->parameter_count;
    if (at == HYPERFINE_PARAMETERS_MAX)
        return true;
    result->names[at] = strdup(name);
    result->values[at] = strdup(value);
    result->parameter_count++;
    return result->names[at] != NULL && result->values[at] != NULL;
}

void hyperfine_release(struct hyperfine *hyperfine) {
    for (size_t i = 0; i < hyperfine->count; i++) {
        struct hyperfine_result *result = &hyperfine->results[i];
        for (size_t k = 0; k < result->parameter_count; k++) {
            free(result->names[k]);
            free(result->values[k]);
        }
        free(result->command);
        free(result->times);
    }
    free(hyperfine->results);
    *hyperfine = (struct hyperfine){.results = NULL};
}

/* The option that a word is, without its dashes and what follows "=". */
static size_t option_length(const char *word, size_t length) {
    const char *end = memchr(word, '=', length);
    return end == NULL ? length : (size_t)(end - word);
}

static bool is_one_of(const char *word, const char *const *list, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

unsigned hyperfine_rank_name(const char *name) {
    static const char *const letters[] = {"n", "j", "t"};
    char spelt[COLUMN_NAME_BYTES];
    column_spell(name, spelt);
    if (strcmp(spelt, "np") == 0)
        return 1;
    if (is_one_of(spelt, letters, sizeof letters / sizeof letters[0]))
        return 2;
    return column_is_count(spelt) ? 0 : HYPERFINE_NO_COUNT;
}

/* Whether an option counts cores: "threads", "OMP_NUM_THREADS"; with one dash also j, t and np, and
 * a launcher's n. */
static bool is_count_option(const char *word, size_t length, size_t dashes, bool is_launched) {
    static const char *const shorts[] = {"j", "t", "np", "n"};
    char name[COLUMN_NAME_BYTES];
    snprintf(name, sizeof name, "%.*s", (int)length, word);
    if (dashes == 1 && is_one_of(name, shorts, is_launched ? 4 : 3))
        return true;
    return hyperfine_rank_name(name) == 0;
}

/* Whether a word starts what follows it as processes. */
static bool is_launcher(const char *word, size_t length) {
    static const char *const launchers[] = {"mpirun", "mpiexec", "orterun",
                                            "prun",   "srun",    "likwid-mpirun"};
    char name[COLUMN_NAME_BYTES];
    size_t folder = length;
    while (folder > 0 && word[folder - 1] != '/')
        folder--;
    snprintf(name, sizeof name, "%.*s", (int)(length - folder), word + folder);
    return is_one_of(name, launchers, sizeof launchers / sizeof launchers[0]);
}

/* The number of digits of a whole number that ends there. */
static size_t digits_at(const char *text) {
    size_t digits = strspn(text, "0123456789");
    return isalnum((unsigned char)text[digits]) || text[digits] == '.' ? 0 : digits;
}

/* The digits that belong to the word at `word`: in it, or in the next one. */
static const char *find_digits(const char *word, size_t length, size_t dashes, bool is_launched) {
    size_t option = option_length(word, length);
    if (is_count_option(word, option, dashes, is_launched)) {
        if (option < length)
            return word + option + 1;
        return dashes == 0 ? NULL : word + length + strspn(word + length, " ");
    }
    size_t letters = strcspn(word, "0123456789");
    if (dashes == 1 && letters < length && is_count_option(word, letters, 1, is_launched))
        return word + letters;
    return NULL;
}

const char *hyperfine_find_count(const char *command, size_t *ret_digits) {
    static const char QUOTES_AND_BLANKS[] = " \t'\"";
    const char *word = command + strspn(command, QUOTES_AND_BLANKS);
    bool is_launched = false;
    while (*word != '\0') {
        size_t dashes = strspn(word, "-");
        size_t length = strcspn(word + dashes, QUOTES_AND_BLANKS);
        const char *digits = find_digits(word + dashes, length, dashes, is_launched);
        size_t count = digits == NULL ? 0 : digits_at(digits);
        if (count > 0) {
            *ret_digits = count;
            return digits;
        }
        is_launched = is_launched || (dashes == 0 && is_launcher(word, length));
        word += dashes + length;
        word += strspn(word, QUOTES_AND_BLANKS);
    }
    return NULL;
}
