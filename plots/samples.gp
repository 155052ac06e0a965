# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The chart `samples`: every sample that a speed-up is made of, in order of time, against the median of its point; what was left out, by its
# cause. Goes after sheet.gp.

title = 'Samples in order of time'
valid_most = 10000 # more dots are no longer seen apart, and make large files

# ---- Columns, looked up once: there may be a million rows.
at_epoch = column_of('epoch'); at_role = column_of('role'); at_n = column_of('n'); at_over = column_of('oversubscribed')
at_start = column_of('start_s'); at_time = column_of('time_s'); at_valid = column_of('valid')
point_columns = 'workload params engine scaling place p tasks'
array at_point[words(point_columns)]
do for [k = 1 : words(point_columns)] { at_point[k] = column_of(word(point_columns, k)) }
block_text(_) = (block_ = '', \
    sum [k = 1 : words(point_columns)] (block_ = block_ . strcol(at_point[k]) . "\t", 0), block_)
start(_) = number_at(at_start, 0, 1e9)
duration(_) = number_at(at_time, 1e-9, 1e9)
cores(_) = number_at(at_n, 1, 1e6)
is_of_speedup(role) = (role eq 'asked' || role eq 'anchor')
is_sample(_) = (is_whole(0) && start(0) >= 0 && cores(0) >= 1 && is_of_speedup(strcol(at_role)))
is_valid(_) = (number_at(at_valid, 0, 1) == 1 && duration(0) > 0)

# ---- How many there are.
valid_count = 0; invalid_count = 0; rows_unread = 0; is_header = 1
count_sample(_) = (is_valid(0) ? (valid_count = valid_count + 1) : (invalid_count = invalid_count + 1))
stats csv_file using (is_header ? 0 : is_sample(0) ? count_sample(0) : \
    is_whole(0) ? 0 : (rows_unread = rows_unread + 1), is_header = 0, 1) nooutput
if (valid_count == 0) { set print '-'; print 'nothing to draw'; exit }
one_of = (valid_count + valid_most - 1) / valid_most

# ---- The samples, invalid ones all, valid ones thinned evenly.
samples_most = valid_count / one_of + 1 + invalid_count
array sample_start[samples_most]; array sample_time[samples_most]; array sample_block[samples_most]
array sample_n[samples_most]; array sample_cause[samples_most]; array sample_over[samples_most]
causes_most = 7 # the last of them: all others
array cause_name[causes_most]; array cause_count[causes_most]; causes = 0
do for [k = 1 : causes_most] { cause_name[k] = ''; cause_count[k] = 0 }
blocks_most = 4096; n_count_most = 1024 # what is beyond shares the last one
array block_key[blocks_most]; blocks = 0; block_at = 0
array n_known[n_count_most]; n_count = 0
# An epoch by its number; each series has its own of that number, one after another.
epochs_most = 1000 # what is beyond shares the last one
array epoch_name[epochs_most]; array epoch_start[epochs_most]; array epoch_end[epochs_most]; epochs = 0; epoch_at = 0

# Rows of one block stand together: only the first of them is looked for.
block_is(key) = (block_at > 0 && block_key[block_at] eq key)
block_found(key) = (found_ = 0, sum [b = 1 : blocks] (block_key[b] eq key ? (found_ = b, 0) : 0), found_)
block_new(key) = (blocks < blocks_most ? (blocks = blocks + 1, block_key[blocks] = key, blocks) : blocks_most)
find_block(key) = (block_is(key) ? 0 : (block_at = block_found(key), block_at == 0 ? (block_at = block_new(key)) : 0))
n_new(n) = (n_count < n_count_most ? (n_count = n_count + 1, n_known[n_count] = n, n_count) : n_count_most)
find_n(n) = (found_ = 0, sum [i = 1 : n_count] (n_known[i] == n ? (found_ = i, 0) : 0), found_ == 0 ? n_new(n) : found_)
# A cause's kind, without what it was about: "broken: wrong result: row 17".
after(text, from) = (strstrt(text[from :], ': ') ? from + strstrt(text[from :], ': ') + 1 : 0)
second_colon(text) = (after(text, 1) ? after(text, after(text, 1)) : 0)
kind_of(text) = short(second_colon(text) ? text[1 : second_colon(text) - 3] : strlen(text) ? text : 'invalid', 40)
cause_found(name) = (sum [k = 1 : causes] (cause_name[k] eq name ? k : 0))
cause_new(name) = (causes < causes_most ? (causes = causes + 1, \
    cause_name[causes] = causes == causes_most ? 'other causes' : name, causes) : causes_most)
