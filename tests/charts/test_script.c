/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/script.h"
#include "check.h"

#include <stdlib.h>

/* The string that `text` becomes, in storage of the caller's. */
static const char *quoted(const char *text, size_t characters_max, char *bytes, size_t size) {
    FILE *script = fmemopen(bytes, size, "w");
    script_put_string(script, text, characters_max);
    fclose(script);
    return bytes;
}

static void check_strings(void) {
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", "''"},
        {"AMD EPYC, 2 cores", "'AMD EPYC, 2 cores'"},
        {"it's", "'it\xe2\x80\x99s'"},
        {"'", "'\xe2\x80\x99'"},
        {"`touch pwned` $(x) @y %s \\", "'`touch pwned` $(x) @y %s \\'"},
        {"two\nlines\r\ttab\033[0m\177", "'twolinestab[0m'"},
        {"32 Mi\xc3\xa9 \xe2\x80\x93 \xf0\x9f\x99\x82",
         "'32 Mi\xc3\xa9 \xe2\x80\x93 \xf0\x9f\x99\x82'"},
        {"C1 \xc2\x85 control", "'C1  control'"},
        {"\xff\xc3", "'\?\?'"},
        {"overlong \xc0\xa7 \xe0\x80\xa7", "'overlong \?\? \?\?\?'"},
        {"surrogate \xed\xa0\x80", "'surrogate \?\?\?'"},
    };
    char bytes[200];
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STRING(quoted(cases[i].text, 150, bytes, sizeof bytes), cases[i].expected);
    CHECK_STRING(quoted("\xc3\xa9\xc3\xa9\xc3\xa9", 2, bytes, sizeof bytes), "'\xc3\xa9\xc3\xa9'");
}

/* The start of a script is what it is told; the rest are the files of plots/. */
static void check_scripts(void) {
    char *text = NULL;
    size_t bytes = 0;
    FILE *script = open_memstream(&text, &bytes);
    const struct charts_request request = {
        .formats = CHARTS_SVG | CHARTS_PDF, .machine_line = "it's this", .is_by_name = true};
    script_put_chart(script, CHART_WEAK, &request);
    fclose(script);
    CHECK_HOLDS(text, "\nchart_name = 'weak'\nrun_path = '..'\ncsv_name = 'summary.csv'\n"
                      "of_scaling = 'scaled'\nis_asked = 1\nformats = 'svg pdf '\n"
                      "machine_line = 'it\xe2\x80\x99s this'\n");
    CHECK_HOLDS(text, "set output chart_name");
    free(text);

    CHECK_STRING(charts_name(CHART_RUNNABLE), "runnable");
    CHECK_STRING(script_csv_name(CHART_RUNNABLE), "runnable.csv");
    script = open_memstream(&text, &bytes);
    script_put_terminal(script, CHART_SPEEDUP,
                        &(struct charts_screen){.columns = 10, .utf8 = true});
    fclose(script);
    CHECK_HOLDS(text, "\nscreen_columns = 40; screen_rows = 24; screen_color = 0\n");
    CHECK(strstr(text, "set output") == NULL);
    free(text);
}

int main(void) {
    check_strings();
    check_scripts();
    return check_done();
}
