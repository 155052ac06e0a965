/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "program/words.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wordexp.h>

extern char **environ;

const char *words_after(const char *packed, size_t count) {
    for (size_t i = 0; i < count; i++)
        packed += strlen(packed) + 1;
    return packed;
}

/* Bytes of the expanded texts with their NULs. */
static size_t packed_bytes(const char *packed, size_t count, const struct template_values *values) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += template_expand(words_after(packed, i), values, NULL, 0) + 1;
    return bytes;
}

/* A list with room for `count` texts; *ret_room is where they go. */
static char **list_make(size_t count, size_t bytes, char **ret_room) {
    char **list = calloc(1, (count + 1) * sizeof *list + bytes);
    if (list != NULL)
        *ret_room = (char *)(list + count + 1);
    return list;
}

/* Gives what is left of the room. */
static char *list_expand(char **list, const char *packed, size_t count,
                         const struct template_values *values, char *room, size_t bytes) {
    for (size_t i = 0; i < count; i++) {
        const char *text = words_after(packed, i);
        list[i] = room;
        size_t length = template_expand(text, values, room, bytes) + 1;
        room += length;
        bytes -= length;
    }
    return room;
}

char **words_expand(const char *packed, size_t count, const struct template_values *values) {
    size_t bytes = packed_bytes(packed, count, values);
    char *room, **list = list_make(count, bytes, &room);
    if (list != NULL)
        list_expand(list, packed, count, values, room, bytes);
    return list;
}

bool words_is_same_name(const char *variable, const char *other) {
    size_t length = strcspn(variable, "=");
    return length == strcspn(other, "=") && strncmp(variable, other, length) == 0;
}

static bool is_among(const char *variable, const char *packed, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (words_is_same_name(variable, words_after(packed, i)))
            return true;
    return false;
}

char **words_environment(const char *packed, size_t count, const struct template_values *values) {
    size_t bytes = packed_bytes(packed, count, values), inherited = 0;
    while (environ != NULL && environ[inherited] != NULL)
        inherited++;
    char *room, **list = list_make(count + inherited, bytes, &room);
    if (list == NULL)
        return NULL;
    list_expand(list, packed, count, values, room, bytes);
    for (size_t i = 0, kept = count; i < inherited; i++)
        if (!is_among(environ[i], packed, count))
            list[kept++] = environ[i];
    return list;
}

/* What a shell would do something for, where it is neither quoted nor escaped: wordexp(3). */
static const char SHELL_CHARACTERS[] = "|&;<>(){}\n";

/* The first of them; 0: none. */
static char shell_character(const char *command) {
    char quote = 0;
    for (const char *at = command; *at != '\0'; at++) {
        if (*at == '\\' && quote != '\'' && at[1] != '\0')
            at++;
        else if (quote != 0 && *at == quote)
            quote = 0;
        else if (quote == 0 && (*at == '\'' || *at == '"'))
            quote = *at;
        else if (quote == 0 && strchr(SHELL_CHARACTERS, *at) != NULL)
            return *at;
    }
    return 0;
}

static int refuse(const char *option, const char *command, int refusal, struct fault *fault) {
    char found = shell_character(command);
    if (refusal == WRDE_BADCHAR && found == '\n')
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s '%.200s': it has a line break, and no shell runs; give one command",
                         option, command);
    if (refusal == WRDE_BADCHAR)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s '%.200s': '%c' is a shell's, and no shell runs; quote it, or name sh "
                         "yourself: sh -c '...'",
                         option, command, found);
    if (refusal == WRDE_CMDSUB)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s '%.200s': $(...) and `...` are a shell's, and no shell runs; quote "
                         "them, or name sh yourself: sh -c '...'",
                         option, command);
    if (refusal == WRDE_BADVAL)
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s '%.200s': a variable that it names is not set; set it, or quote the $",
                         option, command);
    if (refusal == WRDE_SYNTAX)
        return fault_set(fault, FAULT_USAGE, 0, "%s '%.200s': a quote or a brace is not closed",
                         option, command);
    return fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot split %s '%.200s' into words", option,
                     command);
}

static char **copy_words(const wordexp_t *words) {
    size_t bytes = 0;
    for (size_t i = 0; i < words->we_wordc; i++)
        bytes += strlen(words->we_wordv[i]) + 1;
    char *room, **list = list_make(words->we_wordc, bytes, &room);
    for (size_t i = 0; list != NULL && i < words->we_wordc; i++) {
        size_t length = strlen(words->we_wordv[i]) + 1;
        list[i] = memcpy(room, words->we_wordv[i], length);
        room += length;
    }
    return list;
}

int words_split(const char *option, const char *command, const struct template_values *values,
                char ***ret_words, struct fault *fault) {
    size_t bytes = template_expand(command, values, NULL, 0) + 1;
    char *expanded = malloc(bytes);
    if (expanded == NULL)
        return refuse(option, command, WRDE_NOSPACE, fault);
    template_expand(command, values, expanded, bytes);

    wordexp_t words;
    int status = 0, refusal = wordexp(expanded, &words, WRDE_NOCMD | WRDE_UNDEF);
    if (refusal != 0) {
        status = refuse(option, expanded, refusal, fault);
    } else {
        char **list = copy_words(&words);
        if (list == NULL)
            status = refuse(option, expanded, WRDE_NOSPACE, fault);
        else if (list[0] == NULL)
            status = fault_set(fault, FAULT_USAGE, 0, "%s: there is no command in it", option);
        if (status == 0)
            *ret_words = list;
        else
            free(list);
        wordfree(&words);
    }
    free(expanded);
    return status;
}
