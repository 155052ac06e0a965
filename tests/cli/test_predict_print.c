/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `predict` prints of sections made up: which figures, and with how many digits. */
#include "check.h"
#include "cli/predict_section.h"

#include <jansson.h>
#include <stdlib.h>

static struct predict_point made_point(double n, enum model_range range, double value, double lo,
                                       double hi) {
    return (struct predict_point){.n = n,
                                  .range = range,
                                  .speedup = {value, NAN, lo, hi, MODEL_PROFILE},
                                  .what_if = NAN,
                                  .rival = NAN,
                                  .what_if_range = MODEL_REFUSED,
                                  .what_if_lo = NAN,
                                  .what_if_hi = NAN};
}

/* What is far shows its band alone, what is refused nothing. */
static void test_section(void) {
    struct predict_point points[] = {
        made_point(64, MODEL_WITHIN, 20, 19.5, 20.5),
        made_point(256, MODEL_FAR, 30, 27.5, 33.5),
        made_point(512, MODEL_REFUSED, 41, 21, 61),
    };
    struct predict_section section = predict_section_new();
    struct term term = {.utf8 = true};
    char *printed = NULL;
    size_t bytes = 0;
    section.law = "amdahl";
    section.law_title = "Amdahl's law";
    section.formula = "T(n) = ...";
    section.is_fit = true;
    section.n_measured = 64;
    section.one_s.value = 7200;
    section.points = points;
    section.point_count = 3;
    section.peak_n = (struct model_estimate){NAN, NAN, 34.7, INFINITY, MODEL_LOWER};
    FILE *stream = open_memstream(&printed, &bytes);
    CHECK_INT(predict_print(&section, false, &term, stream, NULL), 0);
    fclose(stream);
    CHECK_HOLDS(printed, "19.5 to 20.5");
    CHECK_HOLDS(printed, "28 to 34"); /* a half of 3.5 shows whole numbers */
    CHECK(strstr(printed, "30") == NULL && strstr(printed, "41") == NULL);
    CHECK(strstr(printed, "61") == NULL);
    CHECK_HOLDS(printed, "far: the band alone");
    CHECK_HOLDS(printed, "no peak seen; N* > 34 (95 %)");
    CHECK_HOLDS(printed, "6.4"); /* 64 * 2 h / 20 */
    free(printed);
    stream = open_memstream(&printed, &bytes);
    CHECK_INT(predict_print_json(&section, 1, stream, NULL), 0);
    fclose(stream);
    json_t *document = json_loads(printed, 0, NULL);
    double hours = 0, lo = 0, above = 0;
    json_t *far = NULL, *refused = NULL;
    CHECK_INT(json_unpack(document, "{s:[{s:f}, {s:o, s:f}, {s:o}], s:f}", "points", "core_hours",
                          &hours, "speedup", &far, "lo", &lo, "lo", &refused, "peak_n_above",
                          &above),
              0);
    CHECK_NEAR(hours, 6.4, 1e-12);
    CHECK_NEAR(lo, 27.5, 0);
    CHECK_NEAR(above, 34.7, 0);
    CHECK(json_is_null(far) && json_is_null(refused));
    json_decref(document);
    free(printed);
}

/* One section printed whole; the caller frees. */
static char *print_section(const struct predict_section *section, bool markdown) {
    struct term term = {.utf8 = true};
    char *printed = NULL;
    size_t bytes = 0;
    FILE *stream = open_memstream(&printed, &bytes);
    CHECK_INT(predict_print(section, markdown, &term, stream, NULL), 0);
    fclose(stream);
    return printed;
}

static struct predict_section made_section(struct predict_point *points, size_t count) {
    struct predict_section section = predict_section_new();
    section.law = "amdahl";
    section.law_title = "Amdahl's law";
    section.formula = "T(n) = ...";
    section.is_fit = true;
    section.n_measured = 64;
    section.points = points;
    section.point_count = count;
    return section;
}

/* A time has no more digits than T(1), which stands in its own. */
static void test_digits_of_times(void) {
    struct predict_point points[] = {made_point(1, MODEL_WITHIN, 1, 1, 1),
                                     made_point(2, MODEL_WITHIN, 1.81833, 1.81822, 1.81844)};
    struct predict_section section = made_section(points, 2);
    section.one_s = (struct model_estimate){9.929e-3, NAN, 9.924e-3, 9.934e-3, MODEL_PROFILE};
    char *printed = print_section(&section, false);
    CHECK_HOLDS(printed, "  1      1.00                           1.000   9.929 ms   9.929 ms\n");
    CHECK_HOLDS(printed, "  2   1.81833  1.81822 to 1.81844     0.90917  5.4605 ms  10.921 ms\n");
    free(printed);
}

