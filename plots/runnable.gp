# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The chart `runnable`: how many threads of a program were runnable when it was looked at, a bar for each n, one panel
# for each workload, placement and p. Goes after sheet.gp; runnable.csv has a row for each sample and count.

title = 'Runnable threads of a program'
runnable_most = 128 # stands in the file for itself and all above it
no_p = 2 # after every p

# ---- Columns, looked up once: there may be a hundred thousand rows.
at_sample = column_of('sample'); at_workload = column_of('workload'); at_place = column_of('place')
at_p = column_of('p'); at_n = column_of('n'); at_runnable = column_of('runnable'); at_looks = column_of('looks')
whole(x) = (x == floor(x) ? x : NaN)
cores(_) = whole(number_at(at_n, 1, 1e6))
runnable(_) = whole(number_at(at_runnable, 0, runnable_most))
looks(_) = number_at(at_looks, 0, 1e12)
p_or_none(_) = or_else(number_at(at_p, 0, 1), no_p)
is_read(_) = (is_whole(0) && cores(0) >= 1 && runnable(0) >= 0 && looks(0) >= 0)
panel_text(_) = strcol(at_workload) . "\t" . strcol(at_place) . sprintf("\t%.9g", p_or_none(0))
key_text(_) = panel_text(0) . sprintf("\t%.0f", cores(0))

# ---- The bars: each (workload, place, p, n) of the file, in the order in which it names them first.
rows_most = 0
stats csv_file using (rows_most = rows_most + 1, 1) nooutput
array bar_key[rows_most]; array bar_panel[rows_most]; array bar_name[rows_most]; array bar_place[rows_most]
array bar_p[rows_most]; array bar_n[rows_most]; array bar_looks[rows_most]
bars = 0; bar_at = 0; rows_unread = 0; looks_all = 0; runs = 0; sample_at = NaN
# Rows of one sample stand together: only the first of them is looked for.
bar_is(key) = (bar_at > 0 && bar_key[bar_at] eq key)
bar_found(key) = (found_ = 0, sum [b = 1 : bars] (bar_key[b] eq key ? (found_ = b, 0) : 0), found_)
bar_new(key) = (bars = bars + 1, bar_key[bars] = key, bar_panel[bars] = panel_text(0), \
    bar_name[bars] = text_of('workload'), bar_place[bars] = text_of('place'), bar_p[bars] = p_or_none(0), \
    bar_n[bars] = cores(0), bar_looks[bars] = 0, bars)
find_bar(key) = (bar_is(key) ? 0 : (bar_at = bar_found(key), bar_at == 0 ? (bar_at = bar_new(key)) : 0))
note_sample(id) = (id == sample_at ? 0 : (sample_at = id, runs = runs + 1))
note_row(_) = (note_sample(number_at(at_sample, 0, 1e18)), find_bar(key_text(0)), \
    bar_looks[bar_at] = bar_looks[bar_at] + looks(0), looks_all = looks_all + looks(0))
is_header = 1
stats csv_file using (is_header ? 0 : is_read(0) ? note_row(0) : (rows_unread = rows_unread + 1), is_header = 0, 1) \
    nooutput
if (looks_all == 0) { set print '-'; print 'nothing to draw'; exit }

# ---- Looks by bar and count.
array count_looks[bars * (runnable_most + 1)]
do for [i = 1 : bars * (runnable_most + 1)] { count_looks[i] = 0 }
count_at(b, count) = (b - 1) * (runnable_most + 1) + int(count) + 1
take_looks(i) = (count_looks[i] = count_looks[i] + looks(0))
take_row(_) = (find_bar(key_text(0)), take_looks(count_at(bar_at, runnable(0))))
is_header = 1
stats csv_file using (is_header ? 0 : is_read(0) ? take_row(0) : 0, is_header = 0, 1) nooutput
set datafile separator whitespace