find_cause(name) = (cause_ = cause_found(name), cause_ == 0 ? cause_new(name) : cause_)
count_cause(k) = (cause_count[k] = cause_count[k] + 1, k)
epoch_is(e) = (epoch_at > 0 && epoch_name[epoch_at] == e)
epoch_found(e) = (found_ = 0, sum [i = 1 : epochs] (epoch_name[i] == e ? (found_ = i, 0) : 0), found_)
epoch_new(e) = (epochs < epochs_most ? (epochs = epochs + 1, epoch_name[epochs] = e, epoch_start[epochs] = start(0), \
    epoch_end[epochs] = start(0), epochs) : epochs_most)
find_epoch(e) = (epoch_is(e) ? 0 : (epoch_at = epoch_found(e), epoch_at == 0 ? (epoch_at = epoch_new(e)) : 0))
note_epoch(e) = (lacks(e) ? 0 : (find_epoch(e), epoch_start[epoch_at] = smaller(epoch_start[epoch_at], start(0)), \
    epoch_end[epoch_at] = larger(epoch_end[epoch_at], start(0)), 0))
take_sample(_) = (samples = samples + 1, find_block(block_text(0)), \
    sample_start[samples] = start(0), sample_time[samples] = duration(0), \
    sample_block[samples] = block_at, sample_n[samples] = find_n(cores(0)), \
    sample_over[samples] = number_at(at_over, 0, 1) == 1, \
    sample_cause[samples] = is_valid(0) ? 0 : count_cause(find_cause(kind_of(text_of('cause')))), 0)
is_kept(_) = (is_valid(0) ? (valid_met = valid_met + 1, (valid_met - 1) % one_of == 0) : 1)
samples = 0; valid_met = 0; is_header = 1
stats csv_file using (is_header ? 0 : is_sample(0) ? \
    (note_epoch(number_at(at_epoch, 0, 1e9)), is_kept(0) ? take_sample(0) : 0) : 0, is_header = 0, 1) nooutput
set datafile separator whitespace
# Series on clocks of their own, as of the scripted engine, are in different epochs at one time.
epochs_apart = (sum [e = 2 : epochs] (epoch_start[e] < epoch_end[e - 1])) == 0

# ---- The median of each point, over the valid samples drawn: sorted by point, then time, by gnuplot's own smoothing,
# which is the only sort that it has. It merges equal times and counts them. What is undefined would cut the curve, and
# each piece be sorted by itself: what is left out stands at 0, before all points.
points = blocks * n_count
point_of(i) = (sample_block[i] - 1) * n_count + sample_n[i]
array median_lo[points]; array median[points]; array point_count[points]; array point_met[points]
do for [i = 1 : points] { median_lo[i] = NaN; median[i] = NaN; point_count[i] = 0; point_met[i] = 0 }
time_most = 0.0
do for [i = 1 : samples] { if (sample_cause[i] == 0) { time_most = larger(time_most, sample_time[i]) } }
time_most = 2 * time_most
set format x '%.17g'
set yrange [0.5 : *]
set table $sorted
plot sample_time using ($1 <= samples && sample_cause[$1] == 0 ? point_of($1) + $2 / time_most : 0):(1) \
    smooth frequency
unset table
set autoscale y
set format x
stats $sorted using (i = int($1), i == 0 ? 1 : (point_count[i] = point_count[i] + $2, 1)) nooutput
# Of an even number the mean of the two in the middle.
take_time(i, time, before, upto) = ( \
    median_lo[i] = (before < (point_count[i] + 1) / 2.0 && lacks(median_lo[i]) && 2 * upto >= point_count[i] ? \
        time : median_lo[i]), \
    median[i] = (lacks(median[i]) && upto >= int(point_count[i] / 2) + 1 ? (median_lo[i] + time) / 2 : median[i]), 1)
stats $sorted using (i = int($1), i == 0 ? 1 : (point_met[i] = point_met[i] + $2, \
    take_time(i, ($1 - i) * time_most, point_met[i] - $2, point_met[i]))) nooutput
off_median(i) = sample_time[i] / median[point_of(i)] - 1

# ---- The axis: linear where the middle half of the samples lies three times over, logarithmic beyond.
stats sample_time using ($1 <= samples && sample_cause[$1] == 0 ? off_median($1) : NaN) nooutput
linear_to = larger(nice_step(larger(1.5 * (STATS_up_quartile - STATS_lo_quartile), 1e-9)), 1e-4)
height(x) = asinh(x / linear_to)
y_low = height(-linear_to); y_high = height(linear_to)
time_end = 0.0
set print $samples
do for [i = 1 : samples] {
    time_end = larger(time_end, sample_start[i])
    off = off_median(i)
    # What has no time, or no point to be held against, stands at the lower edge.
    y = sample_time[i] > 0 && off == off ? height(off) : NaN
    y_low = smaller(y_low, or_else(y, y_low)); y_high = larger(y_high, or_else(y, y_high))
    print sprintf('%.9g %.9g %d %d', sample_start[i], y, sample_cause[i], sample_over[i])
}
set print
time_end = larger(time_end, 1e-9)
room = 0.06 * (y_high - y_low); y_edge = y_low - room / 2; y_low = y_low - room; y_high = y_high + 2 * room
over_any = sum [i = 1 : samples] (sample_over[i] && sample_cause[i] == 0)

