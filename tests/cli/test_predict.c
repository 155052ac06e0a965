/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: the amdahl authors */

/* What `predict` prints of formulas, what its answers say, what if, and what it refuses. */
#include "check.h"
#include "cli/command.h"
#include "cli/predict_section.h"
#include "cli/predict_what_if.h"

#include <jansson.h>
#include <stdlib.h>

enum { WORDS_MAX = 32 };

struct outcome {
    int rc;
    char *printed; /* the caller frees */
    struct fault fault;
};

static int run_line(char *line, struct fault *fault) {
    char *words[WORDS_MAX];
    const char *operands[WORDS_MAX];
    const struct command *command = NULL;
    struct options options;
    int count = 0, taken = 0;
    for (char *word = strtok(line, " "); word != NULL; word = strtok(NULL, " "))
        words[count++] = word;
    int rc = command_find(count, words, &command, &taken, fault);
    if (rc == 0)
        rc = options_parse(count - taken, words + taken, command, operands, &options, fault);
    return rc != 0 ? rc : command_run(command, &options, fault);
}

static struct outcome run(const char *line) {
    struct outcome outcome = {.rc = 0};
    char copy[256];
    size_t bytes = 0;
    FILE *real = stdout;
    snprintf(copy, sizeof copy, "predict %s", line);
    stdout = open_memstream(&outcome.printed, &bytes);
    outcome.rc = run_line(copy, &outcome.fault);
    fclose(stdout);
    stdout = real;
    return outcome;
}

static void check_prints(const char *line, const char *part) {
    struct outcome outcome = run(line);
    CHECK_REPORT(outcome.rc == 0, "predict %s: %s", line, outcome.fault.text);
    CHECK_HOLDS(outcome.printed, part);
    free(outcome.printed);
}

static void check_refused(const char *line, const char *first, const char *second) {
    struct outcome outcome = run(line);
    CHECK_INT(outcome.rc, -FAULT_USAGE);
    CHECK_HOLDS(outcome.fault.text, first);
    CHECK_HOLDS(outcome.fault.text, second);
    CHECK_STRING(outcome.printed, "");
    free(outcome.printed);
}

static void test_formulas(void) {
    /* 1/(1/8 + 0.02 (7/8) + 1e-4 * 7) = 6.983. */
    check_prints("--law usl --serial 0.02 --kappa 1e-4 -n 8", "  8      6.98       0.873\n");
    check_prints("--law usl --serial 0.02 --kappa 1e-4 -n 8", "the peak is at N* = 98.99");
    check_prints("--law usl --serial 0.02 --kappa 0 -n 8 --speedup 25",
                 "speed-up 25: from n = 49\n");
    check_prints("--law usl --serial 0.02 --kappa 1e-4 --speedup 40",
                 "speed-up 40: above the peak: at most S = 25.19, at n = 99\n");
    check_prints("--serial 0.02 -n 8", "no number of cores brings a speed-up above 50\n");
    check_prints("--serial 0.02 -n 8", "efficiency 0.5: up to n = 51\n");
    check_prints("--serial 0.02 --speedup 50", "speed-up 50: above the ceiling");
    check_prints("--law linear -n 7", "efficiency 0.5: at every n up to 1000000\n");
    check_prints("--law linear -n 7",
                 "core gives less than 10 % of one core's work: at no n up to");
    check_prints("--law gustafson --serial 0.1 -n 10", "  10      9.10       0.910\n");
    check_prints("--law gustafson -p 0.9,0.99 -n 10,100", "  0.99    9.91    99.01\n");
    check_prints("--law usl -p 0.9,1 --kappa 0.001 -n 8", "  0.9   4.56  30.00\n");
    /* 6 cores of 1 and 4 of 0.6: C(10) = 8.4. */
    check_prints("--law capacity --capacity 6,8@0.6 --serial 0 -n 10",
                 "  10      8.40       0.840\n");
    check_prints("-p 0.95 -n 4 --efficiency 0.8", "p = 0.95: efficiency 0.8: up to n = 6\n");
    check_prints("-p 0.95 -n 4 --markdown", "| 0.95 | 3.48 | 20.00 |");
}

static void test_chips(void) {
    /* sqrt(16) = 4: 1/(0.01/4 + 0.99/(4 + 48)) = 46.43; all joined where n = r. */
    check_prints("--law hill-marty-asymmetric --serial 0.01 --core-size 16 -n 64", "     46.43  ");
    check_prints("--law hill-marty-asymmetric --serial 0.01 --core-size 16 -n 16", "      4.00  ");
    /* 1/(0.01/4 + 0.99 * 16/(4 * 64)) = 15.53; 1/(0.01/4 + 0.99/64) = 55.65. */
    check_prints("--law hill-marty-symmetric --serial 0.01 --core-size 16 -n 64", "     15.53  ");
    check_prints("--law hill-marty-dynamic --serial 0.01 --core-size 16 -n 64", "     55.65  ");
    check_prints("--law hill-marty-dynamic --serial 0.01 --core-size 16 -n 4",
                 "below n = 16 there");
    /* Of a list of p too. */
    check_prints("--law hill-marty-dynamic -p 0.9,0.99 --core-size 16 -n 4,16",
                 "  below n = 16 there is no such machine\n");
}

