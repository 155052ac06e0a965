/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Each machine's orders against the files of golden/. argv[1]: this directory. AMDAHL_GOLDEN=write
 * writes the files anew, to be reviewed as a diff. */
#include "golden_machines.h"
#include "golden_print.h"

#include <jansson.h>
#include <locale.h>

static char *read_whole(const char *path) {
    enum { BYTES = 1 << 18 };
    char *text = calloc(1, BYTES);
    FILE *file = fopen(path, "r");
    if (file != NULL && text != NULL && fread(text, 1, BYTES - 1, file) == 0)
        text[0] = '\0';
    if (file != NULL)
        fclose(file);
    return text;
}

static void write_whole(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    CHECK_REPORT(file != NULL && fputs(text, file) >= 0, "cannot write %s", path);
    if (file != NULL)
        CHECK_INT(fclose(file), 0);
}

/* Takes `text`. */
static void compare(const char *here, const char *name, char *text) {
    char path[4096];
    snprintf(path, sizeof path, "%s/golden/%s", here, name);
    const char *mode = getenv("AMDAHL_GOLDEN");
    if (mode != NULL && strcmp(mode, "write") == 0)
        write_whole(path, text);
    char *expected = read_whole(path);
    CHECK_REPORT(strcmp(text, expected) == 0, "%s differs; it is now:\n%s", path, text);
    free(expected);
    free(text);
}

static struct place *load_golden(const char *here, const struct golden_machine *machine,
                                 enum place_policy policy) {
    char xml[4096], root[4096];
    snprintf(xml, sizeof xml, "%s/machines/%s", here, machine->xml != NULL ? machine->xml : "");
    snprintf(root, sizeof root, "%s/machines/%s", here, machine->root != NULL ? machine->root : "");
    return machine_load((struct place_spec){.synthetic = machine->synthetic,
                                            .xml_path = machine->xml != NULL ? xml : NULL,
                                            .cpus = machine->cpus,
                                            .kinds = machine->kinds,
                                            .root = machine->root != NULL ? root : NULL,
                                            .policy = policy});
}

static void print_asked(const struct golden_machine *machine, FILE *stream) {
    fprintf(stream, "%s\n%s: %s\n", machine->title,
            machine->synthetic != NULL ? "synthetic" : "file",
            machine->synthetic != NULL ? machine->synthetic : machine->xml);
    if (machine->cpus != NULL)
        fprintf(stream, "asked for: -c %s\n", machine->cpus);
    if (machine->kinds != NULL)
        fprintf(stream, "asked for: --kind %s\n", machine->kinds);
}

/* An order that is another one's is not printed again. PLACE_NONE has compact's, always. */
static void print_orders(struct place *const places[], FILE *stream) {
    static const enum place_policy policies[] = {PLACE_SPREAD, PLACE_COMPACT, PLACE_SMT};
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        size_t same = 0;
        while (same < i && !golden_same_order(places[policies[same]], places[policies[i]]))
            same++;
        fputc('\n', stream);
        if (same < i)
            fprintf(stream, "%s: as %s\n", place_policy_name(policies[i]),
                    place_policy_name(policies[same]));
        else
            golden_print_order(places[policies[i]], stream);
    }
    CHECK(golden_same_order(places[PLACE_NONE], places[PLACE_COMPACT]));
}

static void test_golden(const char *here, const struct golden_machine *machine) {
    struct place *places[PLACE_NONE + 1];
    for (int policy = 0; policy <= PLACE_NONE; policy++)
        places[policy] = load_golden(here, machine, (enum place_policy)policy);
    char *text = NULL, name[128];
    size_t bytes = 0;
    FILE *stream = open_memstream(&text, &bytes);
    print_asked(machine, stream);
    golden_print_machine(places[PLACE_SPREAD], stream);
    print_orders(places, stream);
    fclose(stream);
    snprintf(name, sizeof name, "%s.txt", machine->name);
    compare(here, name, text);
    for (int policy = 0; policy <= PLACE_NONE; policy++)
        place_free(places[policy]);
}

static char *print_json(const struct place *place) {
    char *text = NULL;
    size_t bytes = 0;
    struct fault fault = {0};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(place_print_json(place, stream, &fault), 0);
    fclose(stream);
    return text;
}

/* What the contract says of `topology --json`, whatever the machine. */
static void check_contract(const char *name, const struct place *place, const char *text) {
    json_error_t error = {0};
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    CHECK_REPORT(document != NULL, "%s is no JSON: %s", name, error.text);
    CHECK(json_is_false(json_object_get(document, "thissystem")));
    CHECK_STRING(json_string_value(json_object_get(document, "place")),
                 place_policy_name(place_policy_of(place)));
    json_t *order = json_object_get(document, "order");
    CHECK_INT(json_array_size(order), place_pu_count(place));
    for (size_t i = 0; i < json_array_size(order); i++) {
        json_t *entry = json_array_get(order, i);
        CHECK_INT(json_integer_value(json_object_get(entry, "n")), i + 1);
        CHECK_INT(json_integer_value(json_object_get(entry, "pu")), place_slot(place, i).pu);
        CHECK_INT(json_object_size(entry), 6);
    }
    json_decref(document);
}

/* Of the documents themselves, two are kept: one with kinds, and one where much is null. */
static void test_json(const char *here, const struct golden_machine *machine,
                      enum place_policy policy) {
    struct place *place = load_golden(here, machine, policy);
    char *text = print_json(place);
    check_contract(machine->name, place, text);
    if (strcmp(machine->name, "kinds") == 0 && policy == PLACE_SMT)
        compare(here, "kinds_smt.json", text);
    else if (strcmp(machine->name, "no_cores") == 0 && policy == PLACE_NONE)
        compare(here, "no_cores_none.json", text);
    else
        free(text);
    place_free(place);
}

/* A disk that is full is told. */
static void test_full(void) {
    struct place *place = machine_load((struct place_spec){.synthetic = "core:1 pu:1"});
    struct fault fault = {0};
    FILE *full = fopen("/dev/full", "w");
    if (full != NULL) {
        CHECK_INT(place_print_json(place, full, &fault), -FAULT_SYSTEM);
        CHECK_HOLDS(fault.text, "No space left");
        fclose(full);
        fault = (struct fault){0};
        CHECK_INT(place_export_xml(place, "/dev/full", &fault), -FAULT_SYSTEM);
        CHECK_HOLDS(fault.text, "/dev/full: No space left");
    }
    place_free(place);
}

int main(int argc, char **argv) {
    const char *here = argc > 1 ? argv[1] : ".";
    setlocale(LC_ALL, "C");
    for (size_t i = 0; i < GOLDEN_MACHINES; i++) {
        test_golden(here, &golden_machines[i]);
        test_json(here, &golden_machines[i], PLACE_SMT);
        test_json(here, &golden_machines[i], PLACE_NONE);
    }
    test_full();
    return check_done();
}
