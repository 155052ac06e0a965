/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/template.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A double needs at most 17 digits to read back, and 15 always survive a text: C17, DBL_DIG. */
enum { DIGITS_LEAST = 15, DIGITS_MOST = 17, VALUE_BYTES = 32 };

/* A placeholder at the beginning of a text. */
static const struct placeholder {
    const char *text, *name;
} placeholders[] = {{"{n}", "n"}, {"{threads}", "n"}, {"{p}", "p"}};

static const struct placeholder *placeholder_at(const char *text) {
    for (size_t i = 0; i < sizeof placeholders / sizeof placeholders[0]; i++)
        if (strncmp(text, placeholders[i].text, strlen(placeholders[i].text)) == 0)
            return &placeholders[i];
    return NULL;
}

static void write_shortest(double value, char text[VALUE_BYTES]) {
    for (int digits = DIGITS_LEAST; digits <= DIGITS_MOST; digits++) {
        snprintf(text, VALUE_BYTES, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            return;
    }
}

/* False: there is no such value, and the placeholder stays. */
static bool write_value(const struct placeholder *placeholder, const struct template_values *values,
                        char text[VALUE_BYTES]) {
    if (strcmp(placeholder->name, "n") == 0)
        snprintf(text, VALUE_BYTES, "%u", values->n);
    else if (isnan(values->p))
        return false;
    else
        write_shortest(values->p, text);
    return true;
}

struct writer {
    char *text;
    size_t bytes, length;
};

static void append(struct writer *writer, const char *text, size_t length) {
    for (size_t i = 0; i < length; i++, writer->length++)
        if (writer->length + 1 < writer->bytes)
            writer->text[writer->length] = text[i];
}

size_t template_expand(const char *text, const struct template_values *values, char *ret_text,
                       size_t bytes) {
    struct writer writer = {.text = ret_text, .bytes = bytes};
    char value[VALUE_BYTES];
    while (*text != '\0') {
        const struct placeholder *found = placeholder_at(text);
        if (found != NULL && write_value(found, values, value)) {
            append(&writer, value, strlen(value));
            text += strlen(found->text);
        } else {
            append(&writer, text++, 1);
        }
    }
    if (bytes > 0)
        ret_text[writer.length < bytes ? writer.length : bytes - 1] = '\0';
    return writer.length;
}

bool template_uses(const char *text, const char *name) {
    for (; *text != '\0'; text++) {
        const struct placeholder *found = placeholder_at(text);
        if (found != NULL && strcmp(found->name, name) == 0)
            return true;
    }
    return false;
}
