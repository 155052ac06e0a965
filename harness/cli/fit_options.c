/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_options.h"

#include <string.h>

int fit_options_check(const struct options *options, struct fault *fault) {
    bool is_bootstrap = strcmp(options->interval, "bootstrap") == 0;
    if (options->json && options->markdown)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--json and --markdown are two forms of the same: use one of them");
    if (is_bootstrap && strcmp(options->method, "raw") == 0)
        return fault_set(fault, FAULT_USAGE, 0,
                         "--method raw has the normal errors of least squares: leave --interval "
                         "bootstrap out, or use --method log");
    if (!is_bootstrap && (options->bootstrap_given || options->seed_given))
        return fault_set(fault, FAULT_USAGE, 0,
                         "%s is of the bootstrap alone: add --interval bootstrap, or leave it out",
                         options->bootstrap_given ? "--bootstrap" : "--seed");
    return 0;
}
