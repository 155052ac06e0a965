/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Libraries as plug-ins: which are taken, and what is said of the others. The first argument is the
 * directory of tests/plugin/'s libraries. */
#include "trial/plugin.h"

#include "check.h"

#include <stdlib.h>
#include <unistd.h>

static const char *directory;

static int open_in(const char *where, const char *file, const struct workload **ret_workload,
                   struct fault *fault) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", where, file);
    *fault = (struct fault){.code = FAULT_NONE};
    *ret_workload = NULL;
    return plugin_open(path, ret_workload, fault);
}

static void taken(const char *file, const char *name) {
    const struct workload *workload, *again;
    struct fault fault;
    CHECK_INT(open_in(directory, file, &workload, &fault), 0);
    CHECK_STRING(fault.text, "");
    if (workload == NULL)
        return;
    CHECK_STRING(workload->name, name);
    CHECK_INT(workload->run(NULL, 40, 2), 42);
    CHECK_INT(open_in(directory, file, &again, &fault), 0);
    CHECK(again == workload);
}

static void refused_in(const char *where, const char *file, const char *sentence) {
    const struct workload *workload;
    struct fault fault;
    CHECK_INT(open_in(where, file, &workload, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, sentence);
    CHECK(strncmp(fault.text, sentence, 12) == 0); /* a part, to put the file's name before */
    CHECK(strchr(fault.text, '\n') == NULL);
    CHECK(workload == NULL);
}

static void refused(const char *file, const char *sentence) {
    refused_in(directory, file, sentence);
}

/* The file is not asked for where its name alone is wrong. */
static void test_names(void) {
    static const char rule[] = "cannot be a workload's file: its name may have 1 to 31 lower-case "
                               "letters, digits, '-' and '_'";
    static const char *const wrong[] = {"My.so",
                                        "a b.so",
                                        "a,b.so",
                                        "",
                                        "\xc3\xa4.so",
                                        "abcdefghijklmnopqrstuvwxyz012345.so",
                                        "libabcdefghijklmnopqrstuvwxyz012345.so"};
    static const char *const right[] = {"a.so",
                                        "a-b_c.so",
                                        "0.so",
                                        "a.b.so",
                                        "abcdefghijklmnopqrstuvwxyz01234.so",
                                        "libabcdefghijklmnopqrstuvwxyz01234.so"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        refused_in("/nowhere", wrong[i], rule);
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        refused_in("/nowhere", right[i], "cannot be read: No such file or directory");
}

static void test_no_library(void) {
    char own[] = "plugin-XXXXXX", path[64];
    CHECK(mkdtemp(own) != NULL);
    snprintf(path, sizeof path, "%s/text.so", own);
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs("const struct workload workload_text;\n", file) >= 0 &&
          fclose(file) == 0);
    refused_in(own, "text.so", "cannot be loaded: ");
    const struct workload *workload;
    struct fault fault;
    open_in(own, "text.so", &workload, &fault);
    CHECK(strstr(fault.text, own) == NULL); /* the caller names the file, once */
    unlink(path);
    rmdir(own);
}

int main(int argc, char **argv) {
    directory = argc > 1 ? argv[1] : ".";
    taken("good.so", "good");
    taken("two-words.so", "two-words");
    taken("libprefixed.so", "prefixed");
    taken("libwhole.so", "libwhole");
    test_names();
    test_no_library();
    refused("lacking.so", "cannot be loaded: undefined symbol: nobody_defines_this");
    refused("elsewhere.so", "defines no `workload_elsewhere`: a workload has the name of its file");
    refused("misnamed.so",
            "calls its workload 'other': let .name be the file's own name, 'misnamed'");
    refused("nameless.so", "cannot be used: a workload's name is ''");
    /* Its name points nowhere: the version is looked at before anything else. */
    refused("old.so", "was built for version 2 of workload.h, this program has version 5: build it "
                      "again with the header that `pkg-config --cflags amdahl` names");
    return check_done();
}