# ---- Panels, by workload, placement and p: a run's rounds are shuffled, its charts are not.
rank(letter) = strstrt(printable, letter)
is_before(a, b) = (strlen(b) == 0 ? 0 : strlen(a) == 0 ? 1 : a[1:1] eq b[1:1] ? is_before(a[2:], b[2:]) : \
    rank(a[1:1]) < rank(b[1:1]))
is_of(b, c) = (bar_panel[b] eq bar_panel[c])
stands_before(b, c) = (bar_name[b] ne bar_name[c] ? is_before(bar_name[b], bar_name[c]) : \
    bar_place[b] ne bar_place[c] ? is_before(bar_place[b], bar_place[c]) : bar_p[b] < bar_p[c])
array panel_bar[bars]; pairs = 0
do for [b = 1 : bars] { if (bar_looks[b] > 0) {
    if ((sum [i = 1 : pairs] (is_of(b, panel_bar[i]))) == 0) {
        pairs = pairs + 1
        at = 1 + (sum [i = 1 : pairs - 1] (stands_before(panel_bar[i], b)))
        do for [i = pairs : at + 1 : -1] { panel_bar[i] = panel_bar[i - 1] }
        panel_bar[at] = b
    }
} }
panels = smaller(pairs, panels_most)
array panel_lines[panels]; lines_most = 0
do for [i = 1 : panels] {
    panel_lines[i] = sum [b = 1 : bars] (bar_looks[b] > 0 && is_of(b, panel_bar[i]))
    lines_most = larger(lines_most, panel_lines[i])
}
# From the top down by n.
line_at(b) = (sum [c = 1 : bars] (bar_looks[c] > 0 && is_of(b, c) && bar_n[c] <= bar_n[b]))
panel_at(b) = (sum [i = 1 : panels] (is_of(b, panel_bar[i]) ? i : 0))
is_shown(b) = (bar_looks[b] > 0 && panel_at(b) > 0)

# ---- What differs names a panel, what does not stands once.
array is_common[3]
is_common[1] = (sum [b = 1 : bars] (bar_name[b] eq bar_name[1])) == bars
is_common[2] = (sum [b = 1 : bars] (bar_place[b] eq bar_place[1])) == bars
is_common[3] = (sum [b = 1 : bars] (bar_p[b] == bar_p[1])) == bars
p_text(b) = (bar_p[b] == no_p ? '' : sprintf('p = %.6g', bar_p[b]))
word_of(b, k) = (k == 1 ? short(bar_name[b], 60) : k == 2 ? 'placement ' . short(bar_place[b], 40) : p_text(b))
words_of(b, common) = (words_ = '', sum [k = 1 : 3] \
    (words_ = joined(words_, is_common[k] == common ? word_of(b, k) : '', ', '), 0), words_)
common_line = short(words_of(1, 1), 130)

# ---- Segments: panel line from to class. Classes: none, one, 2 … n − 1, n, more than n. The counts between one and n
# have their own segments while these can be seen apart.
class_of(count, n) = (count <= 1 ? count : count < n ? 2 : count == n ? 3 : 4)
class_count = 5
apart_most = 8
array is_met[class_count]
do for [k = 1 : class_count] { is_met[k] = 0 }
segment_text(b, from, upto, k) = sprintf('%d %d %.9g %.9g %d', panel_at(b), line_at(b), from, upto, k)
looks_of(b, k, count) = (class_of(count, bar_n[b]) == k ? count_looks[count_at(b, count)] : 0)
set print $segments
do for [b = 1 : bars] { if (is_shown(b)) {
    from = 0.0
    do for [k = 0 : class_count - 1] {
        upto = from
        do for [count = 0 : runnable_most] { if (looks_of(b, k, count) > 0) {
            is_met[k + 1] = 1
            upto = upto + 100 * looks_of(b, k, count) / bar_looks[b]
            if (k == 2 && bar_n[b] <= apart_most) { print segment_text(b, from, upto, k); from = upto }
        } }
        if (upto > from) { print segment_text(b, from, upto, k); from = upto }
    }
} }
print '0 0 0 0 -1' # never empty: gnuplot refuses to plot nothing
set print
class_colour(k) = word('#FFFFFF #D55E00 #56B4E9 #0072B2 #333333', k + 1)
class_fill(k) = (k == 0 ? 'solid' : k == 1 ? 'pattern 5' : k == 2 ? 'pattern 1' : k == 3 ? 'solid' : 'pattern 2')
class_name(k) = (k == 0 ? 'none' : k == 1 ? 'one' : k == 2 ? '2 to n − 1' : k == 3 ? 'n' : 'more than n')

