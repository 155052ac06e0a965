/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "team/openmp_runtime.h"
#include "team/engine.h"
#include "wire/params.h"

#include <dlfcn.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORD_BYTES = 32 };

/* Of team_openmp_params. */
enum { PARAM_RUNTIME, PARAM_WAIT };

const struct team_engine_param team_openmp_params[] = {
    [PARAM_RUNTIME] = {"runtime", "libgomp|libomp", "the OpenMP runtime: of gcc, or of LLVM"},
    [PARAM_WAIT] = {"wait", "default|active|passive",
                    "how its waiting threads wait (OMP_WAIT_POLICY)"},
    {0},
};

/* Where a runtime may be: names for the dynamic linker, then a pattern of paths. */
struct openmp_library {
    const char *word, *names[2], *paths, *package;
};
static const struct openmp_library libraries[] = {
    {"libgomp", {"libgomp.so.1"}, NULL, "libgomp1"},
    {"libomp", {"libomp.so.5", "libomp.so"}, "/usr/lib/llvm-*/lib/libomp.so*", "libomp5"},
};

static int param_read(const char *params, int which, char word[WORD_BYTES], struct fault *fault) {
    const struct team_engine_param *param = &team_openmp_params[which];
    snprintf(word, WORD_BYTES, "%.*s", (int)strcspn(param->words, "|"), param->words);
    if (params != NULL)
        params_find(params, param->name, word, WORD_BYTES);
    if (params_is_word(param->words, word))
        return 0;
    return fault_set(fault, FAULT_USAGE, 0,
                     "the engine 'openmp' knows no %s '%s': use one of %s (--param %s=WORD)",
                     param->name, word, param->words, param->name);
}

/* A variable that one of the runtimes may read: true. */
static bool is_openmp_variable(const char *variable) {
    static const char *const prefixes[] = {"OMP_", "GOMP_", "KMP_", "LIBOMP_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (strncmp(variable, prefixes[i], strlen(prefixes[i])) == 0)
            return strchr(variable, '=') != NULL;
    return false;
}

/* The first variable, "name=value", that is not among `kept`; NULL: none. */
static const char *foreign_variable(const char *const kept[], size_t count) {
    for (char **variable = environ; *variable != NULL; variable++) {
        bool is_kept = !is_openmp_variable(*variable);
        for (size_t i = 0; i < count && !is_kept; i++)
            is_kept = strcmp(*variable, kept[i]) == 0;
        if (!is_kept)
            return *variable;
    }
    return NULL;
}

/* Whether anything had to be changed. */
static bool environment_set(const char *wait) {
    char policy[2 * WORD_BYTES];
    snprintf(policy, sizeof policy, "OMP_WAIT_POLICY=%s", wait);
    const char *const wanted[] = {"OMP_DYNAMIC=false", "OMP_PROC_BIND=false", policy};
    const size_t count = strcmp(wait, "default") == 0 ? 2 : 3;
    bool changed = false;
    const char *variable;
    while ((variable = foreign_variable(wanted, count)) != NULL) {
        char *name = strndup(variable, strcspn(variable, "="));
        bool is_gone = name != NULL && unsetenv(name) == 0;
        free(name);
        if (!is_gone)
            break;
        changed = true;
    }
    for (size_t i = 0; i < count; i++) {
        char name[WORD_BYTES];
        const char *value = strchr(wanted[i], '=') + 1;
        snprintf(name, sizeof name, "%.*s", (int)(value - 1 - wanted[i]), wanted[i]);
        changed = changed || getenv(name) == NULL;
        setenv(name, value, 1);
    }
    return changed;
}

/* `flags` of dlopen. NULL: there is none. */
static void *library_open(const struct openmp_library *library, int flags) {
    void *opened = NULL;
    for (int i = 0; i < 2 && opened == NULL && library->names[i] != NULL; i++)
        opened = dlopen(library->names[i], flags);
    glob_t found;
    if (opened != NULL || library->paths == NULL || glob(library->paths, 0, NULL, &found) != 0)
        return opened;
    for (size_t i = 0; i < found.gl_pathc && opened == NULL; i++)
        opened = dlopen(found.gl_pathv[i], flags);
    globfree(&found);
    return opened;
}

static int symbol_find(void *opened, const char *runtime, const char *name, void *ret_function,
                       struct fault *fault) {
    void *symbol = dlsym(opened, name);
    if (symbol == NULL)
        return fault_set(fault, FAULT_UNMEASURABLE, 0,
                         "the OpenMP runtime %s has no function %s: install a newer one "
                         "(gcc 9, LLVM 9)",
                         runtime, name);
    memcpy(ret_function, &symbol, sizeof symbol); /* ISO C has no cast from object to function */
    return 0;
}

int openmp_runtime_load(const char *params, struct openmp_runtime *ret_runtime,
                        struct fault *fault) {
    char runtime[WORD_BYTES], wait[WORD_BYTES];
    int status = param_read(params, PARAM_RUNTIME, runtime, fault);
    if (status == 0)
        status = param_read(params, PARAM_WAIT, wait, fault);
    if (status != 0)
        return status;
    const struct openmp_library *library = libraries;
    while (strcmp(library->word, runtime) != 0)
        library++;

    /* A runtime reads its environment once, when it is loaded or first used. */
    if (environment_set(wait) && library_open(library, RTLD_NOLOAD | RTLD_NOW) != NULL)
        return fault_set(fault, FAULT_UNMEASURABLE, 0,
                         "the OpenMP runtime %s was loaded before its environment could be set: "
                         "link no OpenMP into workloads that are measured on this engine",
                         runtime);
    /* Its threads may outlive the team by a moment: it is never unloaded. */
    void *opened = library_open(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (opened == NULL)
        return fault_set(fault, FAULT_UNMEASURABLE, 0,
                         "the OpenMP runtime %s is not installed (%s): on Debian install %s",
                         runtime, library->names[0], library->package);
    struct openmp_runtime found = {0};
    status = symbol_find(opened, runtime, "GOMP_parallel", &found.parallel, fault);
    if (status == 0)
        status = symbol_find(opened, runtime, "omp_get_thread_num", &found.thread_num, fault);
    if (status == 0)
        status = symbol_find(opened, runtime, "omp_pause_resource_all", &found.pause_all, fault);
    if (status == 0)
        *ret_runtime = found;
    return status;
}
