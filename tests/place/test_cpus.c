/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What is asked for: -c, --place, and the description of a machine. argv[1]: this directory. */
#include "machine.h"

static void refuse_cpus(const char *cpus, const char *part) {
    struct fault fault;
    machine_refuse((struct place_spec){.synthetic = "package:2 l3:1 core:2 pu:2", .cpus = cpus},
                   FAULT_USAGE, &fault);
    CHECK_HOLDS(fault.text, "-c ");
    CHECK_HOLDS(fault.text, part);
}

static void test_bad_cpus(void) {
    refuse_cpus("0,9", "-c 0,9: PU 9 is outside the set that may be used here, 0-7");
    refuse_cpus("0-2147483647", "PU 8 is outside");
    refuse_cpus("7-2", "7-2 runs backwards");
    refuse_cpus("", "a number from 0 to 2147483647 is missing");
    refuse_cpus("0,", "is missing");
    refuse_cpus(",0", "is missing at \",0\"");
    refuse_cpus("0-", "is missing");
    refuse_cpus("-1", "is missing at \"-1\"");
    refuse_cpus(" 0", "is missing");
    refuse_cpus("+1", "is missing");
    refuse_cpus("0 ", "\" \" is in the way");
    refuse_cpus("0x3", "\"x3\" is in the way");
    refuse_cpus("1-2-3", "\"-3\" is in the way");
    refuse_cpus("4294967296", "is missing at \"4294967296\"");
    refuse_cpus("99999999999999999999999", "is missing");
    refuse_cpus("all", "\"all\" is neither");
    refuse_cpus("core", "\"core\" is neither");
    refuse_cpus("core:", "is missing");
    refuse_cpus("core:4", "there is no Core:4 here; this machine shows 4 of them");
    refuse_cpus("misc:0", "\"misc:0\" is neither");
    refuse_cpus("nosuchthingatall:0", "is neither");
}

static void keep_cpus(const char *cpus, const char *allowed) {
    struct place_facts facts;
    struct place *place = machine_load((struct place_spec){
        .synthetic = "package:2 l3:1 core:2 pu:2", .cpus = cpus, .policy = PLACE_COMPACT});
    place_facts(place, &facts);
    CHECK_STRING(facts.allowed, allowed);
    place_free(place);
}

static void test_good_cpus(void) {
    keep_cpus("0", "0");
    keep_cpus("7,0,0-1", "0-1,7");
    keep_cpus("0-7", "0-7");
    keep_cpus("007", "7");
    keep_cpus("core:1", "2-3");
    keep_cpus("Core:1-2,0", "0,2-5");
    keep_cpus("package:1", "4-7");
    keep_cpus("l3:0,pu:7", "0-3,7");
    keep_cpus("numa:0", "0-7");
}

/* On a machine whose numbering has holes, a PU in a hole is not allowed, though others around it
 * are. */
static void test_holes(const char *path) {
    struct fault fault;
    machine_refuse((struct place_spec){.xml_path = path, .cpus = "0-2"}, FAULT_USAGE, &fault);
    CHECK_HOLDS(fault.text, "PU 1 is outside the set that may be used here, 0,2-7,12-13,15-16,");
    struct place *place = machine_load((struct place_spec){.xml_path = path, .cpus = "30-31,4"});
    CHECK_INT(place_pu_count(place), 3);
    CHECK_INT(place_slot(place, 0).pu, 4);
    CHECK_INT(place_slot(place, 1).pu, 31);
    CHECK_INT(place_slot(place, 2).pu, 30);
    CHECK_INT(place_slot(place, 2).core, 10);
    place_free(place);
}

static void test_policy(void) {
    static const char *const words[] = {"spread", "compact", "smt", "none"};
    enum place_policy policy = PLACE_NONE;
    struct fault fault = {0};
    for (size_t i = 0; i < 4; i++) {
        CHECK_INT(place_policy_parse(words[i], &policy, &fault), 0);
        CHECK_STRING(place_policy_name(policy), words[i]);
    }
    CHECK_INT(place_policy_parse("Spread", &policy, &fault), -FAULT_USAGE);
    CHECK_STRING(fault.text,
                 "--place: \"Spread\" is no placement; it is one of spread, compact, smt and none");
    CHECK_INT(policy, PLACE_NONE);
}

static void test_bad_machines(const char *here) {
    char path[4096];
    struct fault fault;
    machine_refuse((struct place_spec){.synthetic = "package:2 core:x"}, FAULT_USAGE, &fault);
    CHECK_HOLDS(fault.text, "\"package:2 core:x\"");
    machine_refuse((struct place_spec){.synthetic = ""}, FAULT_USAGE, &fault);
    machine_refuse((struct place_spec){.synthetic = "pu:1", .xml_path = "a.xml"}, FAULT_USAGE,
                   &fault);
    CHECK_HOLDS(fault.text, "a.xml");
    machine_refuse((struct place_spec){.xml_path = "/nonexistent/a.xml"}, FAULT_INPUT, &fault);
    CHECK_HOLDS(fault.text, "/nonexistent/a.xml");
    CHECK_HOLDS(fault.text, "No such file");
    machine_refuse((struct place_spec){.xml_path = here}, FAULT_INPUT, &fault);
    CHECK_HOLDS(fault.text, here);
    snprintf(path, sizeof path, "%s/machines/empty.xml", here);
    machine_refuse((struct place_spec){.xml_path = path}, FAULT_INPUT, &fault);
    CHECK_HOLDS(fault.text, "empty.xml");
    snprintf(path, sizeof path, "%s/machines/twice.xml", here);
    machine_refuse((struct place_spec){.xml_path = path}, FAULT_INPUT, &fault);
    CHECK_HOLDS(fault.text, "one OS index of a PU twice");
    snprintf(path, sizeof path, "%s/golden/one_core.txt", here);
    machine_refuse((struct place_spec){.xml_path = path}, FAULT_INPUT, &fault);
    CHECK_HOLDS(fault.text, "one_core.txt");
}

int main(int argc, char **argv) {
    const char *here = argc > 1 ? argv[1] : ".";
    char path[4096];
    snprintf(path, sizeof path, "%s/machines/holes.xml", here);
    test_bad_cpus();
    test_good_cpus();
    test_holes(path);
    test_policy();
    test_bad_machines(here);
    /* Without a fault to fill, the code alone comes back. */
    struct place *place = NULL;
    CHECK_INT(place_load(&(struct place_spec){.synthetic = "bogus"}, &place, NULL), -FAULT_USAGE);
    place_free(NULL);
    return check_done();
}
