package dev.tallystream.query.body;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.tallystream.contract.bytes.Utf8;
import dev.tallystream.http.problem.Problem;
import dev.tallystream.http.problem.ProblemException;
import dev.tallystream.http.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A request's body as one JSON value in UTF-8, in which no member stands twice. */
public final class JsonBody {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonBody() {}

    /**
     * The value.
     *
     * @throws ProblemException where the body is longer than {@code maxBytes} or is not that
     */
    public static JsonNode parse(byte[] body, int maxBytes) {
        if (body.length > maxBytes) {
            throw new ProblemException(Problem.of(
                    ProblemType.PAYLOAD_TOO_LARGE, "This route reads at most %d bytes.".formatted(maxBytes)));
        }
        if (!Utf8.isValid(body, 0, body.length)) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        }
        // As text: a parser of bytes would guess the charset.
        try (JsonParser parser = JSON.createParser(new String(body, StandardCharsets.UTF_8))) {
            JsonNode value = JSON.readTree(parser);
            if (value == null || parser.nextToken() != null) {
                throw new ProblemException(ProblemType.MALFORMED_JSON);
            }
            return value;
        } catch (MismatchedInputException twice) {
            throw new ProblemException(ProblemType.DUPLICATE_KEY);
        } catch (JsonProcessingException malformed) {
            throw new ProblemException(ProblemType.MALFORMED_JSON);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory does not fail", e);
        }
    }
}
