/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Lines of /proc/PID/stat. */
#include "check.h"
#include "program/task_stat.h"

/* What follows the state up to the PU, and after it. */
#define FIELDS                                                                                     \
    " 11 22 33 0 -1 4194304 90 0 0 0 1 2 0 0 20 0 1 0 5000 2600 200 18446744073709551615 1 1 0 0 " \
    "0 0 0 0 0 0 0 0 17 5 0 0 0 0 0 0 0\n"

static void parses(const char *line, const char *name, char state) {
    struct task_stat stat = {0};
    CHECK(task_stat_parse(line, &stat));
    CHECK_STRING(stat.name, name);
    CHECK_INT(stat.state, state);
    CHECK_INT(stat.parent, 11);
    CHECK_INT(stat.group, 22);
    CHECK_INT(stat.pu, 5);
}

int main(void) {
    struct task_stat stat;
    parses("7 (cat) R" FIELDS, "cat", 'R');
    parses("7 (a b) S" FIELDS, "a b", 'S');
    parses("7 (:) R 9 (x) D" FIELDS, ":) R 9 (x", 'D');
    parses("7 () Z" FIELDS, "", 'Z');
    parses("7 (kworker/u8:1-events_unbound) R" FIELDS, "kworker/u8:1-ev", 'R');
    CHECK(!task_stat_parse("", &stat));
    CHECK(!task_stat_parse("7 cat R" FIELDS, &stat));
    CHECK(!task_stat_parse("7 )cat( R" FIELDS, &stat));
    CHECK(!task_stat_parse("7 (cat)", &stat));
    CHECK(!task_stat_parse("7 (cat) R 11 22 33", &stat));
    return check_done();
}
