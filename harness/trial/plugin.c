/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "trial/plugin.h"

#include "trial/trial.h"
#include "wire/sample.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SYMBOL_PREFIX "workload_"
#define LIBRARY_PREFIX "lib"
/* A workload's longest name, and "lib" before it. */
enum {
    LIBRARY_PREFIX_LENGTH = sizeof LIBRARY_PREFIX - 1,
    STEM_BYTES = WIRE_NAME_BYTES + LIBRARY_PREFIX_LENGTH,
    SYMBOL_BYTES = sizeof SYMBOL_PREFIX + STEM_BYTES,
};

static bool is_prefixed(const char *name) {
    return strncmp(name, LIBRARY_PREFIX, LIBRARY_PREFIX_LENGTH) == 0;
}

/* The file's name without its directories and without ".so". */
static int read_stem(const char *path, char stem[STEM_BYTES], struct fault *fault) {
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    size_t length = strlen(name), room = is_prefixed(name) ? STEM_BYTES : WIRE_NAME_BYTES;
    if (length > 3 && strcmp(name + length - 3, ".so") == 0)
        length -= 3;
    if (length == 0 || length >= room ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-.") < length)
        return fault_set(fault, FAULT_INPUT, 0,
                         "cannot be a workload's file: its name may have 1 to %d lower-case "
                         "letters, digits, '-' and '_'",
                         WIRE_NAME_BYTES - 1);
    snprintf(stem, STEM_BYTES, "%.*s", (int)length, name);
    return 0;
}

/* What becomes '_' in an identifier. */
static void underscore(char *text) {
    for (; *text != '\0'; text++)
        if (*text == '-' || *text == '.')
            *text = '_';
}

static const struct workload *find_symbol(void *library, const char *stem,
                                          char symbol[SYMBOL_BYTES]) {
    snprintf(symbol, SYMBOL_BYTES, "%s%s", SYMBOL_PREFIX, stem);
    underscore(symbol);
    return dlsym(library, symbol);
}

/* What dlerror() says without the path, which it begins with where a file is at fault. */
static const char *loader_words(const char *path) {
    const char *words = dlerror();
    size_t length = strlen(path);
    if (words == NULL)
        return "no reason given";
    return strncmp(words, path, length) == 0 && strncmp(words + length, ": ", 2) == 0
               ? words + length + 2
               : words;
}

/* In C the names of a file and of its workload differ in '_' and '-' only. */
static int check_name(const struct workload *workload, const char *stem, struct fault *fault) {
    char wanted[STEM_BYTES], given[STEM_BYTES];
    snprintf(wanted, sizeof wanted, "%s", stem);
    snprintf(given, sizeof given, "%s", workload->name);
    underscore(wanted);
    underscore(given);
    if (strcmp(wanted, given) == 0)
        return 0;
    return fault_set(fault, FAULT_INPUT, 0,
                     "calls its workload '%s': let .name be the file's own name, '%s'",
                     workload->name, stem);
}

static int check_workload(const struct workload *workload, const char *stem, struct fault *fault) {
    struct fault own = {.code = FAULT_NONE};
    /* First of all: in another version every other field may lie elsewhere. */
    if (workload->abi != WORKLOAD_ABI)
        return fault_set(fault, FAULT_INPUT, 0,
                         "was built for version %u of workload.h, this program has version %u: "
                         "build it again with the header that `pkg-config --cflags amdahl` names",
                         workload->abi, WORKLOAD_ABI);
    int status = workload_validate(workload, &own);
    if (status != 0)
        return fault_set(fault, FAULT_INPUT, 0, "cannot be used: %.400s", own.text);
    return check_name(workload, stem, fault);
}

int plugin_open(const char *path, const struct workload **ret_workload, struct fault *fault) {
    char stem[STEM_BYTES], symbol[SYMBOL_BYTES], other[SYMBOL_BYTES];
    const char *name = stem;
    int status = read_stem(path, stem, fault);
    if (status != 0)
        return status;
    if (access(path, R_OK) != 0)
        return fault_set(fault, FAULT_INPUT, errno, "cannot be read");
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        return fault_set(fault, FAULT_INPUT, 0, "cannot be loaded: %.300s", loader_words(path));

    const struct workload *workload = find_symbol(library, stem, symbol);
    if (workload == NULL && is_prefixed(stem)) {
        name = stem + LIBRARY_PREFIX_LENGTH;
        workload = find_symbol(library, name, other);
    }
    if (workload == NULL)
        return fault_set(fault, FAULT_INPUT, 0,
                         "defines no `%s`: a workload has the name of its file (in C++, as `extern "
                         "\"C\" const struct workload %s`)",
                         symbol, symbol);
    status = check_workload(workload, name, fault);
    if (status == 0)
        *ret_workload = workload;
    return status;
}