static void test_bounds(void) {
    const char *line = "--law work-span --work 10s --span 200ms -n 16,64";
    check_prints(line, "  16                 12.31 to 16.00\n");
    check_prints(line, "  64                 28.32 to 50.00\n");
    check_prints(line, "work over span: 50;");
    check_prints(line, "efficiency 0.5: up to n = 51 (at the bounds: 51 to 100)\n");
}

static void test_json(void) {
    struct outcome outcome = run("--law usl --serial 0.02 --kappa 1e-4 -n 8 --speedup 10 --json");
    const char *law = NULL, *range = NULL;
    double sigma = 0, peak = 0, speedup = 0, efficiency = 0;
    int n = 0, wanted_n = 0;
    json_t *document = json_loads(outcome.printed, 0, NULL);
    CHECK_INT(json_unpack(document, "{s:s, s:{s:f}, s:f, s:[{s:i, s:f, s:f, s:s}], s:[{s:i}]}",
                          "law", &law, "parameters", "sigma", &sigma, "peak_n", &peak, "points",
                          "n", &n, "speedup", &speedup, "efficiency", &efficiency, "range", &range,
                          "answers", "n", &wanted_n),
              0);
    CHECK_STRING(law != NULL ? law : "", "usl");
    CHECK_STRING(range != NULL ? range : "", "formula");
    CHECK_NEAR(sigma, 0.02, 0);
    CHECK_NEAR(peak, sqrt(9800), 1e-12);
    CHECK_NEAR(speedup, 1 / (1 / 8. + 0.02 * 7 / 8 + 7e-4), 1e-13);
    CHECK_NEAR(efficiency, speedup / 8, 1e-15);
    CHECK_INT(n, 8);
    CHECK_INT(wanted_n, 13); /* S(12) = 9.74, S(13) = 10.39 */
    json_decref(document);
    free(outcome.printed);
}

static void test_refused(void) {
    check_refused("--law usl --serial 0.1", "--law usl needs", "--kappa");
    check_refused("--law amdahl --kappa 0.1", "--kappa", "--law amdahl");
    check_refused("--kappa 0.1", "--kappa", "--law amdahl");
    check_refused("--law linear -p 0.5", "--fraction", "--law linear");
    check_refused("--law linear --serial 0.5", "--serial", "--law linear");
    check_refused("-p 0.5 --serial 0.5", "--fraction", "--serial");
    check_refused("--serial 0.5x", "--serial: '0.5x'", "name a run or a file");
    check_refused("--serial 1.5", "'1.5'", "from 0 to 1");
    check_refused("--law usl --serial 0 --kappa -1", "--kappa: '-1'", "from 0 to 1");
    check_refused("--law hill-marty", "'hill-marty' is no law", "hill-marty-dynamic");
    check_refused("--law hill-marty-dynamic", "needs", "--core-size");
    check_refused("--law hill-marty-dynamic --core-size 0.5", "--core-size: '0.5'", "from 1");
    check_refused("--law work-span --work 1s", "--law work-span needs", "--span");
    check_refused("--law work-span --work 1s --span 2s", "--span", "--work");
    check_refused("--law capacity", "--law capacity needs", "--capacity");
    check_refused("--law capacity --capacity 6,8", "--capacity: '6,8'", "only a fit");
    check_refused("--scaling weak", "--scaling", "gustafson");
    check_refused("--efficiency 1.1", "--efficiency: '1.1'", "up to 1");
    check_refused("--efficiency 0", "--efficiency: '0'", "above 0");
    check_refused("--speedup x", "--speedup: 'x'", "above 0");
    check_refused("--gain 0%", "--gain: '0%'", "above 0");
    check_refused("nowhere --span 1s", "--span is of a formula", "nowhere");
    check_refused("nowhere --law work-span", "'work-span' is no law that is fitted", "usl");
    check_refused("nowhere --law amdahl --kappa 0", "--kappa", "--law amdahl");
    check_refused("nowhere --law linear --serial 0", "--serial", "--law linear");
    check_refused("nowhere --serial 2", "--serial: '2'", "0x to 1000x");
    check_refused("-p 0.5 --json --markdown", "--json", "--markdown");
    check_refused("nowhere --method raw --interval bootstrap", "--method raw", "bootstrap");
    check_refused("nowhere --seed 3", "--seed", "--interval bootstrap");
    check_refused("-p 0.5 --format png", "--format", "--out");
}