panels = 1; panel_w = 1060.0; panel_h = 500.0; foot_h = 166.0; right_w = 30.0; left_w = 76.0
eval lay_sheet
plot_w = panel_w - left_w - right_w; plot_h = panel_h - tics_h - 14
common_line = plural(valid_count + invalid_count, 'sample', 'samples') . ', ' . plural(epochs, 'epoch', 'epochs') . \
    sprintf(', %.3g s', time_end)
caption[2] = 'Each sample against the median of the valid samples of its point that are drawn.' . \
    sprintf(' Axis: linear within ±%g %%, logarithmic beyond.', 100 * linear_to)
caption[3] = (one_of > 1 ? sprintf('Of %.0f valid samples one of %d is drawn, of %.0f invalid ones each.', \
    valid_count, one_of, invalid_count) : sprintf('All %.0f valid and %.0f invalid samples are drawn.', valid_count, \
    invalid_count)) . ' Invalid ones without a time or a median stand at the lower edge.'
caption[4] = (rows_unread ? plural(rows_unread, 'row', 'rows') . ' of samples.csv could not be read. ' : '') . \
    (epochs_apart ? 'Shaded: every second epoch, a new start of the measuring process.' : \
    'Epochs, each a new start of a measuring process, overlap in time and are not shaded.')

mark(k) = int(word('2 4 8 10 12 1 3', k))
do for [kind in formats] {
    eval begin_sheet
    left = panel_x(1) + left_w; top = panel_top(1); bottom = top - plot_h
    eval margins(left, bottom, left + plot_w, top)
    set xrange [0 : time_end * 1.01]; set yrange [y_low : y_high]
    set border 3 lc '#444444'; set tics nomirror textcolor '#222222'
    set grid ytics lt 1 lc '#e4e4e4' lw 0.6
    set xlabel 'start of the sample, s since the run began' offset 0, 0.2
    set ytics ()
    do for [tic in '0 1 10 100 1000 10000'] { do for [sign = -1 : 1 : 2] {
        x = sign * tic * linear_to
        if (x > -1 && height(x) >= y_low && height(x) <= y_high) {
            percent = sprintf(abs(x) < 10 ? '%.4g' : '%.0f', abs(100 * x))
            set ytics add ((x == 0 ? '0' : (x < 0 ? minus : '+') . percent) height(x))
        }
    } }
    set label 8 'off the median of its point, %' at screen (left - 56) / sheet_w, screen (top + bottom) / 2 / sheet_h \
        rotate by 90 center
    do for [e = 2 : epochs_apart ? epochs : 0 : 2] {
        end = e < epochs ? epoch_start[e + 1] : time_end * 1.01
        set object e rectangle from epoch_start[e], graph 0 to end, graph 1 behind fs solid noborder fc '#efefef'
    }
    epoch_every = int(epochs * 60 / plot_w) + 1
    do for [e = 1 : epochs_apart ? epochs : 0] { if ((e - 1) % epoch_every == 0) {
        set label 10 + e sprintf('epoch %.0f', epoch_name[e]) at epoch_start[e], graph 0.97 left offset 0.4, 0 \
            font ',9' tc '#555555'
    } }
    set key at screen 0.5, screen (foot_h - 14) / sheet_h center top Left reverse horizontal samplen 1 width 1 \
        maxrows 3 font ',11' textcolor '#222222'
    drawn = 'plot 0 with lines lw 0.8 lc rgb "#222222" notitle, ' . \
        '$samples using ($3 == 0 && $4 == 0 ? $1 : NaN):2 with points pt 7 ps 0.18 lc rgb "#8c8c8c" notitle, ' . \
        (valid_count ? 'keyentry with points pt 7 ps 0.5 lc rgb "#8c8c8c" title "valid"' : '')
    if (over_any) { drawn = drawn . \
        ', $samples using ($3 == 0 && $4 == 1 ? $1 : NaN):2 with points pt 6 ps 0.3 lc rgb "#444444" notitle' . \
        ', keyentry with points pt 6 ps 0.5 lc rgb "#444444" title "valid, oversubscribed"'
    }
    # Vermilion before orange: the second is better told from the first so.
    do for [k = 1 : causes] {
        drawn = drawn . sprintf(', $samples using ($3 == %d ? $1 : NaN):($2 == $2 ? $2 : y_edge) with points ', k) . \
            sprintf('pt %d ps 0.7 lc rgb colour(%d) ', mark(k), k == 2 ? 4 : k == 4 ? 2 : k) . \
            sprintf('title sprintf("%%s: %%.0f", cause_name[%d], cause_count[%d])', k, k)
    }
    eval drawn
    unset label; unset object
    eval end_sheet
}
