package dev.tallystream.query.event;

import dev.tallystream.contract.id.EventIdentity;
import dev.tallystream.contract.id.Ids;
import dev.tallystream.query.body.JsonBody;
import dev.tallystream.query.body.JsonMembers;
import java.util.Optional;

/** {@code {"source":"…","id":"…"}}, and nothing else: a slip must not take back something else. */
final class ReversalBody {
    /** Two ids of 255 characters, each written as an escape, and room for spaces. */
    private static final int MAX_BYTES = 8_192;

    private ReversalBody() {}

    /**
     * Which event it names.
     *
     * @throws dev.tallystream.http.problem.ProblemException where it is anything else
     */
    static EventIdentity read(byte[] body) {
        JsonMembers members = JsonMembers.of(JsonBody.parse(body, MAX_BYTES));
        members.require("source", "id");
        Optional<String> source = members.text("source", ReversalBody::id);
        Optional<String> id = members.text("id", ReversalBody::id);
        members.nothingElse();
        members.check();
        return new EventIdentity(source.orElseThrow(), id.orElseThrow());
    }

    private static Optional<String> id(String text) {
        return Optional.of(text).filter(id -> !id.isBlank() && id.length() <= Ids.MAX_LENGTH && Ids.isCleanText(id));
    }
}
