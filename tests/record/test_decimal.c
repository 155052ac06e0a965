/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "record/decimal.h"

#include "check.h"

#include <float.h>
#include <inttypes.h>
#include <stdlib.h>

static const char *written(double value) {
    static char text[DECIMAL_BYTES];
    text[decimal_write_real(text, value)] = '\0';
    return text;
}

static void test_known_texts(void) {
    CHECK_STRING(written(0.95), "0.95");
    CHECK_STRING(written(0), "0");
    CHECK_STRING(written(-0.0), "-0");
    CHECK_STRING(written(1), "1");
    CHECK_STRING(written(-1.5), "-1.5");
    CHECK_STRING(written(0.005012345), "0.005012345");
    CHECK_STRING(written(1e-9), "0.000000001");
    CHECK_STRING(written(120), "120");
    CHECK_STRING(written(NAN), "");
    CHECK_STRING(written(1.0 / 3), "0.33333333333333331");
    CHECK_STRING(written(1e300), "1.0000000000000001e+300");
    CHECK_STRING(written(-DBL_MAX), "-1.7976931348623157e+308");
}

/* xorshift64 (Marsaglia 2003), for any 64 bits. */
static uint64_t next_bits(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static bool comes_back(double value) {
    double back = 0;
    return decimal_read_real(written(value), &back) && memcmp(&back, &value, sizeof value) == 0;
}

static void test_every_real_comes_back(void) {
    uint64_t state = 88172645463325252u;
    unsigned lost_bits = 0, lost_times = 0, lost_near = 0;
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = next_bits(&state);
        double any;
        memcpy(&any, &bits, sizeof any);
        if (isfinite(any))
            lost_bits += !comes_back(any);
        double time_s = (double)(bits >> 20) / 1e9;
        lost_times += !comes_back(time_s);
        lost_near += !comes_back(nextafter(time_s, 0)); /* a hair off what decimals can say */
    }
    CHECK_INT(lost_bits, 0);
    CHECK_INT(lost_times, 0);
    CHECK_INT(lost_near, 0);
}

static void test_integers(void) {
    char text[DECIMAL_BYTES];
    text[decimal_write_unsigned(text, UINT64_MAX)] = '\0';
    CHECK_STRING(text, "18446744073709551615");
    text[decimal_write_signed(text, INT64_MIN)] = '\0';
    CHECK_STRING(text, "-9223372036854775808");
    uint64_t value = 0;
    CHECK(decimal_read_unsigned("18446744073709551615", UINT64_MAX, &value));
    CHECK(value == UINT64_MAX);
    CHECK(!decimal_read_unsigned("18446744073709551616", UINT64_MAX, &value));
    CHECK(!decimal_read_unsigned("256", 255, &value));
    int64_t index = 0;
    CHECK(decimal_read_signed("-1", -1, 9, &index));
    CHECK_INT(index, -1);
    CHECK(!decimal_read_signed("10", -1, 9, &index));
}

static void test_what_is_no_number(void) {
    static const char *const bad[] = {" 1",   "1 ", "0x10", "nan", "-nan", "1,5",
                                      "1.5s", "-",  "+",    ".",   "--1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        double real = 7;
        uint64_t value = 7;
        int64_t index = 7;
        CHECK_REPORT(!decimal_read_real(bad[i], &real), "\"%s\" passes as a real", bad[i]);
        CHECK_REPORT(!decimal_read_unsigned(bad[i], UINT64_MAX, &value), "\"%s\" passes as a count",
                     bad[i]);
        CHECK_REPORT(!decimal_read_signed(bad[i], -9, 9, &index), "\"%s\" passes as an index",
                     bad[i]);
        CHECK(real == 7 && value == 7 && index == 7);
    }
    uint64_t value;
    CHECK(!decimal_read_unsigned("", UINT64_MAX, &value));
    CHECK(!decimal_read_unsigned("-1", UINT64_MAX, &value));
    CHECK(!decimal_read_unsigned("1.0", UINT64_MAX, &value));
    double real;
    CHECK(decimal_read_real("", &real) && isnan(real));
    CHECK(decimal_read_real("1e-3", &real) && real == 1e-3);
}

int main(void) {
    test_known_texts();
    test_every_real_comes_back();
    test_integers();
    test_what_is_no_number();
    return check_done();
}
