/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `predict` says of one curve: of a formula, or of a law that was fitted to one series. */
#ifndef AMDAHL_PREDICT_SECTION_H
#define AMDAHL_PREDICT_SECTION_H

#include "cli/option.h"
#include "cli/term.h"
#include "model/predict.h"
#include "plan/plan.h"
#include "record/fit_row.h"

enum {
    PREDICT_PARAMETERS_MAX = 4,
    PREDICT_WISHES_MAX = 3 * OPTION_LIST_MAX,
    PREDICT_NOTES_MAX = 16,
    PREDICT_WORDS_BYTES = 384,
};

/* --efficiency, --speedup and --gain, in this order. */
struct predict_wishes {
    size_t count;
    struct predict_wish {
        enum model_wish wish;
        double wanted;
    } wishes[PREDICT_WISHES_MAX];
};
/* FAULT_USAGE names option, value and range. */
int predict_wishes_parse(const struct options *options, struct predict_wishes *ret_wishes,
                         struct fault *fault);
/* What a reader asks first where nothing is asked for: how many cores are half used at least, and
 * from where on another one brings less than a tenth of a core. */
void predict_wishes_add_usual(struct predict_wishes *wishes);

struct predict_parameter {
    const char *name, *symbol; /* literals */
    struct model_estimate value;
};

struct predict_point {
    double n; /* whole where it was asked for */
    enum model_range range;
    struct model_estimate speedup;
    double what_if; /* NAN: nothing was asked */
    double rival;   /* by the other law that the rows do not exclude; NAN */
    /* How far `what_if` may be believed, and its band: by what is still as it was fitted. */
    enum model_range what_if_range;
    double what_if_lo, what_if_hi;
};

struct predict_section {
    struct fit_key key;                    /* key.name heads it; "" of a formula */
    const char *law, *law_title, *formula; /* NULL: no law stands */
    bool is_fit, is_bounds;                /* is_bounds: there is no figure between the ends */
    double n_measured;
    struct predict_parameter parameters[PREDICT_PARAMETERS_MAX];
    size_t parameter_count;
    /* Of one unit of work on one core, in seconds; or units of work in a unit of time; NAN. */
    struct model_estimate one_s, one_rate;
    struct model_estimate ceiling, peak_n; /* value NAN: none */
    double parallelism;                    /* work over span; NAN */
    bool is_drawn;                         /* it has a curve */
    struct predict_point *points; /* at the counts asked for; then, of a curve, at these and evenly
                                   * in log n between them. Owned */
    size_t point_count, curve_count;
    struct model_answer answers[PREDICT_WISHES_MAX];
    size_t answer_count;
    char what_if[PREDICT_WORDS_BYTES]; /* "s = 0.01"; "": nothing was asked */
    double what_if_peak_n;             /* NAN: none */
    char rival[FIT_NAME_BYTES];        /* the other law's title; "" */
    const char *rival_law;             /* its name, a literal; NULL: there is none */
    char notes[PREDICT_NOTES_MAX][PREDICT_WORDS_BYTES];
    size_t note_count;
};

/* One without points, whose numbers are NAN. */
struct predict_section predict_section_new(void);
void predict_section_release(struct predict_section *section);
/* One more sentence; those without room are left out. */
void predict_section_note(struct predict_section *section, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The curve at each count, and its answers. FAULT_SYSTEM: no memory. */
int predict_section_fill(struct predict_section *section, const struct model_curve *curve,
                         const struct plan_cores *cores, const struct predict_wishes *wishes,
                         struct fault *fault);

/* Of a fit: a sentence for points whose figure is not given. */
void predict_section_note_ranges(struct predict_section *section);
/* What was measured, and powers of two up to twice the largest, where a figure may stand. */
struct plan_cores predict_counts_usual(const struct model_report *report);

/* A heading, a table over n, and a sentence for each answer. A figure has as many digits as its
 * interval supports, and six at most; a time holds T(1)'s interval too. FAULT_SYSTEM: no memory. */
int predict_print(const struct predict_section *section, bool markdown, const struct term *term,
                  FILE *stream, struct fault *fault);
/* An answer in a sentence without its end; `is_fit`: how far it may be believed is said. */
void predict_answer_words(const struct model_answer *answer, bool is_fit, char *text, size_t bytes);

/* All as one JSON document: one section is the document itself, several stand in `predictions`.
 * FAULT_SYSTEM when it cannot be written. */
int predict_print_json(const struct predict_section *sections, size_t count, FILE *stream,
                       struct fault *fault);

/* Amdahl's law for several p: {"schema", "law", "fractions": [{"p", "ceiling", "points": [{"n",
 * "speedup"}]}]}, with "answers" where any were asked for. FAULT_SYSTEM when it cannot be written.
 */
int predict_print_fractions(const struct predict_section *sections, size_t count, FILE *stream,
                            struct fault *fault);

/* Before anything is computed: --format is one, and the directory --out is there or is made.
 * FAULT_USAGE. Nothing without --out. */
int predict_write_check(const struct options *options, struct fault *fault);
/* Puts predict_curves.csv into --out (the columns of fit_curves.csv, without figures past twice
 * what was measured, and with neither figure nor band where the law is refused) and, where gnuplot
 * is there, draws the chart "prediction". FAULT_SYSTEM. */
int predict_write(const struct options *options, const struct predict_section *sections,
                  size_t count, struct fault *fault);

#endif
