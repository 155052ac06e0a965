/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Checks for the unit tests. A failed one prints where, what, and both values, and the test goes
 * on; main ends with `return check_done();`. They work under NDEBUG. Each CHECK… that ran is
 * counted, and the line "N checks passed, N failed" ends the output. */
#ifndef AMDAHL_CHECK_H
#define AMDAHL_CHECK_H

#include <math.h>
#include <stdio.h>
#include <string.h>

static int check_passed, check_failed;

#define CHECK_REPORT(ok, ...)                                                                      \
    do {                                                                                           \
        if (ok) {                                                                                  \
            check_passed++;                                                                        \
        } else {                                                                                   \
            check_failed++;                                                                        \
            fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                        \
            fprintf(stderr, __VA_ARGS__);                                                          \
            fputc('\n', stderr);                                                                   \
        }                                                                                          \
    } while (0)

#define CHECK(condition) CHECK_REPORT((condition), "failed: %s", #condition)

#define CHECK_INT(actual, expected)                                                                \
    do {                                                                                           \
        long long check_a = (long long)(actual), check_e = (long long)(expected);                  \
        CHECK_REPORT(check_a == check_e, "%s is %lld, expected %lld", #actual, check_a, check_e);  \
    } while (0)

/* Both NAN counts as equal. */
#define CHECK_NEAR(actual, expected, tolerance)                                                    \
    do {                                                                                           \
        double check_a = (actual), check_e = (expected);                                           \
        CHECK_REPORT((isnan(check_a) && isnan(check_e)) || check_a == check_e ||                   \
                         fabs(check_a - check_e) <= (tolerance),                                   \
                     "%s is %.17g, expected %.17g within %g", #actual, check_a, check_e,           \
                     (double)(tolerance));                                                         \
    } while (0)

#define CHECK_STRING(actual, expected)                                                             \
    do {                                                                                           \
        const char *check_a = (actual), *check_e = (expected);                                     \
        CHECK_REPORT(strcmp(check_a, check_e) == 0, "%s is \"%s\", expected \"%s\"", #actual,      \
                     check_a, check_e);                                                            \
    } while (0)

/* That `text` holds `part`. */
#define CHECK_HOLDS(text, part)                                                                    \
    do {                                                                                           \
        const char *check_a = (text), *check_e = (part);                                           \
        CHECK_REPORT(strstr(check_a, check_e) != NULL, "%s is \"%s\", expected to hold \"%s\"",    \
                     #text, check_a, check_e);                                                     \
    } while (0)

static inline int check_done(void) {
    printf("%d checks passed, %d failed\n", check_passed, check_failed);
    return check_failed == 0 && check_passed > 0 ? 0 : 1;
}

#endif