# ---- The sheet.
panel_w = panels == 1 ? 860.0 : 470.0
left_w = 64.0; right_w = 96.0; title_h = strlen(words_of(1, 0)) ? 34.0 : 8.0
line_h = smaller(34.0, larger(12.0, 420.0 / lines_most))
panel_h = title_h + tics_h + line_h * lines_most + 14
foot_h = 120.0
eval lay_sheet
plot_w = panel_w - left_w - right_w
caption[2] = 'Bars: of the looks at a program’s threads, the share that saw so many of them runnable: running, or ' . \
    'waiting for a core.'
caption[3] = plural(looks_all, 'look', 'looks') . ' in ' . plural(runs, 'run', 'runs') . ' of a program.' . \
    (rows_unread ? ' ' . plural(rows_unread, 'row', 'rows') . ' of runnable.csv could not be read.' : '')
most_shown = (sum [b = 1 : bars] (bar_n[b] >= runnable_most)) > 0 ? \
    sprintf('A count of %d stands for %d and more.', runnable_most, runnable_most) : ''
caption[4] = joined(panels < pairs ? sprintf('The first %d of %d panels.', panels, pairs) : '', most_shown, ' ')

do for [kind in formats] {
    eval begin_sheet
    do for [i = 1 : panels] {
        first = panel_bar[i]; lines = panel_lines[i]
        left = panel_x(i) + left_w; top = panel_top(i) - title_h; bottom = top - line_h * lines
        eval margins(left, bottom, left + plot_w, top)
        set label 7 short(words_of(first, 0), 60) at screen left / sheet_w, screen (top + 9) / sheet_h font ',13'
        set xrange [0 : 100]; set yrange [lines + 0.5 : 0.5]
        set border 1 lc '#444444'; set tics nomirror textcolor '#222222' scale 0
        set xtics 25 format '%.0f' scale 1
        set grid xtics lt 1 lc '#e4e4e4' lw 0.6
        set ytics ()
        tag = 10
        do for [b = 1 : bars] { if (bar_looks[b] > 0 && panel_at(b) == i) {
            set ytics add (sprintf('n = %.0f', bar_n[b]) line_at(b))
            set label tag plural(bar_looks[b], 'look', 'looks') at 100, line_at(b) left offset 0.8, 0 font ',10' \
                tc '#444444'
            tag = tag + 1
        } }
        set xlabel 'share of the looks, %' offset 0, 0.2
        if (i == 1) {
            set key at screen 0.5, screen (foot_h - 12) / sheet_h center top Left reverse horizontal samplen 2.4 \
                width 1 maxrows 1 font ',11' textcolor '#222222'
        } else { unset key }
        parts = 'plot '
        do for [k = 0 : class_count - 1] {
            parts = parts . sprintf('$segments using ($1 == i && $5 == %d ? ($3 + $4) / 2 : NaN):', k) . \
                '2:3:4:($2 - 0.36):($2 + 0.36) with boxxyerror ' . \
                sprintf('fc rgb "%s" fs %s border rgb "#444444" lw 0.4 notitle, ', class_colour(k), class_fill(k)) . \
                (is_met[k + 1] ? sprintf('keyentry with boxes fc rgb "%s" fs %s border rgb "#444444" lw 0.4 ' . \
                    'title "%s", ', class_colour(k), class_fill(k), class_name(k)) : '')
        }
        eval parts . '-1 notitle'
        unset label
    }
    eval end_sheet
}
