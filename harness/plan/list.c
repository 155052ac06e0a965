/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "plan/list.h"

#include <string.h>

bool list_next_item(const char **cursor, struct list_slice *ret_item) {
    if (*cursor == NULL)
        return false;
    const char *start = *cursor;
    size_t length = strcspn(start, ",");
    *ret_item = (struct list_slice){.text = start, .length = length};
    *cursor = start[length] == ',' ? start + length + 1 : NULL;
    return true;
}

bool list_cut(struct list_slice *slice, char separator, struct list_slice *ret_rest) {
    const char *at = memchr(slice->text, separator, slice->length);
    if (at == NULL)
        return false;
    size_t before = (size_t)(at - slice->text);
    *ret_rest = (struct list_slice){.text = at + 1, .length = slice->length - before - 1};
    slice->length = before;
    return true;
}

bool list_is_word(struct list_slice slice, const char *word) {
    return strlen(word) == slice.length && memcmp(word, slice.text, slice.length) == 0;
}
