package io.pratique.runtime.rule;

import java.util.List;

/**
 * Puts the items of a list in the place of its name, in the text of a condition: lists are
 * substituted as text, before the condition is read.
 */
final class ListSubstitution {
    private static final String BLANKS = " \t\n\r";
    private static final String DELIMITERS = BLANKS + "(),=";

    /** Longer conditions are refused: lists of lists of lists could be made to grow without end. */
    static final int MAX_LENGTH = 1 << 20;

    private ListSubstitution() {}

    /** The condition with a list put in; the condition itself when it does not name the list. */
    static PlacedText apply(PlacedText condition, Drafts.ListDraft list, List<Drafts.Item> items) {
        PlacedText text = condition;
        int start = text.text().indexOf(list.name);
        while (start >= 0 && text.length() <= MAX_LENGTH) {
            int end = start + list.name.length();
            String s = text.text();
            boolean isName =
                    (start == 0 || DELIMITERS.indexOf(s.charAt(start - 1)) >= 0)
                            && (end >= s.length() || DELIMITERS.indexOf(s.charAt(end)) >= 0);
            if (!isName) {
                start = s.indexOf(list.name, start + 1);
                continue;
            }
            list.used = true;
            int nameAt = start;
            while (start > 0 && BLANKS.indexOf(s.charAt(start - 1)) >= 0) {
                start--;
            }
            while (end < s.length() && BLANKS.indexOf(s.charAt(end)) >= 0) {
                end++;
            }
            PlacedText.Builder out = new PlacedText.Builder();
            if (items.isEmpty()) {
                // Without items a comma beside the name has to go as well.
                if (start > 0 && s.charAt(start - 1) == ',') {
                    start--;
                } else if (end < s.length() && s.charAt(end) == ',') {
                    end++;
                }
            }
            if (start > 0) {
                out.append(text, 0, start);
                out.append(' ', text.source(nameAt), text.offset(nameAt));
            }
            for (int i = 0; i < items.size(); i++) {
                Drafts.Item item = items.get(i);
                if (i > 0) {
                    out.append(", ", item.node().document().source(), item.node().offset());
                }
                out.append(
                        ExceptionRules.quoted(item.text()),
                        item.node().document().source(),
                        item.node().offset());
            }
            int resume = out.length() + 1;
            out.append(' ', text.source(nameAt), text.offset(nameAt));
            out.append(text, Math.min(end, s.length()), s.length());
            text = out.build(text.source(nameAt), text.offset(nameAt));
            start = text.text().indexOf(list.name, resume);
        }
        return text;
    }
}