/* Without scatter a figure has the digits of a formula's; with little, six. */
static void test_digits_without_scatter(void) {
    struct predict_point points[] = {
        made_point(4, MODEL_WITHIN, 5 / 3., 5 / 3. - 1e-12, 5 / 3. + 1e-12),
        made_point(2, MODEL_WITHIN, 1.9999875, 1.9999855, 1.9999894)};
    struct predict_section section = made_section(points, 2);
    section.one_s = (struct model_estimate){2, NAN, 2, 2, MODEL_PROFILE};
    char *printed = print_section(&section, false);
    CHECK_HOLDS(printed, "  4      1.67  ");
    CHECK_HOLDS(printed, "  2   1.99999  1.99999 to 1.99999  ");
    CHECK(strstr(printed, "666666") == NULL && strstr(printed, "9875") == NULL);
    free(printed);
}

/* Large ones are rounded before the point too, and no cell is cut. */
static void test_digits_of_large(void) {
    struct predict_point points[] = {made_point(4, MODEL_WITHIN, 3.3, 3.2, 3.4),
                                     made_point(8, MODEL_WITHIN, 123456, 121456, 125456)};
    struct predict_section section = made_section(points, 2);
    section.one_rate = (struct model_estimate){323314, NAN, 313314, 333314, MODEL_PROFILE};
    char *printed = print_section(&section, false);
    CHECK_HOLDS(printed, "1070000"); /* 1066936 within 46000 */
    CHECK_HOLDS(printed, "123500  121500 to 125500");
    free(printed);
    section.one_rate.value = NAN;
    section.one_s = (struct model_estimate){1e300, NAN, 9e299, 1.1e300, MODEL_PROFILE};
    printed = print_section(&section, false);
    CHECK_HOLDS(printed, "8.4e+295 h"); /* 1e300 s / 3.3 */
    CHECK(strstr(printed, "0000000000") == NULL);
    free(printed);
}

static void test_limits(void) {
    struct predict_section section = made_section(NULL, 0);
    section.parameters[section.parameter_count++] =
        (struct predict_parameter){"serial_fraction", "s", {8.46, NAN, 8.37, 8.55, MODEL_PROFILE}};
    section.ceiling = (struct model_estimate){1, NAN, 1, 1, MODEL_PROFILE};
    char *printed = print_section(&section, false);
    CHECK_HOLDS(printed,
                "  more cores are slower: no number of them brings more than n = 1 does\n");
    free(printed);
    section.parameters[0].value = (struct model_estimate){1, NAN, 0.999, 1.001, MODEL_PROFILE};
    printed = print_section(&section, false);
    CHECK_HOLDS(printed, "  no number of cores brings more than n = 1 does\n");
    free(printed);
    /* A bootstrap may have no finite end at all. */
    section.ceiling.value = NAN;
    section.peak_n = (struct model_estimate){NAN, NAN, INFINITY, INFINITY, MODEL_LOWER};
    printed = print_section(&section, false);
    CHECK_HOLDS(printed, "  no peak seen\n");
    CHECK(strstr(printed, "inf") == NULL && strstr(printed, "nan") == NULL);
    free(printed);
}

static void test_markdown(void) {
    struct predict_section section = made_section(NULL, 0);
    section.parameters[section.parameter_count++] =
        (struct predict_parameter){"serial_fraction", "s", {0.5, NAN, 0.4, 0.6, MODEL_PROFILE}};
    snprintf(section.key.name, sizeof section.key.name, "spin, p = 0.9");
    char *printed = print_section(&section, true);
    CHECK_HOLDS(printed,
                "### spin, p = 0.9: Amdahl's law\n\nT(n) = ..., with s = 0.50 \u00b1 0.10\n");
    free(printed);
}

/* Of other work than that of n = 1 the column says so. */
static void test_weak_time(void) {
    struct predict_point points[] = {made_point(2, MODEL_WITHIN, 1.5, 1.49, 1.51)};
    struct predict_section section = made_section(points, 1);
    section.one_s.value = 1;
    snprintf(section.key.series.scaling, sizeof section.key.series.scaling, "weak");
    char *printed = print_section(&section, false);
    CHECK_HOLDS(printed, "time of the work of n = 1");
    free(printed);
    snprintf(section.key.series.scaling, sizeof section.key.series.scaling, "strong");
    printed = print_section(&section, false);
    CHECK(strstr(printed, "time of the work") == NULL);
    free(printed);
}

/* Its band where the law itself has but one, and its own limit. */
static void test_what_if_far(void) {
    struct predict_point points[] = {made_point(64, MODEL_FAR, 8, 7.9, 9.4)};
    struct predict_section section = made_section(points, 1);
    snprintf(section.what_if, sizeof section.what_if, "s = 0.05");
    points[0].what_if = 15.5;
    points[0].what_if_lo = 14.1;
    points[0].what_if_hi = 16.9;
    points[0].what_if_range = MODEL_FAR;
    char *printed = print_section(&section, false);
    CHECK_HOLDS(printed, "14.1 to 16.9");
    free(printed);
    points[0].what_if_range = MODEL_REFUSED;
    printed = print_section(&section, false);
    CHECK(strstr(printed, "14.1") == NULL && strstr(printed, "15.5") == NULL);
    free(printed);
}

int main(void) {
    test_section();
    test_digits_of_times();
    test_digits_without_scatter();
    test_digits_of_large();
    test_limits();
    test_markdown();
    test_weak_time();
    test_what_if_far();
    return check_done();
}
