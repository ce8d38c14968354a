package dev.tallystream.contract.directory;

import dev.tallystream.contract.id.Ids;
import org.jspecify.annotations.Nullable;

/**
 * What a team, user or feature is called, where its page is, and whether it was deleted; a deleted one keeps its last
 * name.
 */
public record DirectoryEntry(String name, @Nullable String url, boolean deleted) {
    /** Characters of the longest name. */
    public static final int MAX_NAME_LENGTH = Ids.MAX_LENGTH;

    /** Characters of the longest url. */
    public static final int MAX_URL_LENGTH = 2_000;

    /** Checks the name and the url. */
    public DirectoryEntry {
        if (name.length() > MAX_NAME_LENGTH || !Ids.isCleanText(name)) {
            throw new IllegalArgumentException(
                    "name must have at most " + MAX_NAME_LENGTH + " characters and no control characters");
        }
        if (url != null && (url.length() > MAX_URL_LENGTH || !Ids.isCleanText(url))) {
            throw new IllegalArgumentException(
                    "url must have at most " + MAX_URL_LENGTH + " characters and no control characters");
        }
    }

    /** An entry without a page of its own. */
    public static DirectoryEntry named(String name) {
        return new DirectoryEntry(name, null, false);
    }

    /** The same entry, marked as deleted. */
    public DirectoryEntry toDeleted() {
        return new DirectoryEntry(name, url, true);
    }
}
