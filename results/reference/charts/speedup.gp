# Draws speedup.svg and speedup.png beside it again, from the run's summary.csv:
#     cd .../charts && gnuplot -d speedup.gp
summary_file = '../summary.csv'
machine_line = 'AMD EPYC, 2 cores, 1 package, 32 MiB L3'

# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Reads a run's summary.csv, and nothing else, for the charts of this directory. Needs gnuplot 5.4:
#
#     cd RUN && gnuplot -d .../plots/read_summary.gp .../plots/speedup.gp
#
# Leaves, by number of the series s and of the fraction f: `series_*[s]`, `law_p[cell(s, f)]`, `fraction_*[f]`
# in ascending order of p, `law(s, p, n)`, and `$points`, one line of numbers a point.
#
# Cells are taken as numbers or printable ASCII and are never run: gnuplot expands backticks and macros in a
# script's own text alone. Its CSV reader knows no "" and no line break inside quotes; rows that it cannot
# read are left out and counted in `rows_unread`.

if (!exists("summary_file")) summary_file = 'summary.csv'

set encoding utf8
set datafile separator comma

# ---- The header row: where each column stands.
# strcol() of a column that a row lacks gives, stored in an array, the column's own number.
columns_most = 100
array header[columns_most]
do for [i = 1 : columns_most] { header[i] = '' }
is_header = 1
stats summary_file using (is_header ? (sum [i = 1 : columns_most] (header[i] = strcol(i), 1)) : 0, \
    is_header = 0, 1) nooutput
columns = sum [i = 1 : columns_most] (('' . header[i]) ne sprintf('%d', i))
column_of(name) = (sum [i = 1 : columns] (header[i] eq name ? i : 0))

needed = 'workload params engine scaling place p p_work p_measured p_basis n tasks oversubscribed ' . \
    'samples invalid time_s speedup speedup_lo speedup_hi law_speedup ratio ratio_lo ratio_hi rounds ' . \
    'interval_kind verdict'
do for [name in needed] {
    if (column_of(name) == 0) { exit error 'summary.csv has no column ' . name }
}

# ---- Cells.
printable = ' !#$%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~''"'
clean(text) = (clean_ = '', sum [i = 1 : strlen(text)] \
    (clean_ = clean_ . (strstrt(printable, text[i:i]) ? text[i:i] : '?'), 0), clean_)
array cell_[1]
raw(name) = (cell_[1] = strcol(column_of(name)), '' . cell_[1])
# A quoted empty cell reads as the rest of the row, comma first.
text_of(name) = (text_ = raw(name), text_[1:1] eq ',' ? '' : clean(text_))
number(name) = (valid(column_of(name)) ? column(column_of(name)) : NaN)
is_true(name) = (true_ = raw(name), true_ eq '1' || true_ eq 'true' || true_ eq 'yes')
lacks(x) = (x != x)
or_else(x, y) = (x == x ? x : y)
smaller(x, y) = (x < y ? x : y)
larger(x, y) = (x > y ? x : y)

# ---- The rows, in arrays.
rows_most = 0
stats summary_file using (rows_most = rows_most + 1, 1) nooutput
array row_key[rows_most]; array row_name[rows_most]; array row_params[rows_most]
array row_engine[rows_most]; array row_scaling[rows_most]; array row_place[rows_most]; array row_tasks[rows_most]
array row_p[rows_most]; array row_law_p[rows_most]; array row_n[rows_most]; array row_law[rows_most]
array row_time_s[rows_most]; array row_rounds[rows_most]; array row_samples[rows_most]
array row_invalid[rows_most]; array row_hollow[rows_most]; array row_over[rows_most]; array row_here[rows_most]
array row_s[rows_most]; array row_s_lo[rows_most]; array row_s_hi[rows_most]
array row_r[rows_most]; array row_r_lo[rows_most]; array row_r_hi[rows_most]

