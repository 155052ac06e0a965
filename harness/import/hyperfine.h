/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* hyperfine's results, whichever file they came from. Of the room import/ alone. */
#ifndef AMDAHL_IMPORT_HYPERFINE_H
#define AMDAHL_IMPORT_HYPERFINE_H

#include "import/format.h"

enum { HYPERFINE_PARAMETERS_MAX = 16 };

struct hyperfine_result {
    char *command; /* or the name that it was given */
    char *names[HYPERFINE_PARAMETERS_MAX], *values[HYPERFINE_PARAMETERS_MAX];
    size_t parameter_count;
    double *times; /* s */
    size_t time_count;
};

struct hyperfine {
    struct hyperfine_result *results;
    size_t count;
};

/* Adds an empty result, for the caller to fill; NULL: no memory. */
struct hyperfine_result *hyperfine_add(struct hyperfine *hyperfine);
/* Adds a parameter, copied; those beyond HYPERFINE_PARAMETERS_MAX are left out. False: no memory.
 */
bool hyperfine_add_parameter(struct hyperfine_result *result, const char *name, const char *value);
void hyperfine_release(struct hyperfine *hyperfine);

/* Finds each result's count of cores and gathers the times. The count is the parameter whose name
 * is one, else the only numeric parameter of an unknown name, unless the commands' words say
 * otherwise; else what these say: -j4, -t 4, --threads=4, OMP_NUM_THREADS=4, mpirun -n 4. A group
 * is a command with its other parameters. FAULT_INPUT: no count can be told; a time is not above 0.
 */
int hyperfine_gather(struct import_job *job, const struct hyperfine *hyperfine);

/* Where in a command line the count of cores stands, and its digits' number; NULL: nowhere. -n is
 * one only behind a launcher of MPI's: elsewhere it is as often a problem's size. */
const char *hyperfine_find_count(const char *command, size_t *ret_digits);

/* How well a parameter's name says that it counts cores, 0 best; HYPERFINE_NO_COUNT: not at all.
 * Beyond the names of columns: np, j and t, as options have them. n comes after those of several
 * letters, and beside j and t nobody can say which it is: they rank the same. */
enum { HYPERFINE_NO_COUNT = 3 };
unsigned hyperfine_rank_name(const char *name);

#endif
