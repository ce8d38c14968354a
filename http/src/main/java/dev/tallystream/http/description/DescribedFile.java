package dev.tallystream.http.description;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A file whose address stays when its content changes: the tag is the content's hash. */
final class DescribedFile {
    /** An upgrade is seen after five minutes at most; a reader who asks again until then pays for a 304. */
    private static final String CACHE_CONTROL = "public, max-age=300, must-revalidate";

    /** 128 bits: no two contents will ever share them. */
    private static final int TAG_BYTES = 16;

    private final MediaType type;
    private final byte[] content;
    private final String tag;

    DescribedFile(MediaType type, byte[] content) {
        this.type = type;
        this.content = content.clone();
        this.tag = '"' + hash(content) + '"';
    }

    /** The content, or 304 where the caller has it. */
    HttpResponse<?> answer(HttpRequest<?> request) {
        MutableHttpResponse<?> response = isKnown(request)
                ? HttpResponse.notModified()
                : HttpResponse.ok(content).contentType(type);
        return response.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
    }

    private boolean isKnown(HttpRequest<?> request) {
        return request.getHeaders().getAll(HttpHeaders.IF_NONE_MATCH).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }

    private static String hash(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
