/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the laws are fitted to, wherever it stands: a run directory, or a file of this or another
 * tool. */
#ifndef AMDAHL_FIT_INPUT_H
#define AMDAHL_FIT_INPUT_H

#include "cli/option.h"
#include "fault/fault.h"
#include "record/summary_row.h"
#include "wire/measured.h"
#include "wire/sample.h"

#include <stdbool.h>
#include <stddef.h>

struct fit_input {
    const char *path;
    bool is_run; /* a run directory; else what follows to `pus` is empty */
    struct sample *samples;
    size_t sample_count;
    struct summary_row *rows;
    size_t row_count;
    const char *format;       /* of the file: "hyperfine JSON"; of a run "run directory" */
    struct measured measured; /* groups without a row are left out */
    size_t unchosen;          /* groups with rows that --fraction left out */
};

/* Reads `path`; what is torn is said on stderr and left out, and so is that a run did not come to
 * its end. --scaling, where the command has it, says what a file does not. With --fraction only the
 * groups of these p are left. Groups that would have the same name have their scaling in it.
 * FAULT_INPUT, FAULT_USAGE: as import_read, run_dir_read_samples; nothing is left to fit; --scaling
 * is not what a run was measured with. The caller releases. */
int fit_input_read(const char *path, const struct options *options, struct fit_input *ret_input,
                   struct fault *fault);
void fit_input_release(struct fit_input *input);

#endif