take_words(_) = (row_name[rows] = text_of('workload'), row_params[rows] = text_of('params'), \
    row_engine[rows] = text_of('engine'), row_scaling[rows] = text_of('scaling'), \
    row_place[rows] = text_of('place'), row_tasks[rows] = or_else(number('tasks'), 0), \
    row_key[rows] = row_name[rows] . "\t" . row_params[rows] . "\t" . row_engine[rows] . "\t" . \
        row_scaling[rows] . "\t" . row_place[rows] . sprintf("\t%.0f", row_tasks[rows]), \
    row_hollow[rows] = (text_of('verdict') eq 'cannot tell'), row_over[rows] = is_true('oversubscribed'), \
    row_here[rows] = (text_of('interval_kind') eq 'this run only'), \
    row_law_p[rows] = (text_of('p_basis') eq 'work' ? number('p_work') : number('p_measured')), 0)
take_numbers(_) = (row_p[rows] = or_else(number('p'), -1), row_n[rows] = number('n'), \
    row_time_s[rows] = number('time_s'), row_rounds[rows] = number('rounds'), \
    row_samples[rows] = or_else(number('samples'), 0), row_invalid[rows] = or_else(number('invalid'), 0), \
    row_law[rows] = number('law_speedup'), row_s[rows] = number('speedup'), row_r[rows] = number('ratio'), \
    row_s_lo[rows] = or_else(number('speedup_lo'), row_s[rows]), \
    row_s_hi[rows] = or_else(number('speedup_hi'), row_s[rows]), \
    row_r_lo[rows] = or_else(number('ratio_lo'), row_r[rows]), \
    row_r_hi[rows] = or_else(number('ratio_hi'), row_r[rows]), 0)
take_row(_) = (rows = rows + 1, take_words(0) + take_numbers(0))
is_whole(_) = (cell_[1] = strcol(columns), ('' . cell_[1]) ne sprintf('%d', columns))
rows = 0; rows_unread = 0; is_header = 1
stats summary_file using (is_header ? 0 : is_whole(0) && number('n') >= 1 ? \
    (number('speedup') > 0 ? take_row(0) : 0) : (rows_unread = rows_unread + 1), is_header = 0, 1) nooutput
if (rows == 0) { exit error 'summary.csv has no point that can be drawn' }
set datafile separator whitespace

# ---- Series, in the order of the file, by the row that shows each first; fractions, ascending.
# p = -1: the workload's own.
array series_row[rows]; array row_series[rows]; array fraction_p[rows]; array row_fraction[rows]
series_count = 0; fraction_count = 0; n_most = 1; n_over = 0
do for [r = 1 : rows] {
    at = 0
    do for [s = 1 : series_count] { if (row_key[series_row[s]] eq row_key[r]) { at = s } }
    if (at == 0) { series_count = series_count + 1; at = series_count; series_row[at] = r }
    row_series[r] = at
    if ((sum [f = 1 : fraction_count] (fraction_p[f] == row_p[r])) == 0) {
        fraction_count = fraction_count + 1
        at = 1 + (sum [f = 1 : fraction_count - 1] (fraction_p[f] < row_p[r]))
        do for [f = fraction_count : at + 1 : -1] { fraction_p[f] = fraction_p[f - 1] }
        fraction_p[at] = row_p[r]
    }
    n_most = larger(n_most, row_n[r])
    if (row_over[r] && (n_over == 0 || row_n[r] < n_over)) { n_over = row_n[r] }
}
do for [r = 1 : rows] {
    row_fraction[r] = 1 + (sum [f = 1 : fraction_count] (fraction_p[f] < row_p[r]))
}

# ---- The laws: Amdahl (AFIPS SJCC 1967), Gustafson and Barsis (CACM 31(5), 1988), and n copies. They hold to
# the tasks in flight, and to the PUs there are, which the law of an oversubscribed point gives.
cell(s, f) = (s - 1) * fraction_count + f
array law_p[series_count * fraction_count]; array series_limit[series_count]
do for [s = 1 : series_count] {
    limit = row_tasks[series_row[s]] > 0 ? row_tasks[series_row[s]] : 1e9
    do for [f = 1 : fraction_count] { law_p[cell(s, f)] = NaN }
    series_limit[s] = limit
}
amdahl(p, n) = 1.0 / ((1 - p) + p / n)
do for [r = 1 : rows] {
    s = row_series[r]; p = row_law_p[r]
    law_p[cell(s, row_fraction[r])] = p
    if (row_over[r] && row_scaling[r] eq 'strong' && p > 0 && row_law[r] >= 1) {
        # 1e-9: the law's own figure has 17 digits; this is only against a division by zero.
        series_limit[s] = smaller(series_limit[s], p / larger(1 / row_law[r] - (1 - p), 1e-9))
    }
}
law_kind(s) = (row_scaling[series_row[s]])
at_most(n, limit) = (n < limit ? n : limit)
law(s, p, n) = (law_kind(s) eq 'strong' ? amdahl(p, at_most(n, series_limit[s])) : \
    law_kind(s) eq 'weak' ? (1 - p) + p * at_most(n, series_limit[s]) : \
    law_kind(s) eq 'throughput' ? at_most(n, series_limit[s]) : NaN)

