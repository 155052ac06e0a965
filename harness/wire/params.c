/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "wire/params.h"
#include "wire/sample.h"

#include <stdio.h>
#include <string.h>

bool params_find(const char *text, const char *name, char *value, size_t bytes) {
    size_t name_length = strlen(name);
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, ";");
        if (length > name_length && strncmp(at, name, name_length) == 0 && at[name_length] == '=') {
            snprintf(value, bytes, "%.*s", (int)(length - name_length - 1), at + name_length + 1);
            return true;
        }
        at += length + (at[length] == ';');
    }
    return false;
}

bool params_is_within(const char *part, const char *whole) {
    for (const char *at = part; *at != '\0';) {
        char name[WIRE_PARAMS_BYTES], value[WIRE_PARAMS_BYTES], other[WIRE_PARAMS_BYTES];
        size_t length = strcspn(at, ";");
        snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "="), at);
        if (!params_find(at, name, value, sizeof value) ||
            !params_find(whole, name, other, sizeof other) || strcmp(value, other) != 0)
            return false;
        at += length + (at[length] == ';');
    }
    return true;
}

/* The next word of "word|word" at *cursor, and its length; NULL: there is none. */
static const char *next_word(const char **cursor, size_t *ret_length) {
    const char *word = *cursor;
    if (*word == '\0')
        return NULL;
    *ret_length = strcspn(word, "|");
    *cursor += *ret_length + (word[*ret_length] == '|');
    return word;
}

int params_place_of(const char *words, const char *word) {
    size_t length, word_length = strlen(word);
    const char *at;
    for (int place = 0; (at = next_word(&words, &length)) != NULL; place++)
        if (length == word_length && strncmp(at, word, length) == 0)
            return place;
    return -1;
}

bool params_is_word(const char *words, const char *word) {
    return params_place_of(words, word) >= 0;
}

bool params_word_at(const char *words, size_t place, char *word, size_t bytes) {
    size_t length;
    const char *at = next_word(&words, &length);
    for (; at != NULL && place > 0; place--)
        at = next_word(&words, &length);
    if (at == NULL)
        return false;
    snprintf(word, bytes, "%.*s", (int)length, at);
    return true;
}
