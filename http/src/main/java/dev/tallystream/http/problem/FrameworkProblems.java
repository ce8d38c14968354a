package dev.tallystream.http.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.context.BeanProvider;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.codec.CodecException;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every error that the framework finds by itself, as a problem of ours: its own bodies repeat what the parser said of
 * the input.
 */
@Singleton
final class FrameworkProblems implements ErrorResponseProcessor<Object> {
    private final ProblemResponses responses;
    private final BeanProvider<Router> router;

    FrameworkProblems(ProblemResponses responses, BeanProvider<Router> router) {
        this.responses = responses;
        this.router = router;
    }

    @Override
    @SuppressWarnings("unchecked") // a response takes any body
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> base) {
        HttpRequest<?> request = context.getRequest();
        MutableHttpResponse<?> response = responses.answer(request, problem(context, base.code()));
        base.getHeaders().getAll(HttpHeaders.ALLOW).forEach(method -> response.header(HttpHeaders.ALLOW, method));
        return (MutableHttpResponse<Object>) response;
    }

    private Problem problem(ErrorContext context, int status) {
        if (context.getRequest() instanceof NettyHttpRequest<?> request) {
            Throwable undecodable = request.getNativeRequest().decoderResult().cause();
            if (undecodable instanceof TooLongHttpHeaderException) {
                return Problem.of(ProblemType.HEADERS_TOO_LARGE);
            }
            if (undecodable instanceof TooLongHttpLineException) {
                return Problem.of(ProblemType.URI_TOO_LONG);
            }
        }
        if (status == ProblemType.UNSUPPORTED_MEDIA_TYPE.status()) {
            return unsupported(context.getRequest());
        }
        return context.getRootCause()
                .map(cause -> problem(cause, status))
                .orElseGet(() -> Problem.of(ProblemType.ofStatus(status)));
    }

    /** With the types that the route reads, as it is declared. */
    private Problem unsupported(HttpRequest<?> request) {
        String read = router.get().findAny(request).stream()
                .filter(route -> route.getRouteInfo().getHttpMethod() == request.getMethod())
                .flatMap(route -> route.getRouteInfo().getConsumes().stream())
                .map(MediaType::getName)
                .distinct()
                .collect(Collectors.joining(" or "));
        return read.isEmpty()
                ? Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE)
                : Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as Content-Type: " + read + ".");
    }

    private static Problem problem(Throwable cause, int status) {
        return switch (cause) {
            case JsonSyntaxException json -> Problem.of(ProblemType.MALFORMED_JSON);
            case JsonProcessingException json -> Problem.of(ProblemType.MALFORMED_JSON);
            case CodecException codec -> Problem.of(ProblemType.MALFORMED_JSON);
            case ConversionErrorException conversion -> invalidArgument(conversion.getArgument());
            case UnsatisfiedRouteException unsatisfied -> invalidArgument(unsatisfied.getArgument());
            default -> Problem.of(ProblemType.ofStatus(status));
        };
    }

    private static Problem invalidArgument(Argument<?> argument) {
        if (argument.isAnnotationPresent(Body.class)) {
            return Problem.of(ProblemType.MALFORMED_JSON);
        }
        // The name is our own, of the route's declaration.
        return Problem.ofParameters(
                ProblemType.INVALID_PARAMETER,
                "The parameter " + argument.getName() + " is missing or not valid.",
                List.of(argument.getName()));
    }
}
