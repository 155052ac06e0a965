/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "charts/script.h"

/* Made from plots/ by quote.sed at build time. */
static const char *const read_summary_lines[] = {
#include "charts/read_summary_gp.h"
};
static const char *const speedup_lines[] = {
#include "charts/speedup_gp.h"
};
static const char *const terminal_lines[] = {
#include "charts/terminal_gp.h"
};

#define PUT_LINES(script, lines) put_lines((script), (lines), sizeof(lines) / sizeof(lines)[0])

static void put_lines(FILE *script, const char *const *lines, size_t count) {
    for (size_t line = 0; line < count; line++)
        fprintf(script, "%s\n", lines[line]);
}

/* Bytes of the UTF-8 character at `text`, 0 where there is none (RFC 3629, section 4). */
static size_t utf8_length(const unsigned char *text) {
    if (text[0] < 0x80)
        return 1;
    size_t length = text[0] >= 0xc2 && text[0] <= 0xdf   ? 2
                    : text[0] >= 0xe0 && text[0] <= 0xef ? 3
                    : text[0] >= 0xf0 && text[0] <= 0xf4 ? 4
                                                         : 0;
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xf0 && text[1] < 0x90);
    bool surrogate = text[0] == 0xed && text[1] > 0x9f;
    bool beyond = text[0] == 0xf4 && text[1] > 0x8f;
    return overlong || surrogate || beyond ? 0 : length;
}

static bool is_control(const unsigned char *text) {
    return text[0] < 0x20 || text[0] == 0x7f || (text[0] == 0xc2 && text[1] < 0xa0);
}

void script_put_string(FILE *script, const char *text, size_t characters_max) {
    fputc('\'', script);
    const unsigned char *at = (const unsigned char *)text;
    for (size_t characters = 0; *at != '\0' && characters < characters_max; characters++) {
        size_t length = utf8_length(at);
        if (length == 0)
            fputc('?', script);
        else if (*at == '\'')
            fputs("\xe2\x80\x99", script);
        else if (!is_control(at))
            fwrite(at, 1, length, script);
        at += length > 0 ? length : 1;
    }
    fputc('\'', script);
}

void script_put_speedup(FILE *script, const char *machine_line) {
    fputs("# Draws speedup.svg and speedup.png beside it again, from the run's summary.csv:\n"
          "#     cd .../charts && gnuplot -d speedup.gp\n"
          "summary_file = '../summary.csv'\nmachine_line = ",
          script);
    /* 150: a line of the caption's type over one panel. */
    script_put_string(script, machine_line == NULL ? "" : machine_line, 150);
    fputs("\n\n", script);
    PUT_LINES(script, read_summary_lines);
    fputc('\n', script);
    PUT_LINES(script, speedup_lines);
}

static unsigned at_least(unsigned value, unsigned usual, unsigned least) {
    return value == 0 ? usual : value < least ? least : value;
}

void script_put_terminal(FILE *script, const struct charts_screen *screen) {
    fprintf(script, "%sscreen_columns = %u; screen_rows = %u; screen_color = %d\n",
            screen->utf8 ? "" : "ascii_only = 1; ", at_least(screen->columns, 80, 40),
            at_least(screen->rows, 24, 12), screen->color);
    PUT_LINES(script, read_summary_lines);
    PUT_LINES(script, terminal_lines);
}