# ---- Facts for the captions, by series.
array series_t1_lo[series_count]; array series_t1_hi[series_count]; array series_rounds_lo[series_count]
array series_rounds_hi[series_count]; array series_precision[series_count]; array series_here[series_count]
samples_all = 0; invalid_all = 0; hollow_all = 0; points_all = 0; here_any = 0
do for [s = 1 : series_count] {
    series_t1_lo[s] = NaN; series_t1_hi[s] = NaN; series_rounds_lo[s] = NaN; series_rounds_hi[s] = NaN
    series_precision[s] = NaN; series_here[s] = 0
}
do for [r = 1 : rows] {
    s = row_series[r]
    samples_all = samples_all + row_samples[r]; invalid_all = invalid_all + row_invalid[r]
    if (row_n[r] == 1) {
        series_t1_lo[s] = smaller(row_time_s[r], or_else(series_t1_lo[s], row_time_s[r]))
        series_t1_hi[s] = larger(row_time_s[r], or_else(series_t1_hi[s], row_time_s[r]))
    } else {
        series_rounds_lo[s] = smaller(row_rounds[r], or_else(series_rounds_lo[s], row_rounds[r]))
        series_rounds_hi[s] = larger(row_rounds[r], or_else(series_rounds_hi[s], row_rounds[r]))
        half = (row_r_hi[r] - row_r_lo[r]) / 2
        if (half > 0) { series_precision[s] = larger(half, or_else(series_precision[s], half)) }
        hollow_all = hollow_all + row_hollow[r]; points_all = points_all + 1
        series_here[s] = series_here[s] || row_here[r]; here_any = here_any || row_here[r]
    }
}

# ---- Words for the captions; `ascii_only`, set before, for a terminal that has no more.
dash = exists("ascii_only") ? '-' : '–'
plus_minus = exists("ascii_only") ? '+-' : '±'
about = exists("ascii_only") ? '~' : '≈'
micro = exists("ascii_only") ? 'u' : 'µ'
p_text(s, f) = (fraction_p[f] >= 0 ? sprintf('p = %.6g', fraction_p[f]) : law_kind(s) eq 'throughput' ? 'n copies' : \
    lacks(law_p[cell(s, f)]) ? 'no p' : sprintf('p %s %.3g', about, law_p[cell(s, f)]))
span_text(lo, hi, form) = (sprintf(form, lo) eq sprintf(form, hi) ? sprintf(form, lo) : \
    sprintf(form, lo) . dash . sprintf(form, hi))
unit_of(t) = (t >= 1 ? 1.0 : t >= 1e-3 ? 1e-3 : 1e-6)
time_text(lo, hi) = (lacks(lo) ? 'not measured' : 'median ' . span_text(lo / unit_of(hi), hi / unit_of(hi), '%.3g') . \
    (hi >= 1 ? ' s' : hi >= 1e-3 ? ' ms' : ' ' . micro . 's'))
law_name(kind) = (kind eq 'strong' ? "Amdahl's law" : kind eq 'weak' ? 'Gustafson' . dash . "Barsis' law" : \
    kind eq 'throughput' ? 'n copies' : 'law')
