# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: the amdahl authors

# The sheet that a chart is drawn on: its looks, its panels, its head and its caption. A chart sets `title`, `panels`,
# `panel_w`, `panel_h`, `foot_h` and the lines of `caption`, evaluates `lay_sheet`, and then for each kind of
# `formats` evaluates `begin_sheet` and `end_sheet`, whatever it draws between the two.
#
# All lengths are in points of a 72-dpi screen: SVG takes them as they are, PNG doubles them.

# Okabe and Ito's palette, which the colour-blind can tell apart (jfly.uni-koeln.de/color), less its yellow; shapes
# differ too, and each filled gnuplot shape has a hollow one before it.
colour(i) = word('#0072B2 #E69F00 #009E73 #D55E00 #56B4E9 #CC79A7 #000000', (i - 1) % 7 + 1)
shape(i) = int(word('7 5 9 13 11 15', (i - 1) % 6 + 1))

set minussign # as in the labels: "−", not "-"

head_h = 64.0; left_w = 70.0; right_w = 92.0; title_h = 46.0; tics_h = 46.0
common_line = exists("common_text") ? short(common_text, 130) : ''
caption_lines = 4; caption_tag = 1000000 # no chart has so many labels of its own
array caption[caption_lines]
do for [i = 1 : caption_lines] { caption[i] = '' }
caption[1] = machine_line

lay_sheet = 'across = panels == 1 ? 1 : panels <= 4 ? 2 : 3; down = (panels + across - 1) / across; ' . \
    'sheet_w = larger(panel_w * across + 20, 880.0); sheet_h = panel_h * down + head_h + foot_h'
panel_x(i) = 10 + ((i - 1) % across) * panel_w
panel_top(i) = sheet_h - head_h - ((i - 1) / across) * panel_h
# A panel's plot, by its corners.
margins(left, bottom, right, top) = sprintf('set lmargin at screen %.6f; set rmargin at screen %.6f; ' . \
    'set bmargin at screen %.6f; set tmargin at screen %.6f', left / sheet_w, right / sheet_w, bottom / sheet_h, \
    top / sheet_h)

has_cairo = strstrt(GPVAL_TERMINALS, ' pngcairo ') > 0
terminal_for(kind) = (kind eq 'svg' ? \
    sprintf("svg size %.0f, %.0f fixed font 'sans-serif,12'", sheet_w, sheet_h) : kind eq 'pdf' ? \
    sprintf("pdfcairo size %.4f, %.4f font 'sans-serif,12' fontscale 0.75", sheet_w / 72, sheet_h / 72) : has_cairo ? \
    sprintf("pngcairo size %.0f, %.0f font 'sans-serif,12' fontscale 1.5 linewidth 2 pointscale 2", 2 * sheet_w, \
        2 * sheet_h) : \
    sprintf('png size %.0f, %.0f truecolor medium linewidth 2', 2 * sheet_w, 2 * sheet_h)) . \
    " noenhanced background '#ffffff'"

# Head and caption are labels of the first plot; the chart takes them away after it.
begin_sheet = "eval 'set terminal ' . terminal_for(kind); set output chart_name . '.' . kind; set multiplot; " . \
    "set label 1 title at screen 20 / sheet_w, screen 1 - 24 / sheet_h font ',17'; " . \
    "set label 2 common_line at screen 20 / sheet_w, screen 1 - 45 / sheet_h font ',11' tc '#222222'; " . \
    "do for [i = 1 : caption_lines] { set label caption_tag + i caption[i] at screen 20 / sheet_w, " . \
    "screen (16 + 15 * (caption_lines - i)) / sheet_h font ',10' tc '#444444' }"
end_sheet = 'unset multiplot; unset output'
