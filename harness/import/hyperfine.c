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

/* Whether an option counts cores: "threads", "OMP_NUM_THREADS"; with one dash also j, t and np. */
static bool is_count_option(const char *word, size_t length, size_t dashes) {
    char name[COLUMN_NAME_BYTES];
    snprintf(name, sizeof name, "%.*s", (int)length, word);
    return column_is_count(name) ||
           (dashes == 1 &&
            (strcmp(name, "j") == 0 || strcmp(name, "t") == 0 || strcmp(name, "np") == 0));
}

/* The number of digits of a whole number that ends there. */
static size_t digits_at(const char *text) {
    size_t digits = strspn(text, "0123456789");
    return isalnum((unsigned char)text[digits]) || text[digits] == '.' ? 0 : digits;
}

/* The digits that belong to the word at `word`: in it, or in the next one. */
static const char *find_digits(const char *word, size_t length, size_t dashes) {
    size_t option = option_length(word, length);
    if (is_count_option(word, option, dashes)) {
        if (option < length)
            return word + option + 1;
        return dashes == 0 ? NULL : word + length + strspn(word + length, " ");
    }
    size_t letters = strcspn(word, "0123456789");
    if (dashes == 1 && letters < length && is_count_option(word, letters, 1))
        return word + letters;
    return NULL;
}

const char *hyperfine_find_count(const char *command, size_t *ret_digits) {
    static const char QUOTES_AND_BLANKS[] = " \t'\"";
    const char *word = command + strspn(command, QUOTES_AND_BLANKS);
    while (*word != '\0') {
        size_t dashes = strspn(word, "-");
        size_t length = strcspn(word + dashes, QUOTES_AND_BLANKS);
        const char *digits = find_digits(word + dashes, length, dashes);
        size_t count = digits == NULL ? 0 : digits_at(digits);
        if (count > 0) {
            *ret_digits = count;
            return digits;
        }
        word += dashes + length;
        word += strspn(word, QUOTES_AND_BLANKS);
    }
    return NULL;
}
