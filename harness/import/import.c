/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "import/import.h"

int import_read(const struct import_request *request, struct measured *ret_measured,
                const char **ret_format, struct fault *fault) {
    (void)ret_measured;
    (void)ret_format;
    return fault_set(fault, FAULT_INPUT, 0, "%s: no format that is known", request->path);
}
