/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* An OpenMP runtime, loaded when it is asked for, so that one program measures several. */
#ifndef AMDAHL_OPENMP_RUNTIME_H
#define AMDAHL_OPENMP_RUNTIME_H

#include "fault/fault.h"

/* What the engine calls of it. libomp has gcc's entry too: __kmpc_fork_call, which clang compiles
 * to, takes 3 to 6 % less time. */
struct openmp_runtime {
    /* Runs region(context) on `threads` threads, of which the caller is number 0, and joins. */
    void (*parallel)(void (*region)(void *context), void *context, unsigned threads,
                     unsigned flags);
    int (*thread_num)(void);     /* omp_get_thread_num */
    int (*pause_all)(int force); /* omp_pause_resource_all */
};

/* omp_pause_resource_t (OpenMP 5.0, 3.2.43). */
enum { OPENMP_PAUSE_SOFT = 1, OPENMP_PAUSE_HARD = 2 };

/* Loads the runtime that `params` names, with the environment that `params` asks for and none of
 * the user's; it stays loaded. To be called while the process has one thread. FAULT_USAGE for a
 * word that is not among the parameter's; FAULT_UNMEASURABLE for a runtime that is not installed,
 * too old, or already loaded with another environment. */
int openmp_runtime_load(const char *params, struct openmp_runtime *ret_runtime,
                        struct fault *fault);

#endif