static void check_words(struct model_answer answer, const char *expected) {
    char words[PREDICT_WORDS_BYTES];
    predict_answer_words(&answer, true, words, sizeof words);
    CHECK_STRING(words, expected);
}

static void test_words(void) {
    check_words((struct model_answer){MODEL_EFFICIENCY, 0.5, 34, 28, 45, MODEL_WITHIN, NAN, NAN},
                "efficiency 0.5: up to n = 34 (95 %: 28 to 45)");
    check_words((struct model_answer){MODEL_SPEEDUP, 8, 12, 10, 15, MODEL_EXTRAPOLATED, NAN, NAN},
                "speed-up 8: from n = 12 (95 %: 10 to 15), extrapolated");
    check_words((struct model_answer){MODEL_SPEEDUP, 8, 99, 80, 150, MODEL_FAR, NAN, NAN},
                "speed-up 8: at n = 80 to 150 (95 %), which is past twice the largest n measured");
    check_words((struct model_answer){MODEL_GAIN, 0.1, 99, 40, 150, MODEL_REFUSED, NAN, NAN},
                "one more core gives less than 10 % of one core's work: at n = 40 or more (95 %)");
    check_words(
        (struct model_answer){MODEL_EFFICIENCY, 0.5, 3, 0, INFINITY, MODEL_REFUSED, NAN, NAN},
        "efficiency 0.5: cannot be told from what was measured");
    check_words((struct model_answer){MODEL_EFFICIENCY, 0.5, INFINITY, INFINITY, INFINITY,
                                      MODEL_REFUSED, NAN, NAN},
                "efficiency 0.5: lost, if ever, far past what was measured");
    check_words(
        (struct model_answer){MODEL_EFFICIENCY, 0.5, 159503, 138128, 188677, MODEL_FAR, NAN, NAN},
        "efficiency 0.5: at n = 138000 to 189000 (95 %), which is past twice the largest n "
        "measured");
}

struct asked {
    const struct options options;
    const struct model_law *law;
    bool is_changed;
    const char *words;
    const struct model_law *by;
    double shapes[2];
    size_t notes;
};

static void check_what_if(const struct asked *asked) {
    struct model_fit fit = {.law = asked->law};
    struct predict_section section = predict_section_new();
    struct predict_what_if what_if;
    struct model_change change;
    if (asked->law->shape_count > 0)
        fit.shapes[0].value = 0.02;
    if (asked->law->shape_count > 1)
        fit.shapes[1].value = 1e-4;
    CHECK_INT(predict_what_if_parse(&asked->options, &what_if, NULL), 0);
    CHECK_INT(predict_what_if_change(&what_if, &fit, &change, &section), asked->is_changed);
    CHECK_STRING(section.what_if, asked->words);
    CHECK_STRING(change.law->name, asked->by->name);
    CHECK_INT(section.note_count, asked->notes);
    for (size_t k = 0; k < 2; k++)
        CHECK_NEAR(change.factor[k] * fit.shapes[k].value + change.fixed[k], asked->shapes[k],
                   1e-17);
}

static void test_what_if(void) {
    const struct asked asked[] = {
        {{.serial_part = "0.5x", .kappa = "0"},
         &model_usl,
         true,
         "sigma = 0.01, kappa = 0",
         &model_usl,
         {0.01, 0},
         0},
        /* Linear has neither: what stays 0 is said of both. */
        {{.serial_part = "0.5x", .kappa = "0"}, &model_linear, false, "", &model_linear, {0, 0}, 2},
        {{.serial_part = "0.1"}, &model_linear, true, "s = 0.1", &model_amdahl, {0.1, 0}, 1},
        {{.serial_part = "0x"}, &model_amdahl, true, "s = 0", &model_amdahl, {0, 0}, 0},
        {{.kappa = "0"}, &model_amdahl, false, "", &model_amdahl, {0.02, 0}, 1},
        {{.kappa = "0.001"}, &model_amdahl, true, "kappa = 0.001", &model_usl, {0.02, 0.001}, 1},
        {{.serial_part = "0.5x", .kappa = "0.001"},
         &model_amdahl,
         true,
         "sigma = 0.01, kappa = 0.001",
         &model_usl,
         {0.01, 0.001},
         1},
        {{.kappa = "0.001"}, &model_gustafson, false, "", &model_gustafson, {0.02, 0}, 1},
    };
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++)
        check_what_if(&asked[i]);
}

int main(void) {
    test_formulas();
    test_chips();
    test_bounds();
    test_json();
    test_refused();
    test_words();
    test_what_if();
    return check_done();
}
