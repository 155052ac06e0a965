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
    refuse_cpus("0x3", "\"0x3\" is a mask, which is not read; give OS indices such as 0,2-7, or "
                       "places such as core:0-3,");
    refuse_cpus("1,0XF", "\"0XF\" is a mask");
    refuse_cpus("1-2-3", "\"-3\" is in the way");
    refuse_cpus("4294967296", "is missing at \"4294967296\"");
    refuse_cpus("99999999999999999999999", "is missing");
    refuse_cpus("allx", "\"allx\" is neither");
    refuse_cpus("all.core:0", "\"all.core:0\" is neither");
    refuse_cpus("core", "\"core\" is neither");
    refuse_cpus("core:", "is missing");
    refuse_cpus("core:4", "there is no Core:4 here; this machine shows 4 of them");
    refuse_cpus("misc:0", "\"misc:0\" is neither");
    refuse_cpus("nosuchthingatall:0", "is neither");
}

static void test_bad_locations(void) {
    refuse_cpus("core:x", "is missing at \"x\"; give N, N-M, N-, N:COUNT, all, odd or even");
    refuse_cpus("core:P#1", "is missing at \"P#1\"");
    refuse_cpus("core:alls", "is missing at \"alls\"");
    refuse_cpus("core:odd:2", "\":2\" is in the way");
    refuse_cpus("core:0-1:2", "\":2\" is in the way");
    refuse_cpus("core:0:", "a number from 0 to 2147483647 is missing at \"\"");
    refuse_cpus("core:99999999999-", "is missing at \"99999999999-\"");
    refuse_cpus("core:99999999999:1", "is missing at \"99999999999:1\"");
    refuse_cpus("core:1:0", "a count of 0 names nothing; give 1 or more");
    refuse_cpus("core:0:5", "there are no 5 of Core here; this machine shows 4 of them");
    refuse_cpus("core:4:1", "there is no Core:4 here; this machine shows 4 of them");
    refuse_cpus("core:9-", "there is no Core:9 here; this machine shows 4 of them");
    refuse_cpus("core:2-2147483647", "there is no Core:4 here");
    refuse_cpus("l2:all", "there is no L2Cache:0 here; this machine shows 0 of them");
    refuse_cpus("numa:odd", "there is no NUMANode:1 here; this machine shows 1 of them");
    refuse_cpus("package:1.core:2", "there is no Core:2 in Package:1; it holds 2 of them, from 0");
    refuse_cpus("package:all.core:1:3", "there are no 3 of Core in Package:0; it holds 2 of them");
    refuse_cpus("core:0.package:0", "there is no Package:0 in Core:0; it holds 0 of them");
    refuse_cpus("0,package:1.core:2-", "\"package:1.core:2-\" names nothing on this machine");
    refuse_cpus("core:0.", "\"\" is neither");
    refuse_cpus("core:0.all", "\"all\" is neither");
    refuse_cpus("0.core:1", "\".core:1\" is in the way");
    refuse_cpus("pu:0.pu:0.pu:0.pu:0.pu:0.pu:0.pu:0.pu:0.pu:0", "at most 8 words");
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

/* Most of the answers were compared with those of hwloc-calc 2.9. */
static void test_good_locations(void) {
    keep_cpus("all", "0-7");
    keep_cpus("core:3,all", "0-7");
    keep_cpus("core:all", "0-7");
    keep_cpus("core:odd", "2-3,6-7");
    keep_cpus("core:even", "0-1,4-5");
    keep_cpus("pu:odd", "1,3,5,7");
    keep_cpus("core:1-", "2-7");
    keep_cpus("core:3-,0", "0,6-7");
    keep_cpus("core:2:2", "4-7");
    keep_cpus("core:3:2", "0-1,6-7");
    keep_cpus("core:3:4", "0-7");
    keep_cpus("package:1.core:0", "4-5");
    keep_cpus("package:1.core:1:2", "4-7");
    keep_cpus("package:all.core:0", "0-1,4-5");
    keep_cpus("package:0-1.core:1.pu:odd", "3,7");
    keep_cpus("package:0.core:1-,7", "2-3,7");
    keep_cpus("numa:0.core:0", "0-1");
    keep_cpus("pu:0.pu:0.pu:0.pu:0.pu:0.pu:0.pu:0.pu:0", "0");
}

static void keep_on(struct place_spec spec, const char *allowed) {
    struct place_facts facts;
    struct place *place = machine_load(spec);
    place_facts(place, &facts);
    CHECK_STRING(facts.allowed, allowed);
    place_free(place);
}

/* NUMA nodes are no level of the tree. */
static void test_locations_elsewhere(void) {
    static const char nodes[] = "package:2 [numa] l3:2 core:2 pu:2";
    keep_on((struct place_spec){.synthetic = nodes, .cpus = "numa:1.core:0"}, "8-9");
    keep_on((struct place_spec){.synthetic = nodes, .cpus = "numa:all.core:0"}, "0-1,8-9");
    keep_on((struct place_spec){.synthetic = nodes, .cpus = "package:1.numa:0.core:1"}, "10-11");
    keep_on((struct place_spec){.synthetic = nodes, .cpus = "numa:0.package:0"}, "0-7");
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
    /* Some of its cores have one PU only: they add nothing. */
    struct place_facts facts;
    place = machine_load((struct place_spec){.xml_path = path, .cpus = "core:all.pu:odd"});
    place_facts(place, &facts);
    CHECK_STRING(facts.allowed, "16,18-19,21-23,28-29,31");
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
    test_bad_locations();
    test_good_locations();
    test_locations_elsewhere();
    test_holes(path);
    test_policy();
    test_bad_machines(here);
    /* Without a fault to fill, the code alone comes back. */
    struct place *place = NULL;
    CHECK_INT(place_load(&(struct place_spec){.synthetic = "bogus"}, &place, NULL), -FAULT_USAGE);
    place_free(NULL);
    return check_done();
}
