/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */
#include "cli/program_print.h"

#include "cli/summary_table.h"
#include "record/run_dir.h"
#include "wire/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A word as one could type it: in quotes where it would not stay one. */
static void print_word(const char *word, FILE *stream) {
    bool is_plain = word[0] != '\0' && strpbrk(word, " \t\n\"'\\|&;<>()$`*?[#~!") == NULL;
    if (is_plain)
        fputs(word, stream);
    else
        fprintf(stream, strchr(word, '\'') == NULL ? "'%s'" : "\"%s\"", word);
}

static void print_hook(const char *name, const char *command, FILE *stream) {
    if (command != NULL && command[0] != '\0')
        fprintf(stream, "; %s: %s", name, command);
}

void program_print_command(const struct session *session, FILE *stream) {
    const struct area_program *program = &session->spec.base.program;
    const struct options *options = session->options;
    const char *word = program->words;
    for (uint32_t i = 0; i < program->argument_count; i++, word += strlen(word) + 1) {
        fputs(i == 0 ? "" : " ", stream);
        print_word(word, stream);
    }
    fprintf(stream, "  (%s)\neach run has", program->path);
    for (uint32_t i = 0; i < program->variable_count; i++, word += strlen(word) + 1)
        fprintf(stream, " %s", word);
    print_hook("best serial program", program->serial, stream);
    print_hook("before all", options->setup, stream);
    print_hook("before each run", options->prepare, stream);
    print_hook("after each", options->conclude, stream);
    print_hook("after all", options->cleanup, stream);
    fputc('\n', stream);
}

/* Threads of one name, over the runs of a series. */
struct name_seen {
    const char *name;
    uint32_t most;
};
struct names_seen {
    struct name_seen names[WATCH_THREADS_MAX];
    size_t count;
    bool more; /* than there is room for */
};

static void see_name(struct names_seen *seen, const struct watch_thread *thread) {
    size_t at = 0;
    while (at < seen->count && strcmp(seen->names[at].name, thread->name) != 0)
        at++;
    if (at == WATCH_THREADS_MAX) {
        seen->more = true;
        return;
    }
    if (at == seen->count)
        seen->names[seen->count++] = (struct name_seen){thread->name, 0};
    if (thread->most > seen->names[at].most)
        seen->names[at].most = thread->most;
}

static void print_names(const struct series *series, unsigned n, const struct thread_row *threads,
                        size_t count, FILE *stream) {
    struct names_seen seen = {.count = 0};
    char name[128];
    for (size_t i = 0; i < count; i++)
        if (threads[i].n == n && strcmp(threads[i].series.workload, series->workload) == 0 &&
            strcmp(threads[i].series.place, series->place) == 0)
            see_name(&seen, &threads[i].thread);
    if (seen.count == 0)
        return;
    series_describe(series, name, sizeof name);
    fprintf(stream, "%s: threads seen at n = %u:", name, n);
    for (size_t i = 0; i < seen.count; i++)
        fprintf(stream, "%s %s (%u at most)", i == 0 ? "" : ",", seen.names[i].name,
                seen.names[i].most);
    fprintf(stream, "%s\n", seen.more ? ", ..." : "");
}

/* The most that looking took at any point. */
static double largest_watch_share(const struct summary_row *rows, size_t count) {
    double largest = NAN;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, rows[i].watch_share);
    return largest;
}

void program_print_seen(const char *path, const struct summary_row *rows, size_t count,
                        FILE *stream) {
    struct thread_row *threads = NULL;
    size_t thread_count = 0;
    double share = largest_watch_share(rows, count);
    if (!isnan(share))
        fprintf(stream, "looking at its threads took %.2g %% of a core%s\n", 100 * share,
                count > 1 ? " at most" : "");
    if (!run_dir_has_threads(path) ||
        run_dir_read_threads(path, &threads, &thread_count, NULL) != 0)
        return;
    for (size_t first = 0, end; first < count; first = end) {
        unsigned largest = 0;
        end = summary_series_end(rows, count, first);
        for (size_t i = first; i < end; i++)
            largest = rows[i].n > largest ? rows[i].n : largest;
        print_names(&rows[first].series, largest, threads, thread_count, stream);
    }
    free(threads);
}
