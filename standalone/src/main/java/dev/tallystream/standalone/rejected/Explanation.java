package dev.tallystream.standalone.rejected;

import dev.tallystream.contract.event.Refusal;

/** One sentence for people: what is wrong with a rejected event, and what to do. */
final class Explanation {
    private Explanation() {}

    /** The explanation of a reason, by its slug. */
    static String of(String slug) {
        return Refusal.fromSlug(slug)
                .map(refusal -> withoutEnd(refusal.sentence()) + ": " + advice(refusal))
                .orElse("This release does not know the reason: use the release that counts.");
    }

    private static String withoutEnd(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static String advice(Refusal refusal) {
        return switch (refusal) {
            case MALFORMED_JSON,
                    INVALID_CLOUDEVENT,
                    DUPLICATE_KEY,
                    MISSING_FIELD,
                    INVALID_ID,
                    INVALID_TEXT,
                    INVALID_TIME,
                    INVALID_CREDITS,
                    CREDITS_TOO_LARGE,
                    INVALID_QUANTITY,
                    INVALID_ACTOR_TYPE -> "correct it at its publisher and send it again.";
            case NULL_VALUE -> "its publisher sent nothing that could count.";
            case OVERSIZE -> "send it with fewer bytes and a short key; replay helps where only the key was too long.";
            case UNKNOWN_TYPE -> "correct its publisher, or upgrade and replay it.";
            case UNKNOWN_VERSION -> "use rejected replay then.";
            case EVENT_TOO_OLD -> "import it as history.";
            case EVENT_IN_FUTURE -> "mend the publisher's clock; replay it when its time has come.";
            case ID_CONFLICT -> "send it again under an id of its own.";
            case REVERSAL_UNKNOWN -> "send the event to reverse first, then replay the reversal.";
            case REVERSAL_MISMATCH -> "send a reversal with a new id that restates the original's data.";
            case BACKFILL_CLOSED -> "send it again under another backfillid.";
            case OVERFLOW -> "correct the sum by an adjustment, then replay it.";
        };
    }
}
