/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/kernel_text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

FILE *kernel_text_open(const char *root, const char *path) {
    char whole[PATH_MAX];
    int used = snprintf(whole, sizeof whole, "%s/%s", root, path);
    return used > 0 && (size_t)used < sizeof whole ? fopen(whole, "re") : NULL;
}

bool kernel_text_line(const char *root, const char *path, char *text, size_t bytes) {
    text[0] = '\0';
    FILE *file = kernel_text_open(root, path);
    if (file == NULL)
        return false;
    bool found = fgets(text, (int)bytes, file) != NULL;
    fclose(file);
    if (!found)
        text[0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return found;
}

bool kernel_text_value(const char *root, const char *path, const char *key, char *text,
                       size_t bytes) {
    text[0] = '\0';
    FILE *file = kernel_text_open(root, path);
    if (file == NULL)
        return false;
    char *line = NULL;
    size_t line_bytes = 0, length = strlen(key);
    bool found = false;
    while (!found && getline(&line, &line_bytes, file) > 0) {
        size_t blanks = strspn(line + (strncmp(line, key, length) == 0 ? length : 0), " \t:");
        if (strncmp(line, key, length) != 0 || blanks == 0)
            continue; /* another key, or one that only begins alike */
        found = true;
        line[strcspn(line, "\n")] = '\0';
        snprintf(text, bytes, "%s", line + length + blanks);
    }
    free(line);
    fclose(file);
    return found;
}
