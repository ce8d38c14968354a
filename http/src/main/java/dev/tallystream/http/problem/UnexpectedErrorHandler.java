package dev.tallystream.http.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.body.stream.BaseSharedBuffer;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whatever nobody expected: one log entry with a random reference, and an answer that tells the reference and nothing
 * else.
 */
@Singleton
final class UnexpectedErrorHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedErrorHandler.class);

    private final ProblemResponses responses;

    UnexpectedErrorHandler(ProblemResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // the framework's signature
    public HttpResponse<?> handle(HttpRequest request, Throwable error) {
        if (isClientGone(error)) {
            // Nobody reads the answer.
            LOG.atDebug().setCause(error).log("A connection was lost during a request");
            return responses.answer(request, Problem.of(ProblemType.BAD_REQUEST));
        }
        String reference = UUID.randomUUID().toString();
        LOG.atError()
                .addKeyValue("reference", reference)
                .addKeyValue("method", request.getMethodName())
                .setCause(error)
                .log("A request failed unexpectedly");
        return responses.answer(
                request,
                Problem.of(ProblemType.INTERNAL_ERROR, "The error is logged under the reference " + reference + "."));
    }

    private static boolean isClientGone(Throwable error) {
        return error instanceof ClosedChannelException
                || error instanceof SocketException
                || error instanceof BaseSharedBuffer.IncorrectContentLengthException;
    }
}
