/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/inputs.h"
#include "charts/gnuplot.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int inputs_join_path(const char *directory, const char *name, char ret_path[PATH_MAX],
                     struct fault *fault) {
    int used = snprintf(ret_path, PATH_MAX, "%s/%s", directory, name);
    if (used > 0 && used < PATH_MAX)
        return 0;
    return fault_set(fault, FAULT_INPUT, ENAMETOOLONG, "cannot draw %.200s…", directory);
}

int inputs_check_file(const char *run_path, const char *name, struct fault *fault) {
    char path[PATH_MAX];
    struct stat facts;
    int status = inputs_join_path(run_path, name, path, fault);
    if (status != 0)
        return status;
    if (stat(path, &facts) != 0 || access(path, R_OK) != 0)
        return fault_set(fault, FAULT_INPUT, errno, "cannot read %.300s, is it a run directory?",
                         path);
    if (!S_ISREG(facts.st_mode))
        return fault_set(fault, FAULT_INPUT, 0, "cannot draw %.300s: it is no file", path);
    return 0;
}

bool inputs_has_file(const char *run_path, const char *name) {
    char path[PATH_MAX];
    return inputs_join_path(run_path, name, path, NULL) == 0 && access(path, F_OK) == 0;
}

int inputs_find_gnuplot(const char *run_path, char *ret_program, size_t bytes,
                        struct fault *fault) {
    if (gnuplot_find(ret_program, bytes))
        return 0;
    return fault_set(fault, FAULT_SYSTEM, 0,
                     "gnuplot is not installed: charts are left out; install gnuplot-nox and run "
                     "`amdahl plot %.200s`",
                     run_path);
}
