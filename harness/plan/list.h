/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Comma lists and the parts of their items, as slices of the text that they stand in. */
#ifndef AMDAHL_LIST_H
#define AMDAHL_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list_slice {
    const char *text; /* borrowed, not terminated */
    size_t length;
};

/* Longest part of a user's text that a message repeats. */
enum { LIST_SHOWN_BYTES = 60 };

/* The precision and the text for "%.*s", cut to what a message has room for. */
#define LIST_SHOW(slice)                                                                           \
    (int)((slice).length < LIST_SHOWN_BYTES ? (slice).length : LIST_SHOWN_BYTES), (slice).text

/* Gives the next item of the comma list at *cursor, which may be empty ("a,,b", "a,", ""); false
 * after the last one. *cursor starts at the text and is NULL at the end. Any thread may call it. */
bool list_next_item(const char **cursor, struct list_slice *ret_item);

/* Cuts `slice` at its first `separator`: the part before it stays in *slice, the part after it goes
 * to *ret_rest. False, and nothing written, where there is none. */
bool list_cut(struct list_slice *slice, char separator, struct list_slice *ret_rest);

/* Whether the slice is that word. */
bool list_is_word(struct list_slice slice, const char *word);

#endif
