package dev.tallystream.http.problem;

import dev.tallystream.contract.event.Refusal;

/**
 * The one list of problem codes. A code's status and title never change; {@code detail} of a problem says more only
 * with fixed words.
 */
public enum ProblemType {
    /** The bytes are no HTTP request that can be understood. */
    BAD_REQUEST("bad-request", 400, "The request cannot be understood."),
    /** The body is no JSON, or not of the kind that is due. */
    MALFORMED_JSON(
            "malformed-json",
            400,
            "The body is not well-formed JSON in UTF-8.",
            "Send one JSON value of the kind that the route reads, in UTF-8."),
    /** JSON, but no CloudEvent. */
    INVALID_CLOUDEVENT("invalid-cloudevent", 400, "The event is not a CloudEvent 1.0."),
    /** A member stands twice. */
    DUPLICATE_KEY("duplicate-key", 400, "A member is given twice."),
    /** A parameter's value is none that it may have. */
    INVALID_PARAMETER("invalid-parameter", 400, "A parameter is not valid."),
    /** A parameter that the route does not have. */
    UNKNOWN_PARAMETER("unknown-parameter", 400, "A parameter is not known."),
    /** A cursor that this list never gave. */
    INVALID_CURSOR("invalid-cursor", 400, "The cursor is not valid for this list."),
    /** No credentials, or none that are known; never says which. */
    UNAUTHENTICATED(
            "unauthenticated",
            401,
            "Valid credentials are required.",
            "Send the header field Authorization: Bearer with a token or a key that is valid here."),
    /** The user lacks the role, or the key the scope, that the request needs. */
    ROLE_REQUIRED("role-required", 403, "These credentials do not allow this."),
    /** The key is not for that organization. */
    ORG_NOT_ALLOWED(
            "org-not-allowed",
            403,
            "The key is not for this organization.",
            "The subject of an event must be an organization that the key was made for."),
    /** A change that a page of another site asks for. */
    CROSS_SITE("cross-site", 403, "Changes are not taken from other sites."),
    /** The organization hides individuals. */
    USER_BREAKDOWN_HIDDEN("user-breakdown-hidden", 403, "Individual usage is hidden for this organization."),
    /** No such thing, or another organization's. */
    NOT_FOUND("not-found", 404, "There is nothing here."),
    /** The route exists, the method does not; {@code Allow} names those that do. */
    METHOD_NOT_ALLOWED(
            "method-not-allowed",
            405,
            "The method is not allowed here.",
            "The header field Allow names the methods of this route."),
    /** None of the accepted media types can be had. */
    NOT_ACCEPTABLE("not-acceptable", 406, "None of the accepted media types is available."),
    /** The request did not arrive in time. */
    REQUEST_TIMEOUT("request-timeout", 408, "The request took too long to arrive."),
    /** An event that is none of usage, or whose bytes are gone. */
    NOT_REVERSIBLE("not-reversible", 409, "The event cannot be taken back here."),
    /** The cursor's snapshot is gone. */
    CURSOR_EXPIRED("cursor-expired", 410, "The cursor has expired; start the list again."),
    /** {@code If-Match} names an older version. */
    PRECONDITION_FAILED(
            "precondition-failed",
            412,
            "The resource has changed since it was read.",
            "Get it again, and send the change with its new ETag in If-Match."),
    /** More bytes than a body may have. */
    PAYLOAD_TOO_LARGE(
            "payload-too-large",
            413,
            "The body is too large.",
            "A request has at most 4 MiB (4194304 bytes): send fewer events in one request."),
    /** A request line that is too long. */
    URI_TOO_LONG("uri-too-long", 414, "The URI is too long."),
    /** A content type that the route does not read. */
    UNSUPPORTED_MEDIA_TYPE(
            "unsupported-media-type",
            415,
            "The content type is not supported here.",
            "Send the body as Content-Type: application/json."),
    /** A compressed body. */
    UNSUPPORTED_ENCODING(
            "unsupported-encoding",
            415,
            "Compressed bodies are not supported.",
            "Send the body as it is, without Content-Encoding."),
    /** A charset that is not UTF-8. */
    UNSUPPORTED_CHARSET(
            "unsupported-charset",
            415,
            "Only UTF-8 is supported.",
            "Send the body in UTF-8, and no other charset in Content-Type."),
    /** A host that this server is not. */
    MISDIRECTED_REQUEST("misdirected-request", 421, "This server does not answer for that host."),
    /** Older than the live window and not part of a backfill. */
    EVENT_TOO_OLD("event-too-old", 422, "The event is too old."),
    /** Ahead of the clock. */
    EVENT_IN_FUTURE("event-in-future", 422, "The event is in the future."),
    /** An event type that is none of ours. */
    UNKNOWN_TYPE("unknown-type", 422, "The event's type is not known."),
    /** A version of CloudEvents that is not known here. */
    UNKNOWN_VERSION("unknown-version", 422, "The event's specversion is not known."),
    /** Credits that are no decimal of the grammar. */
    INVALID_CREDITS("invalid-credits", 422, "The credits are not valid."),
    /** More credits than one event may carry. */
    CREDITS_TOO_LARGE("credits-too-large", 422, "The credits are too many for one event."),
    /** A quantity that is no decimal of the grammar. */
    INVALID_QUANTITY("invalid-quantity", 422, "The quantity is not valid."),
    /** An actor type that is none of ours. */
    INVALID_ACTOR_TYPE("invalid-actor-type", 422, "The actor type is not known."),
    /** A required member is absent. */
    MISSING_FIELD("missing-field", 422, "A required member is missing."),
    /** A member that the route does not read. */
    UNKNOWN_FIELD("unknown-field", 422, "A member is not known."),
    /** A member's value is none that it may have. */
    INVALID_VALUE("invalid-value", 422, "A member's value is not valid."),
    /** A text that is no id. */
    INVALID_ID("invalid-id", 422, "An id is not valid."),
    /** A text that is no instant. */
    INVALID_TIME("invalid-time", 422, "The time is not valid."),
    /** A text with control characters. */
    INVALID_TEXT("invalid-text", 422, "A text is not valid."),
    /** More bytes than one event may have, in a request that is small enough. */
    OVERSIZE("oversize", 422, "The event is too large."),
    /** A batch without events. */
    EMPTY_BATCH("empty-batch", 422, "The batch has no events."),
    /** More events than a request may have. */
    BATCH_TOO_LARGE("batch-too-large", 422, "The batch has too many events."),
    /** A range that does not begin and end with a period. */
    RANGE_NOT_ALIGNED("range-not-aligned", 422, "The range does not fall on period edges."),
    /** Every event of a batch was refused, or one of an atomic batch. */
    NO_EVENT_ACCEPTED(
            "no-event-accepted",
            422,
            "No event of the batch was accepted.",
            "Nothing was stored; errors has the place of each wrong event and what is wrong with it."),
    /** A change that does not say of which version. */
    PRECONDITION_REQUIRED(
            "precondition-required",
            428,
            "If-Match is required.",
            "Send If-Match with the ETag of a GET of the same resource."),
    /** More requests than allowed. */
    RATE_LIMITED("rate-limited", 429, "Too many requests.", 1),
    /** More distinct names than an organization may bring up. */
    CARDINALITY_LIMIT("cardinality-limit", 429, "Too many new names in a short time.", 60),
    /** Header fields that are too large. */
    HEADERS_TOO_LARGE("headers-too-large", 431, "The header fields are too large."),
    /** A fault of ours. */
    INTERNAL_ERROR("internal-error", 500, "Something went wrong on our side."),
    /** No key to recognize erased users by. */
    ERASURE_NOT_CONFIGURED(
            "erasure-not-configured", 501, "This node has no erasure key, without which nobody can be erased."),
    /** The tables are being read back. */
    RESTORING("restoring", 503, "The numbers are being restored.", 5),
    /** The organization's partition is changing hands. */
    REBALANCING("rebalancing", 503, "The numbers are moving to another node.", 2),
    /** No key of the identity provider could be read yet, so none of its tokens is known to be good or bad. */
    IDENTITY_PROVIDER_UNAVAILABLE(
            "identity-provider-unavailable", 503, "Tokens of the identity provider cannot be checked right now.", 10),
    /** It will be done, and its answer can be had then. */
    ERASURE_GOES_ON("erasure-goes-on", 503, "The erasure is not finished yet; ask again for its answer.", 5),
    /** Events cannot be stored now; nothing of the request counts as accepted. */
    BROKER_UNAVAILABLE("broker-unavailable", 503, "Events cannot be stored right now.", 2),
    /** No room left to accept events. */
    DISK_FULL("disk-full", 503, "There is no room left to store events.", 60),
    /** This process is stopping. */
    DRAINING("draining", 503, "This server is stopping.", 5);

