/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/term.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The width of a terminal that does not tell its own: that of the VT100. */
enum { TERM_COLUMNS_DEFAULT = 80 };

static bool is_set(const char *variable) {
    return variable != NULL && variable[0] != '\0';
}

bool term_decide_color(const struct term_wish *wish) {
    if (strcmp(wish->option, "auto") != 0)
        return strcmp(wish->option, "always") == 0;
    if (is_set(wish->no_color))
        return false;
    if (is_set(wish->clicolor_force) && strcmp(wish->clicolor_force, "0") != 0)
        return true;
    return wish->tty && (wish->term == NULL || strcmp(wish->term, "dumb") != 0);
}

static bool locale_is_utf8(void) {
    /* A locale of its own: setlocale would change how every number of the program is written. */
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (locale == (locale_t)0)
        return false;
    bool utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return utf8;
}

static unsigned tty_columns(int descriptor) {
    struct winsize size = {.ws_col = 0};
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                        : TERM_COLUMNS_DEFAULT;
}

struct term term_look(FILE *stream, const char *color_option) {
    bool tty = isatty(fileno(stream)) == 1;
    struct term_wish wish = {.option = color_option,
                             .no_color = getenv("NO_COLOR"),
                             .clicolor_force = getenv("CLICOLOR_FORCE"),
                             .term = getenv("TERM"),
                             .tty = tty};
    return (struct term){.tty = tty,
                         .color = term_decide_color(&wish),
                         .utf8 = locale_is_utf8(),
                         .columns = tty ? tty_columns(fileno(stream)) : 0};
}

const char *term_begin(const struct term *term, enum term_style style) {
    /* ECMA-48, "Select graphic rendition"; only the eight colours that every palette has. */
    static const char *const begins[] = {
        [TERM_PLAIN] = "",        [TERM_BOLD] = "\033[1m", [TERM_DIM] = "\033[2m",
        [TERM_GOOD] = "\033[32m", [TERM_BAD] = "\033[31m", [TERM_DOUBT] = "\033[33m",
    };
    return term->color ? begins[style] : "";
}

const char *term_end(const struct term *term, enum term_style style) {
    return term->color && style != TERM_PLAIN ? "\033[0m" : "";
}
