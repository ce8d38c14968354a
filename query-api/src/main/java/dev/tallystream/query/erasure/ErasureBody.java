package dev.tallystream.query.erasure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tallystream.contract.bytes.Utf8;
import dev.tallystream.contract.id.UserId;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code {"user_id":"…"}}, and nothing else: a slip must not erase somebody else. */
final class ErasureBody {
    private static final String USER_ID = "user_id";
    private static final String POINTER = "/" + USER_ID;

    /** An id of 255 characters, each written as an escape, and room for spaces. */
    private static final int MAX_BYTES = 4_096;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private ErasureBody() {}

    /**
     * Whom it names.
     *
     * @throws ProblemException where it is anything else
     */
    static UserId read(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new ProblemException(ProblemType.PAYLOAD_TOO_LARGE);
        }
        String id;
        try (JsonParser json = parser(body)) {
            id = member(json);
            if (json.nextToken() != null) {
                throw new ProblemException(ProblemType.MALFORMED_JSON);
            }
        } catch (IOException notJson) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        if (id == null) {
            throw problem(POINTER, ProblemType.MISSING_FIELD, "user_id is missing.");
        }
        try {
            return new UserId(id);
        } catch (IllegalArgumentException noId) {
            throw problem(
                    POINTER,
                    ProblemType.INVALID_ID,
                    "user_id must have 1 to 255 characters, not only blanks, and no control characters.");
        }
    }

    private static JsonParser parser(byte[] body) throws IOException {
        boolean utf8 = body.length >= 2 && body[0] > 0 && body[1] != 0 && Utf8.isValid(body, 0, body.length);
        if (!utf8) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        return JSON.createParser(body);
    }

    private static @Nullable String member(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        String id = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            if (!name.equals(USER_ID)) {
                throw problem("", ProblemType.UNKNOWN_FIELD, "The body has user_id and no other member.");
            }
            if (id != null) {
                throw problem(POINTER, ProblemType.DUPLICATE_KEY, "user_id is given twice.");
            }
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw problem(POINTER, ProblemType.INVALID_ID, "user_id must be a string.");
            }
            id = json.getText();
        }
        return id;
    }

    private static ProblemException problem(String pointer, ProblemType type, String detail) {
        return new ProblemException(Problem.at(pointer, type, detail));
    }
}
