/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Whether this program was built under ThreadSanitizer, which runs threads in turn and knows of
 * the synchronisation in code that it has compiled only. */
#ifndef AMDAHL_SANITIZER_H
#define AMDAHL_SANITIZER_H

#include <stdbool.h>

static inline bool sanitizer_is_of_threads(void) {
#if defined(__SANITIZE_THREAD__)
    return true;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
    return true;
#endif
#endif
    return false;
}

#endif
