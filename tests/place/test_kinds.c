/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* --kind. argv[1]: this directory. */
#include "machine.h"

static char three[4096]; /* kinds 0: PUs 16-17, 1: 8-15, 2: 0-7 */

static void keep(const char *kinds, const char *cpus, const char *allowed, unsigned auto_cores) {
    struct place_facts facts;
    struct place *place =
        machine_load((struct place_spec){.xml_path = three, .kinds = kinds, .cpus = cpus});
    place_facts(place, &facts);
    CHECK_STRING(facts.allowed, allowed);
    CHECK_INT(facts.kinds, 3);
    CHECK_INT(place_edges(place).auto_cores, auto_cores);
    place_free(place);
}

static void refuse(struct place_spec spec, const char *text) {
    struct fault fault;
    machine_refuse(spec, FAULT_USAGE, &fault);
    CHECK_STRING(fault.text, text);
}

static void test_three(void) {
    keep(NULL, NULL, "0-17", 4);
    keep("fastest", NULL, "0-17", 4);
    keep("all", NULL, "0-17", 14);
    keep("2", NULL, "0-7", 4);
    keep("1", NULL, "8-15", 8);
    keep("0,2", NULL, "0-7,16-17", 6);
    keep("2,0,2", NULL, "0-7,16-17", 6);
    keep("0,1,2", NULL, "0-17", 14);
    keep("1", "0,8-9", "8-9", 2);
    /* Of what -c leaves, the fastest. */
    keep(NULL, "8-17", "8-17", 8);
    keep("fastest", "16", "16", 1);
}

static void test_one(void) {
    struct place *place =
        machine_load((struct place_spec){.synthetic = "core:4 pu:2", .kinds = "0"});
    CHECK_INT(place_pu_count(place), 8);
    CHECK_INT(place_edges(place).auto_cores, 4);
    place_free(place);
    refuse((struct place_spec){.synthetic = "core:4 pu:2", .kinds = "1"},
           "--kind 1: the machine has no kind 1; there is kind 0 only");
}

static void test_bad(void) {
    static const char *const malformed[] = {"",   "fast", "ALL", "0,",  ",0", "0,,1", "-1",
                                            "+1", " 0",   "0 ",  "0-1", "0x", "all,0"};
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        char text[128];
        snprintf(text, sizeof text, "--kind %s: it is fastest, all, or kinds such as 0 or 0,1",
                 malformed[i]);
        refuse((struct place_spec){.xml_path = three, .kinds = malformed[i]}, text);
    }
    refuse((struct place_spec){.xml_path = three, .kinds = "0,3"},
           "--kind 0,3: the machine has no kind 3; there are kinds 0 to 2");
    refuse((struct place_spec){.xml_path = three, .kinds = "99999999999999999999"},
           "--kind 99999999999999999999: the machine has no kind 99999999999999999999; there are "
           "kinds 0 to 2");
    refuse((struct place_spec){.xml_path = three, .kinds = "0", .cpus = "0-3"},
           "--kind 0: none of the PUs 0-3 is of it");
}

/* Numbered as the slots show them. */
static void test_slots(void) {
    for (int kind = 0; kind < 3; kind++) {
        char text[8];
        snprintf(text, sizeof text, "%d", kind);
        struct place *place = machine_load((struct place_spec){.xml_path = three, .kinds = text});
        for (size_t i = 0; i < place_pu_count(place); i++)
            CHECK_INT(place_slot(place, i).kind, kind);
        place_free(place);
    }
}

int main(int argc, char **argv) {
    snprintf(three, sizeof three, "%s/machines/hybrid_three_kinds.xml", argc > 1 ? argv[1] : ".");
    test_three();
    test_one();
    test_bad();
    test_slots();
    return check_done();
}
