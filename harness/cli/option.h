/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* The options: one table, from which the parser, --help and docs/commands.md are made. */
#ifndef AMDAHL_OPTION_H
#define AMDAHL_OPTION_H

#include "fault/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct command;

/* The values of an option that may be given several times, in order. */
enum { OPTION_LIST_MAX = 16 };
struct option_list {
    const char *value[OPTION_LIST_MAX];
    size_t count;
};

/* What the command line asked for. Strings are borrowed from argv or from the table; NULL: not
 * given and no default. Lists are left as text: the command parses them with what it knows of the
 * machine. */
struct options {
    const char *const *operands; /* arguments that are no options, in order */
    size_t operand_count;

    const char *fractions;     /* -p */
    const char *cores;         /* -n */
    const char *tasks;         /* -t */
    const char *place;         /* --place: a list */
    const char *kinds;         /* --kind */
    const char *cpus;          /* -c */
    const char *engine;        /* --engine: a list */
    const char *scaling;       /* --scaling: a list */
    struct option_list params; /* --param: "NAME=VALUE,VALUE" each */
    struct option_list load;   /* --load: files */
    const char *idle;          /* --idle: "block", "spin" */
    /* Of `exec`. */
    struct option_list variables;                     /* --env: "NAME=VALUE" each */
    const char *setup, *prepare, *conclude, *cleanup; /* commands */
    const char *serial;                               /* --serial: a command */
    const char *input, *output;
    const char *command_name;
    uint64_t warmups;
    double timeout_s; /* of one run; 0: by rule */
    bool ignore_failure;
    /* Of the laws: numbers and words that the command parses. */
    const char *method;        /* --method: "log", "raw" */
    const char *interval;      /* --interval: "profile", "bootstrap" */
    uint64_t bootstrap_rounds; /* --bootstrap */
    const char *law;           /* --law: a name */
    const char *serial_part;   /* --serial of predict: "0.02", or "0.5x" of what was fitted */
    const char *kappa;         /* --kappa: likewise */
    const char *capacity;      /* --capacity: "6,8@0.6" */
    const char *core_size;     /* --core-size */
    double work_s, span_s;     /* --work, --span; 0: not given */
    struct option_list efficiencies, speedups, gains; /* wanted of predict */
    struct option_list min_efficiency, min_speedup;   /* --min-…: "0.8@8" */
    const char *max_serial;                           /* --max-serial */
    const char *baseline;                             /* --baseline: a run directory */
    double tolerance;                                 /* --tolerance as a share */
    bool tolerance_given;                             /* else it is the default */
    const char *compared;                             /* --of: "time", "speedup" */
    const char *script;                               /* --script: the scripted engine's file */
    const char *synthetic;                            /* --synthetic: an hwloc description */
    const char *xml;                                  /* --xml: an hwloc XML file */
    const char *out; /* --out: a directory; NULL: results/<UTC time>-<name> */
    const char *export_csv, *export_json, *export_markdown; /* --export-…: a file, or "-" */
    const char *charts;                                     /* --chart: a list; NULL: all */
    const char *formats;                                    /* --format: "svg,png,terminal" */
    const char *color;                                      /* --color: "auto", "always", "never" */
    double budget_s;                                        /* --budget */
    double min_time_s;                                      /* --min-time; 0: by rule */
    double time_limit_s;                                    /* --time-limit; 0: none */
    double margin;                                          /* --margin as a share: 0.01 for 1% */
    double precision; /* --precision as a share; 0: a quarter of the margin */
    uint64_t rounds;  /* --rounds; 0: the stop rule */
    uint64_t seed;    /* --seed; only meaningful with seed_given */
    bool seed_given, margin_given, fractions_given, cores_given, bootstrap_given, formats_given;
    bool all, oversubscribe, dry_run, json, markdown, quiet, verbose, help, version;
};

enum option_kind {
    OPTION_FLAG,    /* bool; takes no value */
    OPTION_TEXT,    /* const char *; not empty */
    OPTION_LIST,    /* struct option_list; each time one more text, not empty */
    OPTION_WORD,    /* const char *; one of `words` */
    OPTION_COUNT,   /* uint64_t, least … most */
    OPTION_TIME,    /* double, seconds, least … most */
    OPTION_PERCENT, /* double, a share, least … most */
};

enum option_group { OPTION_GROUP_WHAT, OPTION_GROUP_WHERE, OPTION_GROUP_HOW, OPTION_GROUP_OUTPUT };

/* One option of one or more commands. The same name may have several rows with other defaults, for
 * other commands. */
struct option_spec {
    const char *name;     /* without the dashes */
    const char *argument; /* what --help calls the value; NULL: a flag */
    const char *words;    /* OPTION_WORD: "auto|always|never" */
    const char
        *initial; /* the default, parsed like a given value; NULL: the field stays 0 or NULL */
    const char
        *default_note; /* what --help says of the default where `initial` is NULL; NULL: nothing */
    const char *help;
    char letter; /* 0: none */
    enum option_kind kind;
    enum option_group group;
    unsigned commands; /* a bit 1 << enum command_id for each that takes it */
    size_t field;      /* offsetof in struct options */
    size_t given;      /* offsetof of a bool that is set when the option is given; 0: none */
    uint64_t least, most;
    double least_real, most_real; /* seconds or a share */
};

/* Option number `index` of all, in the order of --help within their groups; NULL behind the last.
 */
const struct option_spec *option_at(size_t index);

/* What values it takes, in words: "1us to 1m", "auto|always|never"; "" for a flag and free text. */
void option_describe_range(const struct option_spec *spec, char *text, size_t bytes);

/* Its default, in words; "" where there is nothing to say. A literal or a string of the table. */
const char *option_default(const struct option_spec *spec);

/* Whether `command` takes the option. */
bool option_is_of(const struct option_spec *spec, const struct command *command);

/* Fills *ret_options with the defaults and then with argv[0 … argc - 1], the words after the
 * command's name.
 * "--name value", "--name=value", "-n4", "-n 4"; the last of several wins; "--" ends the options.
 * `operands` is room for argc words, kept by the caller as long as *ret_options is used.
 * FAULT_USAGE names the option, the value and the range, or the option probably meant. */
int options_parse(int argc, char *const *argv, const struct command *command, const char **operands,
                  struct options *ret_options, struct fault *fault);

#endif
