/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "fault/fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int fault_set(struct fault *fault, enum fault_code code, int system_errno, const char *format,
              ...) {
    if (fault == NULL || fault->code != FAULT_NONE)
        return -(int)code;

    int kept_errno = errno;
    fault->code = code;
    fault->system_errno = system_errno;

    va_list arguments;
    va_start(arguments, format);
    /* clang-tidy 14 forgets va_start where it reads many files in one run.
     * NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized) */
    int used = vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);

    if (system_errno != 0 && used >= 0 && (size_t)used < sizeof fault->text) {
        char meaning[128];
        snprintf(fault->text + used, sizeof fault->text - (size_t)used, ": %s",
                 strerror_r(system_errno, meaning, sizeof meaning));
    }
    errno = kept_errno;
    return -(int)code;
}

int fault_exit_status(enum fault_code code) {
    switch (code) {
    case FAULT_NONE:
        return 0;
    case FAULT_USAGE:
    case FAULT_INPUT:
        return 2;
    case FAULT_SYSTEM:
    case FAULT_WORKLOAD:
        return 1;
    case FAULT_TIME_LIMIT:
        return 124;
    case FAULT_UNMEASURABLE:
        return 77;
    }
    return 1;
}
