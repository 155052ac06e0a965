/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/fit_files.h"
#include "record/table.h"

#include <stdlib.h>

int fit_files_write(const char *directory, const struct fit_files *files, struct fault *fault) {
    int code = table_replace(&table_fits, directory, files->fits, files->fit_count, fault);
    if (code == 0)
        code = table_replace(&table_curves, directory, files->curves, files->curve_count, fault);
    if (code == 0)
        code = table_replace(&table_levels, directory, files->levels, files->level_count, fault);
    return code;
}

int fit_files_read_fits(const char *directory, struct fit_row **ret_rows, size_t *ret_count,
                        struct fault *fault) {
    void *rows = NULL;
    int code = table_read(&table_fits, directory, &rows, ret_count, NULL, fault);
    if (code == 0)
        *ret_rows = rows;
    return code;
}

void fit_files_release(struct fit_files *files) {
    free(files->fits);
    free(files->curves);
    free(files->levels);
    *files = (struct fit_files){.fits = NULL};
}