title_text(r) = (row_name[r] . (strlen(row_params[r]) ? '  ' . row_params[r] : ''))
facts_text(s) = (row_engine[series_row[s]] . ', ' . law_kind(s) . ' scaling, placement ' . row_place[series_row[s]] . \
    (row_tasks[series_row[s]] > 0 ? sprintf(', %.0f tasks', row_tasks[series_row[s]]) : '') . \
    '; T(1) ' . time_text(series_t1_lo[s], series_t1_hi[s]) . \
    (lacks(series_rounds_hi[s]) ? '' : \
        '; ' . span_text(series_rounds_lo[s], series_rounds_hi[s], '%.0f') . ' rounds') . \
    (lacks(series_precision[s]) ? '' : sprintf('; %s%.2g %%', plus_minus, 100 * series_precision[s])) . \
    (series_here[s] ? '; this run only' : ''))

# ---- The points: series fraction n speedup lo hi ratio lo hi cannot-tell.
set print $points
do for [r = 1 : rows] {
    if (row_n[r] > 1) {
        print sprintf('%d %d %.0f %.9g %.9g %.9g %.9g %.9g %.9g %d', row_series[r], row_fraction[r], row_n[r], \
            row_s[r], row_s_lo[r], row_s_hi[r], row_r[r], row_r_lo[r], row_r_hi[r], row_hollow[r])
    }
}
print '0 0 1 NaN NaN NaN NaN NaN NaN 0' # never empty: gnuplot refuses to plot nothing
set print

# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# Speed-up against cores, one panel a series, and under it how far each point is from its law. Goes after
# read_summary.gp; draws speedup.svg and speedup.png where it is started.
#
# Points are measured, lines are laws: a line never joins measurements. Beyond the largest n measured the laws
# are dashed on a shaded ground. `machine_line`, set before, opens the caption.

if (!exists("machine_line")) machine_line = ''

# ---- What goes on the axes.
# Four times the cores measured; twice from 512 on, where two more doublings only crowd the rest.
n_end = n_most * (n_most < 512 ? 4 : 2)
speedup_least = 1; speedup_most = 1; law_most = 1; has_ratio = 0
do for [r = 1 : rows] {
    speedup_least = smaller(speedup_least, row_s_lo[r]); speedup_most = larger(speedup_most, row_s_hi[r])
    if (row_n[r] > 1 && !lacks(row_r[r])) { has_ratio = 1 }
}
do for [s = 1 : series_count] { do for [f = 1 : fraction_count] {
    law_most = larger(law_most, or_else(law(s, law_p[cell(s, f)], n_end), 1))
} }
# Room above low fractions for the ideal line to be seen leaving, but no empty chart.
y_end = larger(smaller(n_end, 4 * larger(law_most, speedup_most)), 1.1 * larger(law_most, speedup_most))
y_begin = 0.9 * speedup_least

# ---- Looks. Okabe and Ito's palette, which the colour-blind can tell apart (jfly.uni-koeln.de/color), less its
# yellow; shapes differ too, and each filled gnuplot shape has a hollow one before it.
colour(f) = word('#0072B2 #E69F00 #009E73 #D55E00 #56B4E9 #CC79A7 #000000', (f - 1) % 7 + 1)
shape(f) = int(word('7 5 9 13 11 15', (f - 1) % 6 + 1))

# More panels than these are no longer a chart.
series_drawn = smaller(series_count, 12)

# ---- The sheet, in points of a 72-dpi screen: SVG takes them as they are, PNG doubles them.
columns_across = series_drawn == 1 ? 1 : series_drawn <= 4 ? 2 : 3
rows_down = (series_drawn + columns_across - 1) / columns_across
panel_w = columns_across == 1 ? 860.0 : 700.0
panel_h = 610.0
head_h = 44.0
# Where the last row has a free place the key goes there, else below.
key_inside = rows_down * columns_across > series_drawn
foot_h = key_inside ? 90.0 : 136.0
sheet_w = panel_w * columns_across + 20
sheet_h = panel_h * rows_down + head_h + foot_h
left_w = 62.0; right_w = 92.0; title_h = 46.0; strip_h = has_ratio ? 118.0 : 0.0; tics_h = 46.0
gap_h = has_ratio ? 12.0 : 0.0
plot_w = panel_w - left_w - right_w
plot_h = panel_h - title_h - strip_h - gap_h - tics_h
panel_x(s) = 10 + ((s - 1) % columns_across) * panel_w
panel_top(s) = sheet_h - head_h - ((s - 1) / columns_across) * panel_h
octaves_x = log(n_end) / log(2); octaves_y = log(y_end / y_begin) / log(2)
octave_w = plot_w / octaves_x; octave_h = plot_h / octaves_y
log2(x) = log(x) / log(2)
not_measured = log2(n_end / n_most) * octave_w > 90 ? 'not measured' : "not\nmeasured"

