package dev.tallystream.query.event;

import dev.tallystream.aggregator.view.UsageCut;
import dev.tallystream.contract.erasure.ErasureKey;
import dev.tallystream.contract.id.Ids;
import dev.tallystream.contract.id.OrganizationId;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.contract.settings.UserAnalytics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of single events in one cut: no user where the organization hides individuals, no guest and no
 * program ever, and nobody who was erased. An id that a publisher made of a user's is a user's.
 *
 * @param key tells erased users; null where nobody can be erased
 */
record Sight(
        OrganizationId organization, UsageCut cut, @Nullable ErasureKey key) {
    static final String ID = "id";
    static final String SOURCE = "source";
    static final String USER_ID = "user_id";

    /**
     * What names a rejected event.
     *
     * @param hidden which of them there is and is not shown
     */
    record Names(@Nullable String id, @Nullable String source, List<String> hidden) {
        /** Nothing needs to be named: whoever asked did. */
        static final Names NONE = new Names(null, null, List.of());
    }

    boolean hidesUsers() {
        return cut.settings().userAnalytics() == UserAnalytics.EXCLUDE;
    }

    boolean isErased(String user) {
        boolean id = !user.isBlank() && user.length() <= Ids.MAX_LENGTH && Ids.isCleanText(user);
        return key != null && id && cut.isErased(key.erase(organization, new UserId(user)));
    }

    Names of(RejectedEvent event) {
        if (event.bytes() == null) {
            // Whom the id is made of could be told by the bytes only.
            return new Names(null, null, event.id() == null ? List.of() : List.of(ID));
        }
        EventMembers members = EventMembers.of(event.bytes());
        List<String> hidden = new ArrayList<>();
        String id = shown(ID, event.id(), members, hidden);
        String source = shown(SOURCE, members.source(), members, hidden);
        return new Names(id, source, List.copyOf(hidden));
    }

    private @Nullable String shown(String name, @Nullable String text, EventMembers members, List<String> hidden) {
        if (text == null || mayBeShown(text, members)) {
            return text;
        }
        hidden.add(name);
        return null;
    }

    private boolean mayBeShown(String text, EventMembers members) {
        if (!members.readable() || isErased(text)) {
            return false;
        }
        boolean anybodyHidden = hidesUsers() || !members.members();
        for (String user : members.users()) {
            boolean named = text.toLowerCase(Locale.ROOT).contains(user.toLowerCase(Locale.ROOT));
            if (isErased(user) || (named && anybodyHidden)) {
                return false;
            }
        }
        return true;
    }
}
