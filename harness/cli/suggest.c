/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/suggest.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Longer than any option, command or workload name. */
enum { SUGGEST_WORD_MAX = 63 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t suggest_distance(const char *a, const char *b) {
    size_t a_length = strlen(a), b_length = strlen(b);
    size_t cell[SUGGEST_WORD_MAX + 1][SUGGEST_WORD_MAX + 1];
    if (a_length > SUGGEST_WORD_MAX || b_length > SUGGEST_WORD_MAX)
        return SIZE_MAX;
    for (size_t i = 0; i <= a_length; i++)
        for (size_t j = 0; j <= b_length; j++) {
            if (i == 0 || j == 0) {
                cell[i][j] = i + j;
                continue;
            }
            size_t change = cell[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            cell[i][j] = least(change, least(cell[i - 1][j], cell[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cell[i][j] = least(cell[i][j], cell[i - 2][j - 2] + 1);
        }
    return cell[a_length][b_length];
}

/* A third of the letters may be wrong: more, and the guess is noise. */
static size_t distance_allowed(const char *word) {
    return least(3, (strlen(word) + 2) / 3);
}

const char *suggest_nearest(const char *word, const char *const *candidates, size_t count) {
    const char *nearest = NULL;
    size_t nearest_distance = distance_allowed(word) + 1, length = strlen(word);
    for (size_t i = 0; i < count; i++) {
        size_t distance = suggest_distance(word, candidates[i]);
        bool begins = length >= 2 && strncmp(word, candidates[i], length) == 0;
        if (begins)
            distance = least(distance, 1);
        if (distance < nearest_distance) {
            nearest = candidates[i];
            nearest_distance = distance;
        }
    }
    return nearest;
}

void suggest_phrase(const char *word, const char *const *candidates, size_t count,
                    const char *prefix, char *text, size_t bytes) {
    const char *nearest = suggest_nearest(word, candidates, count);
    if (nearest != NULL)
        snprintf(text, bytes, " (did you mean %s%s?)", prefix, nearest);
    else
        snprintf(text, bytes, "%s", "");
}