# Tics: each power of two, and each n measured that has room for its figure.
array tic_n[2 * rows + 64]; tics = 0
text_w = 26.0
do for [e = 0 : int(octaves_x + 0.001)] {
    if (e % (octave_w < text_w ? 2 : 1) == 0) { tics = tics + 1; tic_n[tics] = 2.0 ** e }
}
do for [r = 1 : rows] {
    if ((sum [i = 1 : tics] (abs(log2(row_n[r] / tic_n[i])) * octave_w < text_w)) == 0) {
        tics = tics + 1; tic_n[tics] = row_n[r]
    }
}

caption_end = (rows_unread ? sprintf(' %d rows of summary.csv could not be read.', rows_unread) : '') . \
    (series_drawn < series_count ? sprintf(' The first %d of %d series.', series_drawn, series_count) : '') . \
    (n_over > 0 ? sprintf(' Oversubscribed from n = %.0f.', n_over) : '') . \
    (here_any ? ' Intervals marked “this run only” promise nothing about another run.' : '')
array caption[4]
caption[1] = machine_line
caption[2] = 'Base T(1): the same code at n = 1. Points: median over the rounds, ' . \
    'each T(n) against a T(1) close in time. ±: the widest 95 % interval of measured/law, halved.'
caption[3] = sprintf('%.0f of %.0f samples left out as disturbed or broken; %d of %d points cannot tell.', \
    invalid_all, samples_all, hollow_all, points_all)
caption[4] = caption_end[2:]

# Points of one n stand side by side in the lower strip, over at most this share of the way to the next n.
apart_octaves = 0.6 # side by side but clearly of one n, where there is but one
do for [r = 1 : rows] { do for [i = 1 : tics] {
    gap = abs(log2(row_n[r] / tic_n[i]))
    if (gap > 0.01) { apart_octaves = smaller(apart_octaves, gap) }
} }
apart(f) = 2 ** (apart_octaves * 0.85 * (f - (fraction_count + 1) / 2.0) / larger(fraction_count, 7))

# Labels at the lines' ends keep 15 points between them: pushed up from the bottom, then down from the top.
# Of more than fit, every second, or third, ….
array label_y[fraction_count]
label_gap = 15.0 / octave_h
label_every = int(fraction_count * 15.0 / plot_h) + 1
is_labelled(f) = ((fraction_count - f) % label_every == 0)

nice_step(x) = (e_ = 10.0 ** floor(log10(x)), \
    x / e_ < 1.5 ? e_ : x / e_ < 3.5 ? 2 * e_ : x / e_ < 7.5 ? 5 * e_ : 10 * e_)

chosen(s, f, hollow, value) = ($1 == s && $2 == f && $10 == hollow ? value : NaN)