    private static final int NO_RETRY = 0;

    private final String slug;
    private final int status;
    private final String title;
    private final String advice;
    private final int retryAfterSeconds;

    ProblemType(String slug, int status, String title) {
        this(slug, status, title, title, NO_RETRY);
    }

    ProblemType(String slug, int status, String title, String advice) {
        this(slug, status, title, advice, NO_RETRY);
    }

    ProblemType(String slug, int status, String title, int retryAfterSeconds) {
        this(slug, status, title, title, retryAfterSeconds);
    }

    ProblemType(String slug, int status, String title, String advice, int retryAfterSeconds) {
        this.slug = slug;
        this.status = status;
        this.title = title;
        this.advice = advice;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The code, as {@code errors[].code} spells it. */
    public String slug() {
        return slug;
    }

    /** The problem type as a relative URI: {@code /problems/<slug>}. */
    public String uri() {
        return "/problems/" + slug;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** One fixed sentence. */
    public String title() {
        return title;
    }

    /** What to do about it, in one fixed sentence; the title where that says it or nothing can be done. */
    public String advice() {
        return advice;
    }

    /** Whether asking again later is right; the answer's {@code Retry-After} says when. */
    public boolean isTemporary() {
        return retryAfterSeconds != NO_RETRY;
    }

    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /**
     * The problem of an event that was refused at the door; its slug is the refusal's.
     *
     * @throws IllegalArgumentException for what only the topology refuses
     */
    public static ProblemType from(Refusal refusal) {
        return switch (refusal) {
            case MALFORMED_JSON -> MALFORMED_JSON;
            case INVALID_CLOUDEVENT -> INVALID_CLOUDEVENT;
            case UNKNOWN_VERSION -> UNKNOWN_VERSION;
            case DUPLICATE_KEY -> DUPLICATE_KEY;
            case MISSING_FIELD -> MISSING_FIELD;
            case INVALID_ID -> INVALID_ID;
            case INVALID_TEXT -> INVALID_TEXT;
            case UNKNOWN_TYPE -> UNKNOWN_TYPE;
            case INVALID_TIME -> INVALID_TIME;
            case INVALID_CREDITS -> INVALID_CREDITS;
            case CREDITS_TOO_LARGE -> CREDITS_TOO_LARGE;
            case INVALID_QUANTITY -> INVALID_QUANTITY;
            case INVALID_ACTOR_TYPE -> INVALID_ACTOR_TYPE;
            case OVERSIZE -> OVERSIZE;
            case EVENT_TOO_OLD -> EVENT_TOO_OLD;
            case EVENT_IN_FUTURE -> EVENT_IN_FUTURE;
            case NULL_VALUE, ID_CONFLICT, BACKFILL_CLOSED, REVERSAL_UNKNOWN, REVERSAL_MISMATCH, OVERFLOW ->
                throw new IllegalArgumentException("refusal " + refusal.slug() + " must be the topology's");
        };
    }

    /** The general problem of a status that the framework chose. */
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> ROLE_REQUIRED;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> RATE_LIMITED;
            case 431 -> HEADERS_TOO_LARGE;
            default -> status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
        };
    }
}
