/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Placeholders, and words without a shell. */
#include "check.h"
#include "program/executable.h"
#include "program/template.h"
#include "program/words.h"

#include <stdlib.h>
#include <unistd.h>

static void expands(const char *text, double p, const char *expected) {
    const struct template_values values = {12, p};
    char expanded[64], cut[4];
    CHECK_INT(template_expand(text, &values, expanded, sizeof expanded), strlen(expected));
    CHECK_STRING(expanded, expected);
    CHECK_INT(template_expand(text, &values, NULL, 0), strlen(expected));
    template_expand(text, &values, cut, sizeof cut);
    CHECK_INT(strlen(cut), strlen(expected) < 3 ? strlen(expected) : 3);
    CHECK(strncmp(cut, expected, strlen(cut)) == 0);
}

static void test_expand(void) {
    expands("", NAN, "");
    expands("-j{n}", NAN, "-j12");
    expands("{threads}{n}", NAN, "1212");
    expands("{p}", 0.9, "0.9");
    expands("{p}", 1, "1");
    expands("{p}", 1.0 / 3, "0.3333333333333333");
    expands("{p}", 0.1 + 0.2, "0.30000000000000004");
    expands("{p}", NAN, "{p}");
    expands("{m}{}{ n}{n", 0.5, "{m}{}{ n}{n");
    expands("{{n}}", 0.5, "{12}");
    CHECK(template_uses("a{threads}", "n") && template_uses("{n}", "n"));
    CHECK(!template_uses("{p}{N}n", "n"));
    CHECK(template_uses("{n}={p}", "p") && !template_uses("{n}", "p"));
}

static void test_expand_words(void) {
    static const char packed[] = "prog\0-n\0{n}\0\0A={n}\0SUBJECT={p}";
    const struct template_values values = {3, 0.5};
    char **words = words_expand(packed, 4, &values);
    CHECK_STRING(words[0], "prog");
    CHECK_STRING(words[2], "3");
    CHECK_STRING(words[3], "");
    CHECK(words[4] == NULL);
    free(words);

    setenv("SUBJECT", "before", 1);
    setenv("SUBJECT_TOO", "stays", 1);
    char **variables = words_environment(words_after(packed, 4), 2, &values);
    size_t subjects = 0, others = 0;
    CHECK_STRING(variables[0], "A=3");
    CHECK_STRING(variables[1], "SUBJECT=0.5");
    for (char **variable = variables; *variable != NULL; variable++) {
        subjects += strncmp(*variable, "SUBJECT=", 8) == 0;
        others += strcmp(*variable, "SUBJECT_TOO=stays") == 0;
    }
    CHECK_INT(subjects, 1);
    CHECK_INT(others, 1);
    free(variables);
}

static void splits(const char *command, size_t count, const char *last) {
    const struct template_values values = {4, NAN};
    struct fault fault = {0};
    char **words = NULL;
    size_t found = 0;
    CHECK_INT(words_split("--prepare", command, &values, &words, &fault), 0);
    CHECK_STRING(fault.text, "");
    while (words != NULL && words[found] != NULL)
        found++;
    CHECK_INT(found, count);
    if (found > 0)
        CHECK_STRING(words[found - 1], last);
    free(words);
}

static void refuses(const char *command, const char *says) {
    const struct template_values values = {4, NAN};
    struct fault fault = {0};
    char **words = NULL;
    CHECK_INT(words_split("--prepare", command, &values, &words, &fault), -FAULT_USAGE);
    CHECK(words == NULL);
    CHECK_HOLDS(fault.text, "--prepare");
    CHECK_HOLDS(fault.text, says);
    free(words);
}

static void test_split(void) {
    splits("true", 1, "true");
    splits("  a  b{n} ", 2, "b4");
    splits("sh -c 'rm -f {n}; sync && $x'", 3, "rm -f 4; sync && $x");
    splits("a \"b c\" d\\;e", 3, "d;e");
    splits("echo $SUBJECT", 2, "before");
    refuses("rm a; rm b", "';' is a shell's");
    refuses("a '|' \"&\" \\; b | c", "'|' is a shell's");
    refuses("a > b", "'>' is a shell's");
    refuses("a {m}", "'{' is a shell's");
    refuses("a\nb", "line break");
    refuses("a $(b)", "$(...)");
    refuses("a `b`", "$(...)");
    refuses("a $AMDAHL_TEST_UNSET", "is not set");
    refuses("a 'b", "not closed");
    refuses(" ", "no command");
}

static void test_find(void) {
    char path[256];
    struct fault fault = {0};
    setenv("PATH", "/nonexistent:/usr/bin:/bin", 1);
    CHECK_INT(executable_find("sh", path, sizeof path, &fault), 0);
    CHECK(path[0] == '/' && strcmp(path + strlen(path) - 3, "/sh") == 0);
    CHECK_INT(executable_find("/bin/sh", path, sizeof path, &fault), 0);
    CHECK_STRING(path, "/bin/sh");
    CHECK_INT(executable_find("no-such-program", path, sizeof path, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "'no-such-program' in PATH");
    fault = (struct fault){0};
    CHECK_INT(executable_find("/etc/passwd", path, sizeof path, &fault), -FAULT_USAGE);
    CHECK_HOLDS(fault.text, "/etc/passwd");
    fault = (struct fault){0};
    CHECK_INT(executable_find("/bin", path, sizeof path, &fault), -FAULT_USAGE);
    /* An empty entry is here. */
    CHECK_INT(chdir("/bin"), 0);
    setenv("PATH", "/nonexistent:", 1);
    CHECK_INT(executable_find("sh", path, sizeof path, NULL), 0);
    CHECK_STRING(path, "./sh");
}

int main(void) {
    test_expand();
    setenv("SUBJECT", "before", 1);
    test_expand_words();
    test_split();
    test_find();
    return check_done();
}
