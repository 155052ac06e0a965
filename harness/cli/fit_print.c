/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/fit_print.h"
#include "cli/fit_sentences.h"
#include "cli/fit_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where it goes, and how it looks there. */
struct paper {
    const struct term *term; /* NULL: Markdown */
    FILE *stream;
};

static void print_title(const struct paper *paper, const char *title) {
    if (paper->term == NULL) {
        fputs("### ", paper->stream);
        text_table_print_markdown_text(title, paper->stream);
        fputs("\n\n", paper->stream);
    } else {
        fprintf(paper->stream, "%s%s%s\n", term_begin(paper->term, TERM_BOLD), title,
                term_end(paper->term, TERM_BOLD));
    }
}

static void print_text(const struct paper *paper, const char *text) {
    if (paper->term == NULL)
        text_table_print_markdown_text(text, paper->stream);
    else
        fputs(text, paper->stream);
}

/* Frees the table. */
static void print_table(const struct paper *paper, struct text_table *table) {
    if (paper->term == NULL) {
        text_table_print_markdown(table, paper->stream);
        fputc('\n', paper->stream);
    } else {
        text_table_print(table, 2, paper->term, paper->stream);
    }
    text_table_free(table);
}

/* A sentence on a line of its own; of `who`, "" of all. */
static void print_sentence(const struct paper *paper, const char *who, const char *text) {
    fputs(paper->term == NULL ? "- " : "", paper->stream);
    print_text(paper, who);
    fputs(who[0] == '\0' ? "" : ": ", paper->stream);
    print_text(paper, text);
    fputc('\n', paper->stream);
}

static void end_paragraph(const struct paper *paper) {
    if (paper->term == NULL)
        fputc('\n', paper->stream);
}

static const char *name_of(const struct fit_cases *cases, const struct fit_case *fit) {
    return fit->group->name[0] == '\0' ? cases->path : fit->group->name;
}

static int print_points(const struct fit_cases *cases, const struct fit_case *fit,
                        const struct paper *paper, struct fault *fault) {
    struct text_table *table = NULL;
    size_t shown = 0;
    int status = fit_table_points(cases, fit, &table, &shown, fault);
    if (status != 0)
        return status;
    print_table(paper, table);
    if (shown < fit->report->cell_count)
        fprintf(paper->stream, "  %zu of %zu core counts; --json has all\n", shown,
                fit->report->cell_count);
    return 0;
}

static int print_one(const struct fit_cases *cases, const struct paper *paper,
                     struct fault *fault) {
    const struct fit_case *fit = &cases->cases[0];
    struct fit_sentence *sentences = calloc(FIT_SENTENCES_MAX, sizeof *sentences);
    struct text_table *table = NULL;
    char text[FIT_SENTENCE_BYTES];
    int status = sentences == NULL ? fault_set(fault, FAULT_SYSTEM, errno, "cannot print a fit")
                                   : fit_table_laws(fit, &table, fault);
    if (status != 0) {
        free(sentences);
        return status;
    }
    print_title(paper, name_of(cases, fit));
    fit_sentences_describe(cases, fit, text, sizeof text);
    fputs(paper->term == NULL ? "" : "  ", paper->stream);
    print_text(paper, text);
    fputs(paper->term == NULL ? "\n\n" : "\n", paper->stream);
    print_table(paper, table);
    size_t count = fit_sentences_make(fit, sentences);
    for (size_t i = 0; i < count; i++)
        print_sentence(paper, "", sentences[i].text);
    end_paragraph(paper);
    free(sentences);
    return print_points(cases, fit, paper, fault);
}

/* A sentence and the groups that it is of. */
struct said {
    struct fit_sentence sentence;
    const char *first; /* the name of the first of them */
    size_t count;
};

struct said_list {
    struct said *list;
    size_t count;
};

static void note(struct said_list *list, const struct fit_sentence *sentence, const char *name) {
    size_t i = 0;
    while (i < list->count && strcmp(list->list[i].sentence.text, sentence->text) != 0)
        i++;
    if (i == list->count)
        list->list[list->count++] = (struct said){*sentence, name, 0};
    list->list[i].count++;
}

static void print_said(const struct said_list *list, size_t of, const struct paper *paper) {
    for (size_t i = 0; i < list->count; i++) {
        const struct said *said = &list->list[i];
        char who[192] = "";
        if (said->count == 1)
            snprintf(who, sizeof who, "%s", said->first);
        else if (said->count < of)
            snprintf(who, sizeof who, "%s and %zu more", said->first, said->count - 1);
        print_sentence(paper, who, said->sentence.text);
    }
}

/* What is not usual, each once for all groups of which it is said. */
static int print_sentences(const struct fit_cases *cases, const struct paper *paper,
                           struct fault *fault) {
    struct fit_sentence *sentences = calloc(FIT_SENTENCES_MAX, sizeof *sentences);
    struct said_list said = {calloc(cases->count * FIT_SENTENCES_MAX, sizeof *said.list), 0};
    int status = 0;
    if (sentences == NULL || said.list == NULL)
        status = fault_set(fault, FAULT_SYSTEM, ENOMEM, "cannot print %zu fits", cases->count);
    for (size_t i = 0; i < cases->count && status == 0; i++) {
        size_t count = fit_sentences_make(&cases->cases[i], sentences);
        for (size_t k = 0; k < count; k++)
            if (!sentences[k].is_usual)
                note(&said, &sentences[k], name_of(cases, &cases->cases[i]));
    }
    if (status == 0)
        print_said(&said, cases->count, paper);
    free(sentences);
    free(said.list);
    return status;
}

static int print_many(const struct fit_cases *cases, const struct paper *paper,
                      struct fault *fault) {
    struct text_table *table = NULL;
    char title[FIT_SENTENCE_BYTES];
    int status = fit_table_groups(cases, &table, fault);
    if (status != 0)
        return status;
    snprintf(title, sizeof title, "%s: %zu series", cases->path, cases->count);
    print_title(paper, title);
    print_table(paper, table);
    return print_sentences(cases, paper, fault);
}

int fit_print(const struct fit_cases *cases, const struct term *term, FILE *stream,
              struct fault *fault) {
    const struct paper paper = {term, stream};
    return cases->count == 1 ? print_one(cases, &paper, fault) : print_many(cases, &paper, fault);
}
