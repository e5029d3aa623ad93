package io.andon.processors.watchdog;

import java.util.Locale;

/** Why a decision is what it is; the names are stable. */
public enum Reason {
    WELL("nothing is to be done"),
    MAINTENANCE("a person works on it"),
    WAITING_HELPS("it recovers by itself or with its database; nothing done here helps"),
    CONFIRMING("the trouble is too young to act on"),
    STARTING("it started a moment ago"),
    COOLDOWN("the last act, or the last attempt, is too recent"),
    MANY_STARTS("one more start would come near the supervisor's own limit"),
    PAGED("a person was paged"),
    STOPPED("a person was paged; nothing is done until it has been stable"),
    RELOAD_ADVISED("it recommends a reload"),
    LEAK("connections to the database are in use and never come back"),
    STUCK("it answers, but its loops do not turn"),
    SILENT("it is there and does not answer"),
    RELOAD_DID_NOT_HELP("it still recommends a reload after one"),
    PERSON_NEEDED("it says that only a person can mend this"),
    GONE("nothing listens where it should"),
    NOT_ANDON("something else answers where it should"),
    BUDGET_SPENT("the restarts of this window are used up"),
    REFUSED("what was asked of it was refused again and again"),
    CHURN("it starts again and again");

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');
    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** The name in output: {@code budget-spent}. */
    public String id() {
        return id;
    }

    /** What it means, as a clause. */
    public String text() {
        return text;
    }
}
