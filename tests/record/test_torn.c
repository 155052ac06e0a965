/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* Files that were cut off or spoiled: what is whole is read, what is not is named. */
#include "record/run_dir.h"

#include "check.h"
#include "records_sample.h"

static char directory[64];

enum { WHOLE_ROWS = 3 };

/* A run of four samples, the last one with a cell that needs quotes; gives samples.csv. */
static char *make_samples(size_t *ret_bytes) {
    struct run_dir *run = NULL;
    struct sample samples[WHOLE_ROWS + 1];
    for (size_t i = 0; i <= WHOLE_ROWS; i++)
        samples[i] = records_sample(i + 1);
    samples[WHOLE_ROWS].validity = SAMPLE_BROKEN;
    strcpy(samples[WHOLE_ROWS].cause, "said \"no\", and, went");
    CHECK_INT(run_dir_create(directory, &run, NULL), 0);
    CHECK_INT(run_dir_append(run, samples, WHOLE_ROWS + 1, NULL, 0, NULL), 0);
    run_dir_close(run);
    return records_read_text(directory, "samples.csv", ret_bytes);
}

static void check_cut(size_t kept, bool torn) {
    struct sample *samples = NULL;
    size_t count = 99;
    bool seen_torn = !torn;
    struct fault fault = {0};
    CHECK_INT(run_dir_read_samples(directory, &samples, &count, &seen_torn, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, kept);
    CHECK_INT(seen_torn, torn);
    if (count == kept && kept > 0)
        CHECK_INT(samples[kept - 1].id, kept);
    free(samples);
    samples = NULL;
    int code = run_dir_read_samples(directory, &samples, &count, NULL, &fault);
    CHECK_INT(code, torn ? -FAULT_INPUT : 0);
    if (torn)
        CHECK_HOLDS(fault.text, "samples.csv:5: the last row is torn");
    free(samples);
}

static void check_resume(void) {
    struct run_dir *run = NULL;
    struct fault fault = {0};
    CHECK_INT(run_dir_resume(directory, &run, &fault), 0);
    CHECK_STRING(fault.text, "");
    struct sample sample = records_sample(WHOLE_ROWS + 1);
    CHECK_INT(run_dir_append(run, &sample, 1, NULL, 0, &fault), 0);
    run_dir_close(run);
    check_cut(WHOLE_ROWS + 1, false);
}

static void test_every_cut(void) {
    size_t bytes;
    char *text = make_samples(&bytes);
    size_t last_row = bytes - 1;
    while (text[last_row - 1] != '\n')
        last_row--;
    for (size_t cut = last_row; cut <= bytes; cut++) {
        records_write_text(directory, "samples.csv", text, cut);
        check_cut(cut == bytes ? WHOLE_ROWS + 1 : WHOLE_ROWS, cut > last_row && cut < bytes);
        if (cut < bytes)
            check_resume();
    }
    free(text);
}

/* Reads `text` as samples.csv and checks the sentence that names what is wrong with it. */
static void check_fault(const char *text, const char *part) {
    records_write_text(directory, "samples.csv", text, strlen(text));
    struct sample *samples = NULL;
    size_t count;
    bool torn;
    struct fault fault = {0};
    CHECK_INT(run_dir_read_samples(directory, &samples, &count, &torn, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, part);
    CHECK(samples == NULL);
}

/* `text` with the first `from` replaced by `to`; the caller frees. */
static char *replaced(const char *text, const char *from, const char *to) {
    const char *at = strstr(text, from);
    char *result = NULL;
    CHECK(at != NULL);
    if (at == NULL ||
        asprintf(&result, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)) < 0)
        exit(99);
    return result;
}

static void test_spoiled(void) {
    static const struct {
        const char *from, *to, *part;
    } spoilt[] = {
        {"units", "unitz", "samples.csv:1: the column units is missing"},
        {"\n2,1,", "\ntwo,1,", "samples.csv:3: column sample: \"two\" is not a whole number"},
        {"0.005012345", "0x5", "samples.csv:2: column start_s: \"0x5\" is not a number or empty"},
        {"asked", "basked", "samples.csv:2: column role: \"basked\""},
        {"0123456789abcdf0", "0123456789abcdf", "samples.csv:2: column digest"},
        {"strong", "strong,more", "samples.csv:2:"},
        {"\n3,2,0", "\n3\n3,2,0",
         "samples.csv:4: 1 cells where the header has 53; the row ends before "
         "the column base_id"},
        {"block", "\"block\" ", "samples.csv:2"},
        {"spin", "spinspinspinspinspinspinspinspinspin", "column workload"},
    };
    size_t bytes;
    records_remove(directory);
    char *text = make_samples(&bytes);
    for (size_t i = 0; i < sizeof spoilt / sizeof spoilt[0]; i++) {
        char *spoiled = replaced(text, spoilt[i].from, spoilt[i].to);
        check_fault(spoiled, spoilt[i].part);
        free(spoiled);
    }
    check_fault("", "has no whole header row");
    check_fault("sample,base_id", "has no whole header row");
    check_fault("# only\n# comments\n", "has no whole header row");
    free(text);
}

/* Comments before the header, a column of somebody else's in front, and CRLF. */
static void test_foreign_but_good(void) {
    records_remove(directory);
    size_t bytes, size;
    char *text = make_samples(&bytes), *foreign = NULL;
    FILE *memory = open_memstream(&foreign, &size);
    fputs("# made elsewhere, \"quoted\n#\n", memory);
    int row = 0;
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n"))
        fprintf(memory, "%s,%s\r\n", row++ == 0 ? "mood" : "\"a\nb\"", line);
    fclose(memory);
    records_write_text(directory, "samples.csv", foreign, size);
    struct sample *samples = NULL;
    size_t count = 0;
    struct fault fault = {0};
    CHECK_INT(run_dir_read_samples(directory, &samples, &count, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    CHECK_INT(count, WHOLE_ROWS + 1);
    if (count == WHOLE_ROWS + 1)
        CHECK_STRING(samples[WHOLE_ROWS].cause, "said \"no\", and, went");
    free(samples);
    free(foreign);
    free(text);

    struct run_dir *run = NULL;
    CHECK_INT(run_dir_resume(directory, &run, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "header row");
    CHECK(run == NULL);
}

/* Distrust does not depend on the order of the columns, nor does a blank vanish from a cell. */
static void test_other_order(void) {
    records_remove(directory);
    size_t bytes;
    char *text = make_samples(&bytes);
    static const char *const swaps[][2] = {
        {"valid,cause", "cause,valid"},
        {",1,,0123", ",,1,0123"},
        {",1,,0123", ",,1,0123"},
        {",1,,0123", ",,1,0123"},
        {",0,\"broken: said \"\"no\"\", and, went\",", ",broken: gone,0,"},
        {"spin,,", "spin, c= d ,"},
    };
    for (size_t i = 0; i < sizeof swaps / sizeof swaps[0]; i++) {
        char *swapped = replaced(text, swaps[i][0], swaps[i][1]);
        free(text);
        text = swapped;
    }
    records_write_text(directory, "samples.csv", text, strlen(text));
    struct sample *samples = NULL;
    size_t count = 0;
    struct fault fault = {0};
    CHECK_INT(run_dir_read_samples(directory, &samples, &count, NULL, &fault), 0);
    CHECK_STRING(fault.text, "");
    if (count == WHOLE_ROWS + 1) {
        CHECK_INT(samples[0].validity, SAMPLE_VALID);
        CHECK_STRING(samples[0].series.params, " c= d ");
        CHECK_INT(samples[WHOLE_ROWS].validity, SAMPLE_BROKEN);
        CHECK_STRING(samples[WHOLE_ROWS].cause, "gone");
    }
    CHECK_INT(count, WHOLE_ROWS + 1);
    free(samples);
    free(text);
}

static void test_missing(void) {
    records_remove(directory);
    struct sample *samples = NULL;
    size_t count;
    struct fault fault = {0};
    CHECK_INT(run_dir_read_samples(directory, &samples, &count, NULL, &fault), -FAULT_INPUT);
    CHECK_HOLDS(fault.text, "No such file");
    CHECK_HOLDS(fault.text, "samples.csv");
}

int main(void) {
    records_make_directory(directory);
    test_every_cut();
    test_spoiled();
    test_foreign_but_good();
    test_other_order();
    test_missing();
    records_remove(directory);
    return check_done();
}
