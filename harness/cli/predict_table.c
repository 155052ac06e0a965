/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/predict_table.h"
#include "cli/table.h"

#include <math.h>
#include <string.h>

/* Of each table: p before the counts, the ceiling after them. */
enum { PREDICT_COUNTS_MAX = TEXT_TABLE_COLUMNS_MAX - 2, PREDICT_OTHER_COLUMNS = 24 };

/* A table of these sections and of points first … first + count - 1. */
struct part {
    const struct predict_section *sections;
    size_t section_count, first, count;
    bool markdown;
};

/* Which of the two a law has is the same for every p of it. */
static bool is_peaked(const struct predict_section *section) {
    return strcmp(section->law, "usl") == 0;
}

static void format_limit(const struct predict_section *section, char *text) {
    double limit = is_peaked(section) ? section->peak_n.value : section->ceiling.value;
    if (isinf(limit) || (isnan(limit) && is_peaked(section)))
        snprintf(text, TEXT_TABLE_CELL_BYTES, "%s", is_peaked(section) ? "none" : "no limit");
    else
        table_format_fixed(limit, 2, text, TEXT_TABLE_CELL_BYTES);
}

static int add_row(const struct part *part, const struct predict_section *section,
                   struct text_table *table, struct fault *fault) {
    char text[TEXT_TABLE_COLUMNS_MAX][TEXT_TABLE_CELL_BYTES];
    struct text_cell cells[TEXT_TABLE_COLUMNS_MAX];
    size_t used = 0;
    snprintf(text[used++], TEXT_TABLE_CELL_BYTES, "%.10g", section->key.p);
    for (size_t i = 0; i < part->count; i++)
        table_format_fixed(section->points[part->first + i].speedup.value, 2, text[used++],
                           TEXT_TABLE_CELL_BYTES);
    format_limit(section, text[used++]);
    for (size_t i = 0; i < used; i++)
        cells[i] = (struct text_cell){.text = text[i], .style = TERM_PLAIN};
    return text_table_add(table, cells, fault);
}

static int print_part(const struct part *part, const struct term *term, FILE *stream,
                      struct fault *fault) {
    char titles[PREDICT_COUNTS_MAX][16];
    struct text_column columns[TEXT_TABLE_COLUMNS_MAX] = {{.title = "p"}};
    struct text_table *table = NULL;
    for (size_t i = 0; i < part->count; i++) {
        snprintf(titles[i], sizeof titles[i], "n = %.0f",
                 part->sections[0].points[part->first + i].n);
        columns[1 + i] = (struct text_column){.title = titles[i]};
    }
    columns[1 + part->count] =
        (struct text_column){.title = is_peaked(&part->sections[0]) ? "N*" : "ceiling"};
    int rc = text_table_new(columns, part->count + 2, &table, fault);
    for (size_t i = 0; rc == 0 && i < part->section_count; i++)
        rc = add_row(part, &part->sections[i], table, fault);
    if (rc == 0)
        fputc('\n', stream);
    if (rc == 0 && part->markdown)
        text_table_print_markdown(table, stream);
    else if (rc == 0)
        text_table_print(table, 2, term, stream);
    text_table_free(table);
    return rc;
}

/* How many counts a terminal has room for: each takes the width of the largest speed-up and a gap.
 */
static size_t counts_a_table(const struct predict_section *section, const struct term *term) {
    int width = snprintf(NULL, 0, "n = %.0f", section->points[section->point_count - 1].n) + 2;
    if (term->columns == 0)
        return PREDICT_COUNTS_MAX;
    size_t room = term->columns > PREDICT_OTHER_COLUMNS ? term->columns - PREDICT_OTHER_COLUMNS : 0;
    size_t counts = room / (size_t)width;
    return counts < 1 ? 1 : counts < PREDICT_COUNTS_MAX ? counts : PREDICT_COUNTS_MAX;
}

static void print_title(const struct predict_section *section, FILE *stream) {
    if (strcmp(section->law, "amdahl") == 0) {
        fprintf(stream,
                "Speed-up by Amdahl's law, 1 / ((1 - p) + p / n), and its ceiling 1 / (1 - p):\n");
        return;
    }
    fprintf(stream, "Speed-up: %s, %s, with %s = 1 - p", section->law_title, section->formula,
            section->parameters[0].symbol);
    for (size_t i = 1; i < section->parameter_count; i++)
        fprintf(stream, ", %s = %g", section->parameters[i].symbol,
                section->parameters[i].value.value);
    fprintf(stream, ":\n");
}

static void print_answers(const struct predict_section *sections, size_t count, bool markdown,
                          FILE *stream) {
    char words[PREDICT_WORDS_BYTES];
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < sections[i].answer_count; k++) {
            predict_answer_words(&sections[i].answers[k], false, words, sizeof words);
            fprintf(stream, "%s%sp = %.10g: %s\n", i + k == 0 ? "\n" : "", markdown ? "- " : "  ",
                    sections[i].key.p, words);
        }
}

/* Of the counts, which all sections share. */
static void print_notes(const struct predict_section *section, bool markdown, FILE *stream) {
    for (size_t i = 0; i < section->note_count; i++)
        fprintf(stream, "%s%s%s\n", i + section->answer_count == 0 ? "\n" : "",
                markdown ? "- " : "  ", section->notes[i]);
}

int predict_table_print(const struct predict_section *sections, size_t count, bool markdown,
                        const struct term *term, FILE *stream, struct fault *fault) {
    size_t each = counts_a_table(&sections[0], term), points = sections[0].point_count;
    int rc = 0;
    print_title(&sections[0], stream);
    for (size_t first = 0; rc == 0 && first < points; first += each) {
        const struct part part = {sections, count, first,
                                  points - first < each ? points - first : each, markdown};
        rc = print_part(&part, term, stream, fault);
    }
    print_answers(sections, count, markdown, stream);
    print_notes(&sections[0], markdown, stream);
    return rc;
}
