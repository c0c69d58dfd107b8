package io.pratique.runtime.state;

/** Writes times in UTC. */
final class Times {
    private static final long BILLION = 1_000_000_000L;
    private static final long DAY = 86_400L;

    private Times() {}

    /** {@code HH:MM:SS}. */
    static void time(TextBuilder out, long nanoseconds) {
        long second = Math.floorMod(Math.floorDiv(nanoseconds, BILLION), DAY);
        out.padded(second / 3600, 2).add(':').padded(second / 60 % 60, 2).add(':');
        out.padded(second % 60, 2);
    }

    /** {@code .nnnnnnnnn}. */
    static void fraction(TextBuilder out, long nanoseconds) {
        out.add('.').padded(Math.floorMod(nanoseconds, BILLION), 9);
    }

    /** {@code YYYY-MM-DD}, by the calendar that java.time uses too. */
    static void date(TextBuilder out, long nanoseconds) {
        long days = Math.floorDiv(Math.floorDiv(nanoseconds, BILLION), DAY);
        // Days from 0000-03-01, in eras of 400 years.
        long shifted = days + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra =
                (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        out.padded(year, 4).add('-').padded(month, 2).add('-').padded(day, 2);
    }

    /** {@code YYYY-MM-DD HH:MM:SS.nnnnnnnnn}. */
    static void dateTime(TextBuilder out, long nanoseconds) {
        date(out, nanoseconds);
        out.add(' ');
        time(out, nanoseconds);
        fraction(out, nanoseconds);
    }
}
