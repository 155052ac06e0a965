/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Parameters in one text: names that begin alike, empty values, what is not there. */
#include "check.h"
#include "wire/params.h"

static void check_found(const char *text, const char *name, const char *expected) {
    char value[16] = "untouched";
    bool found = params_find(text, name, value, sizeof value);
    CHECK_REPORT(found == (expected != NULL), "'%s' in '%s': found is %d", name, text, found);
    CHECK_STRING(value, expected != NULL ? expected : "untouched");
}

static void test_find(void) {
    check_found("a=1", "a", "1");
    check_found("a=1;ab=2", "a", "1");
    check_found("a=1;ab=2", "ab", "2");
    check_found("ab=2;a=1", "a", "1");
    check_found("ab=2", "a", NULL);
    check_found("ab=2", "b", NULL);
    check_found("a=1;ab=2", "abc", NULL);
    check_found("a=b=3;b=4", "b", "4");
    check_found("a=b=3", "a", "b=3");
    check_found("a=;b=2", "a", "");
    check_found("b=2;a=", "a", "");
    check_found("a", "a", NULL); /* no value */
    check_found("a;b=2", "b", "2");
    check_found("", "a", NULL);
    check_found("1=a", "a", NULL); /* a value is no name */
}

static void test_cut(void) {
    char value[4] = "...";
    CHECK(params_find("long=123456", "long", value, sizeof value));
    CHECK_STRING(value, "123");
}

static void test_within(void) {
    CHECK(params_is_within("", ""));
    CHECK(params_is_within("", "a=1"));
    CHECK(params_is_within("a=1", "a=1"));
    CHECK(params_is_within("a=1", "b=2;a=1"));
    CHECK(params_is_within("a=1;b=2", "b=2;c=3;a=1"));
    CHECK(params_is_within("a=", "a="));
    CHECK(!params_is_within("a=1", ""));
    CHECK(!params_is_within("a=1;b=2", "a=1"));
    CHECK(!params_is_within("a=1;b=2", "a=1;b=3"));
    CHECK(!params_is_within("a=1", "a=12"));
    CHECK(!params_is_within("a=12", "a=1"));
    CHECK(!params_is_within("a=1", "ab=1"));
    CHECK(!params_is_within("b=1", "ab=1"));
    CHECK(!params_is_within("a=", "a=1"));
    CHECK(!params_is_within("a=1", "a="));
}

static void test_word(void) {
    CHECK(params_is_word("default|active", "default"));
    CHECK(params_is_word("default|active", "active"));
    CHECK(params_is_word("one", "one"));
    CHECK(!params_is_word("default|active", "act"));
    CHECK(!params_is_word("default|active", "actively"));
    CHECK(!params_is_word("default|active", "default|active"));
    CHECK(!params_is_word("default|active", ""));
    CHECK(!params_is_word("", "a"));
}

static void test_place(void) {
    char word[8] = "before";
    CHECK_INT(params_place_of("a|bc|d", "a"), 0);
    CHECK_INT(params_place_of("a|bc|d", "bc"), 1);
    CHECK_INT(params_place_of("a|bc|d", "d"), 2);
    CHECK_INT(params_place_of("a|bc|d", "b"), -1);
    CHECK_INT(params_place_of("", ""), -1);
    CHECK(!params_word_at("", 0, word, sizeof word));
    CHECK(!params_word_at("a|bc|d", 3, word, sizeof word));
    CHECK_STRING(word, "before");
    CHECK(params_word_at("a|bc|d", 2, word, sizeof word));
    CHECK_STRING(word, "d");
    CHECK(params_word_at("a|bc|d", 1, word, 2));
    CHECK_STRING(word, "b");
}

int main(void) {
    test_find();
    test_cut();
    test_within();
    test_word();
    test_place();
    return check_done();
}
