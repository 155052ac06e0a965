/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What the terminal behind a stream can show, and styles for it. */
#ifndef AMDAHL_TERM_H
#define AMDAHL_TERM_H

#include <stdbool.h>
#include <stdio.h>

enum term_style { TERM_PLAIN, TERM_BOLD, TERM_DIM, TERM_GOOD, TERM_BAD, TERM_DOUBT };

struct term {
    bool tty;
    bool color;
    bool utf8;        /* the locale's characters are UTF-8 */
    unsigned columns; /* 0: not a terminal, no limit */
};

/* What the decision on colour depends on; strings as getenv gives them. */
struct term_wish {
    const char *option; /* --color: "auto", "always", "never" */
    const char *no_color, *clicolor_force, *term;
    bool tty;
};

/* Whether to use colour. The option beats the variables; a non-empty NO_COLOR (no-color.org) beats
 * CLICOLOR_FORCE (bixense.com/clicolors: set and not "0"), which beats TERM=dumb and a stream that
 * is no terminal. */
bool term_decide_color(const struct term_wish *wish);

/* Looks at the stream, the environment and the locale. Changes none of them. */
struct term term_look(FILE *stream, const char *color_option);

/* The bytes that begin a style and end it; "" without colour and for TERM_PLAIN. */
const char *term_begin(const struct term *term, enum term_style style);
const char *term_end(const struct term *term, enum term_style style);

#endif
