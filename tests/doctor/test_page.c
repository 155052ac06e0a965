/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* docs/doctor.md, the first argument, against the table: each id once, with the same words. */
#include "doctor/doctor.h"

#include "check.h"

#include <ctype.h>

static char page[1 << 16];

static void read_page(const char *path) {
    FILE *file = fopen(path, "r");
    CHECK_REPORT(file != NULL, "%s cannot be opened", path);
    if (file == NULL)
        return;
    page[fread(page, 1, sizeof page - 1, file)] = '\0';
    fclose(file);
}

/* From the check's heading to the next one. */
static void test_section(const struct doctor_check *check) {
    char heading[64], section[4096], line[512];
    snprintf(heading, sizeof heading, "\n## %s %s\n", check->id, check->name);
    const char *at = strstr(page, heading);
    CHECK_REPORT(at != NULL, "the page has no section%s", heading);
    if (at == NULL)
        return;
    at += strlen(heading);
    const char *end = strstr(at, "\n## ");
    size_t length = end != NULL ? (size_t)(end - at) : strlen(at);
    CHECK(length < sizeof section);
    snprintf(section, sizeof section, "%.*s", (int)length, at);
    snprintf(line, sizeof line, "\n- Effect: %s.\n", check->effect);
    CHECK_HOLDS(section, line);
    snprintf(line, sizeof line, "\n- Remedy: %s.", check->remedy);
    CHECK_HOLDS(section, line);
    CHECK_REPORT(section[0] != '\n' && section[0] != '-', "%s: not said when it is found",
                 check->id);
}

int main(int argc, char **argv) {
    size_t count = 0, sections = 0;
    const struct doctor_check *checks = doctor_check_table(&count);
    read_page(argc > 1 ? argv[1] : "docs/doctor.md");
    for (size_t i = 0; i < count; i++) {
        CHECK(strlen(checks[i].id) == 4 && checks[i].id[0] == 'W');
        for (size_t j = 1; j < 4; j++)
            CHECK(isdigit((unsigned char)checks[i].id[j]));
        for (size_t j = 0; j < i; j++) {
            CHECK_REPORT(strcmp(checks[j].id, checks[i].id) < 0, "%s does not follow %s",
                         checks[i].id, checks[j].id);
            CHECK_REPORT(strcmp(checks[j].name, checks[i].name) != 0, "%s is there twice",
                         checks[i].name);
        }
        test_section(&checks[i]);
    }
    for (const char *at = page; (at = strstr(at, "\n## W")) != NULL; at++)
        sections++;
    CHECK_INT(sections, count);
    return check_done();
}
