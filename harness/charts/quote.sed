# Makes the lines of a text elements of a C array of strings: `static const char *const x[] = {` this `};`.
# One string a line, as a whole script is longer than the 4095 characters that C17 promises for a literal;
# "?" is escaped against trigraphs.
s/\\/\\\\/g
s/"/\\"/g
s/?/\\?/g
s/^/"/
s/$/",/
