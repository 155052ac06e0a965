/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* `topology --json` against the files of golden/. argv[1]: this directory. AMDAHL_REGOLDEN=1 writes
 * the files anew, to be reviewed as a diff. */
#include "machine.h"

#include <jansson.h>

struct golden {
    const char *name, *synthetic, *xml, *cpus;
    enum place_policy policy;
};

static const struct golden goldens[] = {
    {.name = "server_spread", .synthetic = MACHINE_SERVER},
    {.name = "server_compact", .synthetic = MACHINE_SERVER, .policy = PLACE_COMPACT},
    {.name = "server_part_spread", .synthetic = MACHINE_SERVER, .cpus = "2-5,9,40-47"},
    {.name = "one_core", .synthetic = "package:1 core:1 pu:1"},
    {.name = "one_core_smt", .synthetic = "package:1 core:1 pu:2"},
    {.name = "bare_none", .synthetic = "pu:2", .policy = PLACE_NONE},
    {.name = "holes_spread", .xml = "holes.xml"},
    {.name = "holes_compact", .xml = "holes.xml", .policy = PLACE_COMPACT},
    {.name = "kinds_spread", .xml = "kinds.xml"},
};

static char *read_whole(const char *path) {
    char *text = calloc(1, 1 << 16);
    FILE *file = fopen(path, "r");
    if (file != NULL && text != NULL && fread(text, 1, (1 << 16) - 1, file) == 0)
        text[0] = '\0';
    if (file != NULL)
        fclose(file);
    return text;
}

static char *print_whole(const struct place *place) {
    char *text = NULL;
    size_t bytes = 0;
    struct fault fault = {0};
    FILE *stream = open_memstream(&text, &bytes);
    CHECK_INT(place_print_json(place, stream, &fault), 0);
    fclose(stream);
    return text;
}

/* What the contract says of the document, whatever the machine. */
static void check_contract(const char *name, const struct place *place, const char *text) {
    json_error_t error = {0};
    json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    CHECK_REPORT(document != NULL, "%s is no JSON: %s", name, error.text);
    CHECK(json_is_false(json_object_get(document, "thissystem")));
    CHECK(json_is_string(json_object_get(document, "place")));
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

static void write_golden(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    CHECK(file != NULL && fputs(text, file) >= 0);
    if (file != NULL)
        CHECK_INT(fclose(file), 0);
}

static void test_golden(const char *here, const struct golden *golden) {
    char xml[4096], path[4096];
    snprintf(xml, sizeof xml, "%s/machines/%s", here, golden->xml != NULL ? golden->xml : "");
    snprintf(path, sizeof path, "%s/golden/%s.json", here, golden->name);
    struct place *place = machine_load((struct place_spec){.synthetic = golden->synthetic,
                                                           .xml_path = golden->xml ? xml : NULL,
                                                           .cpus = golden->cpus,
                                                           .policy = golden->policy});
    char *text = print_whole(place);
    check_contract(golden->name, place, text);
    const char *anew = getenv("AMDAHL_REGOLDEN");
    if (anew != NULL && strcmp(anew, "1") == 0)
        write_golden(path, text);
    char *expected = read_whole(path);
    CHECK_REPORT(strcmp(text, expected) == 0, "%s differs; it is now:\n%s", path, text);
    free(expected);
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
    for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++)
        test_golden(argc > 1 ? argv[1] : ".", &goldens[i]);
    test_full();
    return check_done();
}
