/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* A library described by a process of its own. The first argument is the directory of
 * tests/plugin/'s libraries. */
#include "conductor.h"
#include "sweep/describe.h"

static const char *directory;

static int describe(const char *file, struct interrupt *interrupt, struct workload_card *ret_card,
                    struct fault *fault) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, file);
    *fault = (struct fault){.code = FAULT_NONE};
    int status = sweep_describe_plugin(path, file, interrupt, ret_card, fault);
    CHECK_INT(waitpid(-1, NULL, WNOHANG), -1); /* the process is gone */
    return status;
}

static void test_card(struct interrupt *interrupt) {
    struct workload_card card;
    struct fault fault;
    CHECK_INT(describe("two-words.so", interrupt, &card, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_STRING(card.name, "two-words");
    CHECK_STRING(card.summary, "for tests");
    CHECK_STRING(card.stresses, "nothing");
    CHECK_STRING(card.unit.operation, "addition");
    CHECK_NEAR(card.unit.operations, 2, 0);
    CHECK(!card.is_empty && !card.has_serial_kernel && !card.is_intrinsic);
    CHECK_INT(card.param_count, 1);
    CHECK_STRING(card.params[0].name, "size");
    CHECK_INT(card.params[0].initial, 16);
    CHECK_INT(card.params[0].most, 100);
}

static void refused(const char *file, struct interrupt *interrupt, enum fault_code code,
                    const char *sentence) {
    struct workload_card card = {.name = "untouched"};
    struct fault fault;
    CHECK_INT(describe(file, interrupt, &card, &fault), -(int)code);
    CHECK_INT(fault.code, code);
    CHECK_HOLDS(fault.text, sentence);
    CHECK(strchr(fault.text, '\n') == NULL);
    CHECK_STRING(card.name, "untouched");
}

static void test_long_path(struct interrupt *interrupt) {
    char file[600];
    memset(file, 'a', sizeof file - 1);
    file[sizeof file - 1] = '\0';
    struct workload_card card;
    struct fault fault = {.code = FAULT_NONE};
    CHECK_INT(sweep_describe_plugin(file, "a.so", interrupt, &card, &fault), -FAULT_INPUT);
    CHECK_STRING(fault.text, "'a.so' cannot be loaded: its path is longer than 511 characters");
}

int main(int argc, char **argv) {
    CONDUCTOR_MAIN(argc, argv);
    struct interrupt interrupt;
    directory = argc > 1 ? argv[1] : ".";
    CHECK_INT(interrupt_open(&interrupt, NULL), 0);
    test_card(&interrupt);
    refused("nowhere.so", &interrupt, FAULT_INPUT, "'nowhere.so' cannot be read: No such file");
    refused("old.so", &interrupt, FAULT_INPUT, "'old.so' was built for version 2 of workload.h");
    refused("aborts.so", &interrupt, FAULT_WORKLOAD,
            "'aborts.so' crashed while it was loaded: SIGABRT");
    refused("exits.so", &interrupt, FAULT_WORKLOAD,
            "'exits.so' ended the measuring process while it was loaded, with status ");
    test_long_path(&interrupt);
    interrupt_close(&interrupt);
    return check_done();
}