do for [kind in 'svg png'] {
    if (kind eq 'svg') {
        set terminal svg size sheet_w, sheet_h fixed noenhanced background '#ffffff' font 'sans-serif,12'
    } else {
        if (strstrt(GPVAL_TERMINALS, ' pngcairo ')) {
            set terminal pngcairo size 2 * sheet_w, 2 * sheet_h noenhanced background '#ffffff' \
                font 'sans-serif,12' fontscale 1.5 linewidth 2 pointscale 2
        } else {
            set terminal png size 2 * sheet_w, 2 * sheet_h noenhanced background '#ffffff' truecolor \
                medium linewidth 2
        }
    }
    set output 'speedup.' . kind
    set multiplot
    set label 1 'Speed-up against cores' at screen 20 / sheet_w, screen 1 - 24 / sheet_h font ',17'
    do for [i = 1 : 4] {
        set label i + 5 caption[i] at screen 20 / sheet_w, screen (76 - 15 * i) / sheet_h \
            font ',10' tc '#444444'
    }
    do for [s = 1 : series_drawn] {
        left = panel_x(s) + left_w; top = panel_top(s) - title_h; bottom = top - plot_h
        set lmargin at screen left / sheet_w; set rmargin at screen (left + plot_w) / sheet_w
        set tmargin at screen top / sheet_h; set bmargin at screen bottom / sheet_h

        # ---- The panel.
        set label 2 title_text(series_row[s]) at screen left / sheet_w, screen (top + 27) / sheet_h font ',14'
        set label 3 facts_text(s) at screen left / sheet_w, screen (top + 10) / sheet_h font ',10' tc '#444444'
        set logscale x 2; set logscale y 2
        set xrange [1 : n_end * 1.0001]; set yrange [y_begin : y_end]
        set border 3 lc '#444444'; set tics nomirror textcolor '#222222'
        set grid xtics ytics lt 1 lc '#e4e4e4' lw 0.6
        set xtics () format (has_ratio ? '' : '%.0f')
        do for [i = 1 : tics] { set xtics add (tic_n[i]) }
        set ytics 2 format '%.4g' autofreq
        set label 5 (law_kind(s) eq 'strong' ? 'speed-up, T(1)/T(n)' : 'speed-up') \
            at screen (left - 46) / sheet_w, screen (top + bottom) / 2 / sheet_h \
            rotate by 90 center
        if (has_ratio) {
            unset xlabel
        } else {
            set xlabel 'cores, n' offset 0, 0.2
            set label 4 not_measured at sqrt(n_most * n_end), graph 0.97 center font ',10' tc '#555555'
        }

        set object 1 rectangle from n_most, graph 0 to n_end, graph 1 behind fs solid noborder fc '#f1f1f1'
        tag = 10; ceiling_named = 1
        do for [f = 1 : fraction_count] {
            p = law_p[cell(s, f)]; ceiling = 1 / larger(1 - p, 1e-9) # a law without end has none in sight
            if (law_kind(s) eq 'strong' && p > 0 && ceiling < y_end * 0.97) {
                set arrow tag from 1, ceiling to n_end, ceiling nohead dt 3 lw 1 lc '#666666'
                at_left = log2(ceiling) * octave_w > 135
                if (log2(ceiling / ceiling_named) * octave_h >= 12) {
                    set label tag sprintf('ceiling of %s: %.4g', p_text(s, f), ceiling) \
                        at at_left ? 1 : n_end, ceiling offset at_left ? 0.6 : -0.6, 0.5 font ',10' tc '#444444'
                    if (at_left) { set label tag left } else { set label tag right }
                    ceiling_named = ceiling
                }
                tag = tag + 1
            }
        }
        do for [f = 1 : fraction_count] {
            label_y[f] = or_else(log2(law(s, law_p[cell(s, f)], n_end)), 0)
            if (f > label_every) { label_y[f] = larger(label_y[f], label_y[f - label_every] + label_gap) }
        }
        roof = log2(y_end)
        do for [f = fraction_count : 1 : -label_every] {
            label_y[f] = smaller(label_y[f], roof); roof = label_y[f] - label_gap
        }
        do for [f = 1 : fraction_count] { if (is_labelled(f) && !lacks(law(s, law_p[cell(s, f)], n_end))) {
            set arrow tag from n_end, law(s, law_p[cell(s, f)], n_end) \
                to n_end * 2 ** (12 / octave_w), 2 ** label_y[f] \
                nohead lc rgb colour(f) lw 1
            set label tag p_text(s, f) at n_end * 2 ** (17 / octave_w), 2 ** label_y[f] left offset 0.8, -0.2 \
                point pt shape(f) ps 0.8 lc rgb colour(f) font ',11'
            tag = tag + 1
        } }
        set samples 300
        if (s == 1) {
            set key center top Left reverse samplen 2.4 textcolor '#222222'
            if (key_inside) {
                set key at screen (panel_x(series_drawn) + panel_w * 1.4) / sheet_w, \
                    screen (panel_top(series_drawn) - title_h - 20) / sheet_h vertical font ',13' spacing 1.4
            } else {
                set key at screen 0.5, screen (foot_h - 14) / sheet_h horizontal width 1 font ',11'
            }
        } else { unset key }
        plot (x <= n_most ? x : NaN) with lines lc '#bbbbbb' lw 3 title 'ideal, S = n', \
            (x > n_most ? x : NaN) with lines lc '#bbbbbb' lw 3 dt 2 notitle, \
            for [f = 1 : fraction_count] (x <= n_most ? law(s, law_p[cell(s, f)], x) : NaN) with lines lw 1.5 \
                lc rgb colour(f) notitle, \
            for [f = 1 : fraction_count] (x >= n_most ? law(s, law_p[cell(s, f)], x) : NaN) with lines lw 1.5 dt 2 \
                lc rgb colour(f) notitle, \
            for [f = fraction_count : 1 : -1] $points using (chosen(s, f, 0, $3)):4:5:6 with yerrorbars \
                pt shape(f) ps 0.9 lw 1.2 lc rgb colour(f) notitle, \
            for [f = fraction_count : 1 : -1] $points using (chosen(s, f, 1, $3)):4:5:6 with yerrorbars \
                pt shape(f) ps 0.9 lw 1.2 lc rgb colour(f) notitle, \
            for [f = fraction_count : 1 : -1] $points using (chosen(s, f, 1, $3)):4 with points \
                pt shape(f) ps 0.55 lc rgb 'white' notitle, \
            keyentry with lines lw 1.5 lc '#222222' title law_name(law_kind(s)), \
            keyentry with lines lw 1.5 dt 2 lc '#222222' title 'the same, not measured', \
            keyentry with lines lw 1 dt 3 lc '#444444' title 'ceiling 1/(1 − p)', \
            keyentry with points pt 7 ps 0.9 lc '#222222' title 'measured, with 95 % interval', \
            keyentry with points pt 6 ps 0.8 lc '#222222' title 'measured, cannot tell'
        unset label; unset arrow; unset object; unset key

        # ---- The strip: how far the points are from the law.
        if (has_ratio) {
            low = 0.0; high = 0.0
            do for [r = 1 : rows] { if (row_series[r] == s && row_n[r] > 1 && !lacks(row_r[r])) {
                low = smaller(low, 100 * (row_r_lo[r] - 1)); high = larger(high, 100 * (row_r_hi[r] - 1))
            } }
            # An empty strip, or one of differences below any clock's, would only show its own rounding.
            if (high - low < 0.1) { low = low - 0.05; high = high + 0.05 }
            room = 0.12 * (high - low)
            top = bottom - gap_h; bottom = top - strip_h
            set tmargin at screen top / sheet_h; set bmargin at screen bottom / sheet_h
            unset logscale y
            set yrange [low - room : high + room]
            set ytics nice_step((high - low) / 3) format '%+.3g'
            set ytics add ('0' 0)
            set format x '%.0f'
            set xlabel 'cores, n' offset 0, 0.2
            set object 1 rectangle from n_most * 2 ** (apart_octaves / 2), graph 0 to n_end, graph 1 behind \
                fs solid noborder fc '#f1f1f1'
            set label 5 'off the law, %' at screen (left - 46) / sheet_w, screen (top + bottom) / 2 / sheet_h \
                rotate by 90 center
            set label 4 not_measured at sqrt(n_most * n_end), graph (high + low > 0 ? 0.8 : 0.3) center \
                font ',10' tc '#555555'
            set arrow 1 from 1, 0 to n_end, 0 nohead lw 1.2 lc '#222222' back
            plot for [f = 1 : fraction_count] $points using (chosen(s, f, 0, $3) * apart(f)): \
                    (100 * ($7 - 1)):(100 * ($8 - 1)):(100 * ($9 - 1)) with yerrorbars \
                    pt shape(f) ps 0.7 lw 1 lc rgb colour(f) notitle, \
                for [f = 1 : fraction_count] $points using (chosen(s, f, 1, $3) * apart(f)): \
                    (100 * ($7 - 1)):(100 * ($8 - 1)):(100 * ($9 - 1)) with yerrorbars \
                    pt shape(f) ps 0.7 lw 1 lc rgb colour(f) notitle, \
                for [f = 1 : fraction_count] $points using (chosen(s, f, 1, $3) * apart(f)):(100 * ($7 - 1)) \
                    with points pt shape(f) ps 0.4 lc rgb 'white' notitle
            unset label; unset arrow; unset object
        }
    }
    unset multiplot
    unset output
}
