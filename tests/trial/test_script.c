/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The scripted engine's file, good and bad. */
#include "check.h"
#include "trial/script.h"

#include <stdlib.h>
#include <unistd.h>

static char path[] = "script-XXXXXX";

static int read_text(const char *text, struct team_script *ret_script, struct fault *fault) {
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
    *fault = (struct fault){0};
    return script_read(path, ret_script, fault);
}

static void test_all_numbers(void) {
    struct team_script script;
    struct fault fault;
    CHECK_INT(read_text("{\"unit_s\": 1e-6, \"fork_s\": 2e-7, \"join_s\": 1e-7, \"growth\": 0.01,"
                        " \"jitter\": 0.002, \"times\": [[0.5, 2, 0.003], [1, 1, 4]]}",
                        &script, &fault),
              0);
    CHECK_STRING(fault.text, "");
    CHECK_NEAR(script.unit_s, 1e-6, 0);
    CHECK_NEAR(script.fork_s, 2e-7, 0);
    CHECK_NEAR(script.join_s, 1e-7, 0);
    CHECK_NEAR(script.growth, 0.01, 0);
    CHECK_NEAR(script.jitter, 0.002, 0);
    CHECK_INT(script.time_count, 2);
    CHECK_NEAR(script.times[0].p, 0.5, 0);
    CHECK_INT(script.times[0].n, 2);
    CHECK_NEAR(script.times[0].time_s, 0.003, 0);
    CHECK_NEAR(script.times[1].p, 1, 0); /* whole numbers are numbers too */
    CHECK_NEAR(script.times[1].time_s, 4, 0);
    script_release(&script);
    CHECK_INT(script.time_count, 0);
    CHECK(script.times == NULL);
    script_release(&script);
}

static void test_defaults(void) {
    static const char *const texts[] = {"{}", "{\"times\": []}", "{\"growth\": -0.1}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct team_script script;
        struct fault fault;
        CHECK_INT(read_text(texts[i], &script, &fault), 0);
        CHECK_NEAR(script.unit_s, 2e-8, 0);
        CHECK_NEAR(script.fork_s, 0, 0);
        CHECK_NEAR(script.growth, i == 2 ? -0.1 : 0, 0);
        CHECK_INT(script.time_count, 0);
        script_release(&script);
    }
}

static void test_refused(void) {
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"", "line 1"},
        {"{\"unit_s\": 1,\n \"fork_s\": }", "line 2"},
        {"[]", "Expected object"},
        {"{\"unit_s\": 1, \"unit_s\": 2}", "duplicate"},
        {"{\"unit\": 1}", "unit"},
        {"{\"unit_s\": \"1\"}", "Expected real or integer"},
        {"{\"unit_s\": 0}", "unit_s must be above 0"},
        {"{\"unit_s\": -1}", "unit_s must be above 0"},
        {"{\"fork_s\": -1}", "no other time below it"},
        {"{\"join_s\": -1e-9}", "no other time below it"},
        {"{\"jitter\": -0.1}", "no other time below it"},
        {"{\"times\": 5}", "no list"},
        {"{\"times\": {\"p\": 1}}", "no list"},
        {"{\"times\": null}", "no list"},
        {"{\"times\": [[0.5, 1, 1], [0.5, 2]]}", "times[1]"},
        {"{\"times\": [[0.5, 2, 1, 1]]}", "times[0]"},
        {"{\"times\": [[0.5, 0, 1]]}", "times[0]"},
        {"{\"times\": [[0.5, 1.5, 1]]}", "times[0]"},
        {"{\"times\": [[0.5, 1, 0]]}", "seconds > 0"},
        {"{\"times\": [7]}", "times[0]"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct team_script script;
        struct fault fault;
        CHECK_INT(read_text(bad[i].text, &script, &fault), -FAULT_INPUT);
        CHECK_HOLDS(fault.text, bad[i].says);
        CHECK_HOLDS(fault.text, path);
        CHECK(strchr(fault.text, '\n') == NULL);
        script_release(&script);
    }
}

static void test_no_file(void) {
    struct team_script script;
    struct fault fault = {0};
    CHECK_INT(script_read("nowhere/script.json", &script, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "nowhere/script.json");
    script_release(&script);
}

int main(void) {
    int file = mkstemp(path);
    CHECK(file >= 0);
    close(file);
    test_all_numbers();
    test_defaults();
    test_refused();
    test_no_file();
    unlink(path);
    return check_done();
}
