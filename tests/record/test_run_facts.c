/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Facts of a run.json by name, in the same order for every file, and whether two are of one
 * machine. */
#include "check.h"
#include "record/run_facts.h"

#include <stdlib.h>
#include <unistd.h>

static struct run_facts a, b; /* too large for a stack */

static int read_text(const char *directory, const char *text, struct run_facts *facts,
                     struct fault *fault) {
    char path[128];
    snprintf(path, sizeof path, "%s/run.json", directory);
    FILE *file = fopen(path, "we");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
    int status = run_facts_read(directory, facts, fault);
    unlink(path);
    return status;
}

static const char *value_of(const struct run_facts *facts, const char *name) {
    for (size_t i = 0; i < facts->count; i++)
        if (strcmp(facts->facts[i].name, name) == 0)
            return facts->facts[i].value;
    return "no such fact";
}

static void test_values(const char *directory) {
    CHECK_INT(read_text(directory,
                        "{\"schema\": 2, \"version\": \"1.2\", \"state\": \"complete\","
                        " \"plan\": {\"margin\": 0.01, \"params\": [\"mib=16\"]},"
                        " \"machine\": {\"cpu\": \"X\", \"pus\": 8, \"boost\": null}}",
                        &a, NULL),
              0);
    CHECK(!a.is_interrupted);
    CHECK_STRING(value_of(&a, "version"), "1.2");
    CHECK_STRING(value_of(&a, "CPU"), "X");
    CHECK_STRING(value_of(&a, "PUs"), "8");
    CHECK_STRING(value_of(&a, "boost"), "");
    CHECK_STRING(value_of(&a, "governor"), "");
    CHECK_STRING(value_of(&a, "margin"), "0.01");
    CHECK_STRING(value_of(&a, "parameters"), "[\"mib=16\"]");
}

static void test_machines(const char *directory) {
    const char *other = "{\"schema\": 2, \"version\": \"9\", \"state\": \"interrupted\","
                        " \"machine\": {\"cpu\": \"X\", \"pus\": 8}}";
    CHECK_INT(read_text(directory, other, &b, NULL), 0);
    CHECK(b.is_interrupted);
    CHECK_INT(b.count, a.count);
    for (size_t i = 0; i < a.count; i++)
        CHECK_STRING(a.facts[i].name, b.facts[i].name);
    CHECK(run_facts_same_machine(&a, &b)); /* another version is not another machine */
    CHECK_INT(read_text(directory, "{\"schema\": 2, \"machine\": {\"cpu\": \"X\", \"pus\": 4}}", &b,
                        NULL),
              0);
    CHECK(!run_facts_same_machine(&a, &b));
    CHECK(run_facts_same_machine(&b, &b));
    CHECK_INT(run_facts_read(directory, &b, NULL), 0); /* there is no file */
    CHECK_INT(b.count, 0);
    CHECK(!run_facts_same_machine(&b, &b));
}

static void test_refused(const char *directory) {
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(read_text(directory, "{\"schema\": 99}", &b, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "schema");
    fault.code = FAULT_NONE;
    CHECK_INT(read_text(directory, "{\"schema\": 2,\n", &b, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "run.json:2");
    CHECK_INT(read_text(directory, "[]", &b, NULL), -FAULT_INPUT);
}

int main(void) {
    char directory[] = "/tmp/amdahl-run-facts.XXXXXX";
    CHECK(mkdtemp(directory) != NULL);
    test_values(directory);
    test_machines(directory);
    test_refused(directory);
    rmdir(directory);
    return check_done();
}
